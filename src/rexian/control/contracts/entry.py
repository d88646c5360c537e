"""What leads a call before anybody is asked for: hours, marked callers, the directory. Frozen forms for control.

Made from the trades' records by `app` with each configuration; a date or an expiry that comes later is in them already,
so that control needs no database to know it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class KeeperKind(StrEnum):
    """What keeps to opening hours."""

    QUEUE = "queue"
    NUMBER = "number"


class Admission(StrEnum):
    """How far a call may come: to people, to the menu only, or not at all."""

    ADMIT = "admit"
    MENU_ONLY = "menu_only"
    REFUSE = "refuse"


@dataclass(frozen=True)
class OpeningHours:
    """The openings of one calendar until `known_until`, in order, UTC: pairs of first moment and end.

    What keeps to no calendar is always open.
    """

    calendar_id: str
    queue_ids: tuple[str, ...]
    called_numbers: tuple[str, ...]
    known_until: datetime
    openings: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class CallerWarning:
    """What the pop says of a caller: `vip`, `red` or `black`, and the reason."""

    kind: str
    reason: str = field(repr=False)


@dataclass(frozen=True)
class Treatment:
    """How a caller is treated. Higher `priority` is served first; 0 is everybody's."""

    admission: Admission = Admission.ADMIT
    priority: int = 0
    warnings: tuple[CallerWarning, ...] = ()


NOBODY_SPECIAL = Treatment()


@dataclass(frozen=True)
class TreatmentPeriod:
    """A treatment that holds until that moment (None = for good)."""

    until: datetime | None
    treatment: Treatment


@dataclass(frozen=True)
class MarkedCaller:
    """A caller by the keyed hash of his number; the periods follow one another, after the last he is like others."""

    number_hash: str
    periods: tuple[TreatmentPeriod, ...]


@dataclass(frozen=True)
class KeptPlace:
    """Where a caller who dropped had waited, and since when."""

    queue_id: str
    queued_at: datetime
    promised_contact_id: str = ""
    """The contact that waits to be called back with this place; who calls again instead takes the place over."""


@dataclass(frozen=True)
class DirectoryEntry:
    """Somebody a call can be passed on to; `calendar_id` None = always."""

    entry_id: str
    organisation_id: str
    name: str
    kind: str
    number: str = field(repr=False)
    calendar_id: str | None
