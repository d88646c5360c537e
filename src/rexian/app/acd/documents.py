"""Reads what people write down for a simulation: YAML (or JSON, which is YAML too) with clear complaints.

Settings of queues and agents are the engine's own fields, by their own names, so that a new one needs no line here.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from rexian.app.acd.errors import PlanInvalid

Settings = TypeVar("Settings")
Document = TypeVar("Document", bound=BaseModel)


def read_document(path: Path, model: type[Document]) -> Document:
    """The file as this model. Raises PlanInvalid, whose message names the place."""
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise PlanInvalid(f"{path} cannot be read: {type(error).__name__}.") from error
    return parse_document(text, model, str(path))


def parse_document(text: str, model: type[Document], name: str) -> Document:
    """The text as this model. Raises PlanInvalid."""
    try:
        return model.model_validate(yaml.safe_load(text) or {})
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f" in line {place.line + 1}" if place else ""
        raise PlanInvalid(f"{name} is no YAML{line}.") from error
    except ValidationError as error:
        raise PlanInvalid(f"{name}: {first_complaint(error)}") from error


def with_settings(type_: type[Settings], values: Mapping[str, Any], name: str) -> Settings:
    """A queue or an agent of the engine's configuration with these fields. Raises PlanInvalid."""
    known = {field.name for field in fields(type_)}  # type: ignore[arg-type]
    for unknown in sorted(set(values) - known):
        raise PlanInvalid(f"{name}: there is no setting {unknown!r}.")
    try:
        return TypeAdapter(type_).validate_python(dict(values))
    except ValidationError as error:
        raise PlanInvalid(f"{name}: {first_complaint(error)}") from error


def first_complaint(error: ValidationError) -> str:
    """Where and what, in one sentence."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the document'}: {first['msg']}."
