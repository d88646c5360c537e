"""The offices in the data file, checked when the object opens."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Office(BaseModel):
    """One office; the texts are spoken and shown as they stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    branch_id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    district: str
    address: str
    phone: str | None = None
    hours: str
    services: str
    directions: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    branch: tuple[Office, ...] = Field(min_length=1)


def read_offices(file: Path) -> tuple[Office, ...]:
    """In the file's order. Raises OSError, TOMLDecodeError, ValidationError: the object does not open then."""
    return _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).branch
