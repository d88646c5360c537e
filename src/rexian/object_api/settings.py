"""Settings of an object: declared in its manifest, set on the operations page, handed to it when it opens.

The form on the page is made from the JSON Schema here; what a site sets is checked by the same declaration. A secret
setting is stored sealed and never shown again.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator

from rexian.object_api.errors import SettingsInvalid
from rexian.object_api.fields import mistakes_of

Scalar = str | int | float | bool
_TYPES: Mapping[str, Any] = {"text": str, "integer": int, "number": float, "boolean": bool}


class SettingDeclaration(BaseModel):
    """One setting. `default` makes an object run before anybody has set anything; without one it must be set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["text", "integer", "number", "boolean"]
    default: Scalar | None = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    secret: bool = False

    @model_validator(mode="after")
    def _check(self) -> "SettingDeclaration":
        if self.default is not None:
            checked_settings({"it": self.model_copy(update={"default": None})}, {"it": self.default})
        return self

    def field(self) -> tuple[Any, Any]:
        """Type and field for a Pydantic model."""
        kind = Literal[self.choices] if self.choices else _TYPES[self.type]
        default = ... if self.default is None else self.default
        return Annotated[kind, Field(ge=self.minimum, le=self.maximum)] if self._is_bounded() else kind, default

    def _is_bounded(self) -> bool:
        return self.minimum is not None or self.maximum is not None


Declared = Mapping[str, SettingDeclaration]


def settings_schema(declared: Declared) -> dict[str, Any]:
    """The JSON Schema of the form."""
    schema = _model(declared).model_json_schema()
    for name, declaration in declared.items():
        if declaration.secret:
            schema["properties"][name]["writeOnly"] = True
    return schema


def checked_settings(declared: Declared, values: Mapping[str, Any]) -> dict[str, Any]:
    """All settings, defaults where nothing is set. Raises SettingsInvalid, which names fields and never values."""
    try:
        return _model(declared).model_validate(dict(values), strict=False).model_dump()
    except ValidationError as error:
        raise SettingsInvalid(mistakes=mistakes_of(error)) from None


def _model(declared: Declared) -> type[BaseModel]:
    definitions: dict[str, Any] = {name: declaration.field() for name, declaration in declared.items()}
    configuration = ConfigDict(extra="forbid", hide_input_in_errors=True)
    return create_model("settings", __config__=configuration, **definitions)
