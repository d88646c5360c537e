"""Typed fields of rules: how a field is declared in a manifest and how values are checked against it.

The manifest is the one source: the flow editor makes its forms from it, the host checks arguments before they reach
the object's code and values before they leave it. Messages name the field and the kind of mistake, never the value.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    create_model,
    model_validator,
)


class FieldType(StrEnum):
    """`number` is a decimal number as text (`2.6`), such as a rate; `digits` is text of 0-9 (and `*`, where `pattern`
    allows it); `records` is a list of rows of `fields`."""

    TEXT = "text"
    DIGITS = "digits"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    RECORDS = "records"


class FieldDeclaration(BaseModel):
    """One field. `personal` values are masked at the API by role; `secret` ones live in memory only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: FieldType
    required: bool = True
    personal: bool = False
    secret: bool = False
    pattern: str | None = None
    max_length: int = Field(200, gt=0, le=10_000)
    fields: dict[str, "FieldDeclaration"] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.type is FieldType.RECORDS) != bool(self.fields):
            raise ValueError("`fields` belong to the type records, and only there")
        return self


Declarations = Mapping[str, FieldDeclaration]


def _two_decimals(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _shortest(number: Decimal) -> Decimal:
    """Without needless zeros and without an exponent: 2.600 is 2.6, 1E+1 is 10."""
    return Decimal(f"{number.normalize():f}")


_MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
_PLAIN_TYPES: dict[FieldType, Any] = {
    FieldType.MONEY: Annotated[Decimal, Field(max_digits=18, decimal_places=2), AfterValidator(_two_decimals)],
    FieldType.NUMBER: Annotated[Decimal, Field(allow_inf_nan=False, max_digits=30), AfterValidator(_shortest)],
    FieldType.DATE: date,
    FieldType.MONTH: Annotated[str, StringConstraints(pattern=_MONTH_PATTERN)],
    FieldType.INTEGER: int,
    FieldType.BOOLEAN: bool,
}


def model_of(name: str, declarations: Declarations) -> type[BaseModel]:
    """A Pydantic model that takes these fields and no others."""
    definitions: dict[str, Any] = {
        field_name: (
            _type_of(f"{name}_{field_name}", declaration)
            if declaration.required
            else _type_of(f"{name}_{field_name}", declaration) | None,
            ... if declaration.required else None,
        )
        for field_name, declaration in declarations.items()
    }
    configuration = ConfigDict(extra="forbid", hide_input_in_errors=True)
    return create_model(name, __config__=configuration, **definitions)


def _type_of(name: str, declaration: FieldDeclaration) -> Any:
    if declaration.type is FieldType.RECORDS:
        return list[model_of(name, declaration.fields)]  # type: ignore[misc]
    if declaration.type in _PLAIN_TYPES:
        return _PLAIN_TYPES[declaration.type]
    pattern = declaration.pattern or (r"^[0-9]+$" if declaration.type is FieldType.DIGITS else None)
    return Annotated[str, StringConstraints(pattern=pattern, max_length=declaration.max_length)]


def checked(model: type[BaseModel], values: Mapping[str, Any], *, mode: Literal["json", "python"]) -> dict[str, Any]:
    """`values` as the model has them; `json` gives JSON values. Raises ValidationError."""
    return model.model_validate(dict(values)).model_dump(mode=mode)


def mistakes_of(error: ValidationError) -> list[dict[str, str]]:
    """Which fields are wrong and how, without any value."""
    return [
        {"field": ".".join(str(part) for part in mistake["loc"]), "mistake": mistake["type"]}
        for mistake in error.errors(include_url=False, include_context=False, include_input=False)
    ]
