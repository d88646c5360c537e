"""The nightly check: what was to be recorded on a day, and what of it is there. Spans are seconds, times UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class ExpectedRecording:
    """A segment that was to be recorded, as the facts tell it: nothing of it comes from the recording itself."""

    recording_id: str
    contact_id: str
    segment_id: str
    agent_id: str | None
    started_at: datetime
    blocks: int
    expected_seconds: float


@dataclass(frozen=True)
class Expectation:
    """All segments of a day that were to be recorded and are over; `unfinished`: how many are not over yet."""

    segments: tuple[ExpectedRecording, ...]
    unfinished: int


class Fault(StrEnum):
    """Why a recording is not complete."""

    MISSING = "missing"
    """There was to be one, and nobody knows of it."""
    NOT_STORED = "not_stored"
    FAILED = "failed"
    SHORT = "short"
    FILE_MISSING = "file_missing"
    ALTERED = "altered"
    """The stored file is not the one that was stored: its hash is another."""


@dataclass(frozen=True)
class Incomplete:
    """One recording that is not complete."""

    recording_id: str
    contact_id: str
    segment_id: str
    agent_id: str | None
    fault: Fault
    expected_seconds: float
    captured_seconds: float | None


@dataclass(frozen=True)
class CheckReport:
    """A day's check. `deleted`: those whose time of keeping is over; they count nowhere else."""

    day: date
    checked_at: datetime
    segments: int
    complete: int
    deleted: int
    unfinished: int
    expected_seconds: float
    captured_seconds: float
    incomplete: tuple[Incomplete, ...]

    @property
    def share_complete(self) -> float:
        """1 where nothing was to be recorded."""
        return self.complete / self.segments if self.segments else 1.0

    def as_json(self) -> Mapping[str, Any]:
        """For programs."""
        return {
            "day": self.day.isoformat(),
            "checked_at": self.checked_at.isoformat(),
            "segments": self.segments,
            "complete": self.complete,
            "share_complete": round(self.share_complete, 6),
            "deleted": self.deleted,
            "unfinished": self.unfinished,
            "expected_seconds": round(self.expected_seconds, 3),
            "captured_seconds": round(self.captured_seconds, 3),
            "incomplete": [{**vars(found), "fault": str(found.fault)} for found in self.incomplete],
        }
