"""What others may know of marked callers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

NORMAL_PRIORITY = 0
LOWEST_GRADE = 1
HIGHEST_GRADE = 9
RED_PRIORITY = 1


class MarkKind(StrEnum):
    """Which list a number is on. One number may be on several."""

    VIP = "vip"
    """Served before others, by its grade."""
    RED = "red"
    """Never refused and never kept in the menu, whatever else is said of the number (12345, officials, emergencies)."""
    BLACK = "black"
    """Treated by the mark's level."""


class BlackLevel(StrEnum):
    """What a black mark does to the next call."""

    WARN = "warn"
    """The agent is warned in the pop."""
    MENU_ONLY = "menu_only"
    """The menu answers; the way to a person is closed."""
    REFUSE = "refuse"
    """The call is not answered."""


class Admission(StrEnum):
    """How far a call may come."""

    ADMIT = "admit"
    MENU_ONLY = "menu_only"
    REFUSE = "refuse"


@dataclass(frozen=True)
class MarkContent:
    """What a supervisor sets. `grade` (1–9, 9 first) is a VIP's, `level` a black mark's; both None otherwise."""

    kind: MarkKind
    reason: str = field(repr=False)
    grade: int | None
    level: BlackLevel | None
    expires_at: datetime | None


@dataclass(frozen=True)
class CallerMark:
    """A stored mark with the number in clear: whoever shows it masks it."""

    mark_id: str
    organisation_id: str
    version: int
    number: str = field(repr=False)
    content: MarkContent
    made_by: str
    made_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class HashedMark:
    """A mark as a call meets it: the number only as its keyed hash."""

    number_hash: str
    content: MarkContent


@dataclass(frozen=True)
class PopWarning:
    """What the pop says of the caller, and why."""

    kind: MarkKind
    reason: str = field(repr=False)


@dataclass(frozen=True)
class Treatment:
    """What the marks of a number come to. Higher `priority` is served first; 0 is everybody's."""

    admission: Admission = Admission.ADMIT
    priority: int = NORMAL_PRIORITY
    warnings: tuple[PopWarning, ...] = ()
