"""What others may know of the directory."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What sort of person or place an entry is."""

    DEPARTMENT = "department"
    LEADER = "leader"
    BANK_CLERK = "bank_clerk"
    BRANCH = "branch"
    PARTNER = "partner"
    """Another hotline or authority: 12345, a bank's line."""
    OTHER = "other"


@dataclass(frozen=True)
class EntryContent:
    """What is set of an entry. Its hours are those of a calendar; without one it can always be called."""

    name: str
    kind: EntryKind
    number: str = field(repr=False)
    calendar_id: str | None


@dataclass(frozen=True)
class Entry:
    """A stored entry; a target for transfers and overflow."""

    entry_id: str
    organisation_id: str
    version: int
    content: EntryContent
    retired_at: datetime | None
