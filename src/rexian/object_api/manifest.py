"""The manifest of a business object (`manifest.toml`): what it is, what it may do, what it answers."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import SchemaError

from rexian.object_api.errors import ArgumentsInvalid, ManifestInvalid, ValuesInvalid
from rexian.object_api.fields import FieldDeclaration, checked, mistakes_of, model_of
from rexian.object_api.settings import SettingDeclaration

MANIFEST_FILE = "manifest.toml"
_NAME_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"


class Limits(BaseModel):
    """What the object may use. `memory_mb` is address space, so it counts libraries too; below 256 little starts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_seconds: float = Field(default=3.0, gt=0, le=60)
    memory_mb: int = Field(default=512, ge=128, le=16_384)
    concurrency: int = Field(default=8, ge=1, le=256)


class Absorber(BaseModel):
    """How the host spares the system behind the object: at most so many questions a second go through."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions_per_second: float | None = Field(default=None, gt=0, le=10_000)


class Rule(BaseModel):
    """One query.

    A `read_only` rule may be asked a second time when the object's process dies under it, and equal questions at the
    same time are asked once. With `last_known_seconds` its last answer, so old at most, stands in while there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    read_only: bool = True
    last_known_seconds: float | None = Field(default=None, gt=0, le=7 * 86400)
    request: dict[str, FieldDeclaration] = Field(default_factory=dict)
    result: dict[str, FieldDeclaration] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.last_known_seconds is not None and not self.read_only:
            raise ValueError("only a read_only rule may have a last known answer")
        try:
            _ = self.request_model, self.result_model
        except SchemaError as error:  # a pattern that is none
            raise ValueError("a field's declaration makes no sense") from error
        return self

    @cached_property
    def request_model(self) -> type[BaseModel]:
        return model_of("request", self.request)

    @cached_property
    def result_model(self) -> type[BaseModel]:
        return model_of("result", self.result)

    def check_arguments(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as JSON values, with absent optional ones as None. Raises ArgumentsInvalid."""
        try:
            return checked(self.request_model, arguments, mode="json")
        except ValidationError as error:
            raise ArgumentsInvalid(mistakes=mistakes_of(error)) from None

    def check_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The result's values as JSON values. Raises ValuesInvalid."""
        try:
            return checked(self.result_model, values, mode="json")
        except ValidationError as error:
            raise ValuesInvalid(mistakes=mistakes_of(error)) from None


class Manifest(BaseModel):
    """A business object as declared. `implementation` is `module:Class` inside the object's folder.

    Permissions: `database:<name>`, `fund:books`, `fund:credentials`. Texts are keyed `name`, `rules.<rule>`,
    `fields.<field>`, `settings.<setting>`, `reasons.<reason>`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    object_api: Literal[1]
    name: str = Field(pattern=_NAME_PATTERN)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    implementation: str = Field(pattern=r"^[a-z_][a-z0-9_]*:[A-Z][A-Za-z0-9]*$")
    permissions: tuple[str, ...] = ()
    limits: Limits = Limits()
    absorber: Absorber = Absorber()
    settings: dict[str, SettingDeclaration] = Field(default_factory=dict)
    rules: dict[str, Rule] = Field(min_length=1)

    @property
    def databases(self) -> tuple[str, ...]:
        """The names of the databases it may use."""
        return tuple(right.partition(":")[2] for right in self.permissions if right.startswith("database:"))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises ManifestInvalid, also when its name is not the folder's."""
    try:
        document = tomllib.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        manifest = Manifest.model_validate(document)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestInvalid(folder=folder.name, mistake=str(error)) from error
    except ValidationError as error:
        raise ManifestInvalid(folder=folder.name, mistakes=mistakes_of(error)) from error
    if manifest.name != folder.name:
        raise ManifestInvalid(folder=folder.name, mistake="the name is not the folder's")
    return manifest
