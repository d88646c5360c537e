"""What others may know of business objects in operation: how each stands, what was asked of them, how they are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

COMMAND_SUBJECT = "objects.command"
"""Requests to the objects process: {"command", "object"}; answered with every object's status."""

CHANGED_SUBJECT = "objects.changed"
"""Notice: what is switched on, or a setting, has changed in the database."""

RESULT_STREAM = "OBJECT_RESULTS"
RESULT_SUBJECT = "object_results"


class ObjectCommand(StrEnum):
    """What the objects process can be asked to do."""

    STATUS = "status"
    APPLY = "apply"
    """Read again what is switched on and set."""
    SCAN = "scan"
    """Look for new and removed folders."""
    RELOAD = "reload"
    """Start the version that lies on disk now; the old one finishes what it has."""
    PUT_BACK = "put_back"
    """Take an object into service again that the breaker has taken out."""


class ObjectState(StrEnum):
    """How an object stands."""

    RUNNING = "running"
    STARTING = "starting"
    SWITCHED_OFF = "switched_off"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True)
class ObjectStatus:
    """One object as its host sees it. Figures are of the last quarter of an hour; `labels` by language and text key.

    `settings` are the ones that were set, without secret ones; `settings_schema` is the form's JSON Schema.
    """

    name: str
    labels: Mapping[str, Mapping[str, str]]
    version: str
    version_on_disk: str | None
    origin: str
    state: ObjectState
    taken_out_at: datetime | None
    calls: int
    errors: int
    outcomes: Mapping[str, int]
    median_ms: float | None
    p95_ms: float | None
    in_flight: int
    shared: int
    stood_in: int
    starts: int
    permissions: tuple[str, ...]
    rules: tuple[str, ...]
    time_seconds: float
    memory_mb: int
    concurrency: int
    settings_schema: Mapping[str, Any]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Wish:
    """What a site wants of an object; without one it is on with its defaults."""

    is_on: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)
    version: int = 0


@dataclass(frozen=True)
class ObjectResult:
    """A row of the common table: which rule was asked, how it ended, when, in which contact. Personal values stay
    sealed under the contact's key and are not here."""

    result_id: str
    at: datetime
    object: str
    version: str
    rule: str
    outcome: str
    reason: str | None
    elapsed_ms: int
    as_of: str | None
    known_at: str | None
    contact_id: str
    request: Mapping[str, Any]
    values: Mapping[str, Any]
