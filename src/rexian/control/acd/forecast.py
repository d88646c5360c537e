"""Expected waits, from the engine's own recent hand-outs; and what a queue can say to somebody who wants to enter.

A hand-out counts only when somebody stood in line: then the time between two of them tells how fast agents come free.
The last sixteen or so matter. A line that stands still longer than usual slows the estimate down at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MEMORY = 16
"""How many hand-outs the mean interval looks back, roughly (an exponential mean once so many were seen)."""


class Admission(StrEnum):
    """What a queue can say to a new caller, each with an answer of its own."""

    CLOSED = "closed"
    """Outside its hours."""
    NO_AGENT = "no_agent"
    """Nobody who may serve it is signed in."""
    FULL = "full"
    """All lines are busy: as many wait as may."""
    BUSY = "busy"
    """All agents are busy: one would wait."""
    FREE = "free"
    """An agent is ready."""


@dataclass(frozen=True)
class Forecast:
    """`place` counts from 1; `wait_seconds` from now until an agent answers, None before the first hand-out."""

    place: int
    wait_seconds: float | None


@dataclass(frozen=True)
class QueueFigures:
    """One queue now. `waiting` counts offered contacts too; `longest_since` is the earliest of their entries.

    `staffed` = agents signed in who may serve it, `idle` = those of them who would get an offer at once.
    """

    queue_id: str
    waiting: int
    offered: int
    longest_since: datetime | None
    staffed: int
    idle: int
    is_open: bool
    hand_out_seconds: float | None
    answer_seconds: float


class HandOuts:
    """The recent rate of one queue."""

    __slots__ = ("_answer_seconds", "_answers", "_began", "_count", "_interval_seconds")

    def __init__(self) -> None:
        self._began: datetime | None = None
        self._count = 0
        self._interval_seconds = 0.0
        self._answers = 0
        self._answer_seconds = 0.0

    @property
    def interval_seconds(self) -> float | None:
        """The mean time between two hand-outs while somebody waits; None before the first."""
        return self._interval_seconds if self._count else None

    @property
    def answer_seconds(self) -> float:
        """The mean time from an offer to its answer."""
        return self._answer_seconds

    def line_began(self, now: datetime) -> None:
        """Somebody waits where nobody did."""
        self._began = now

    def shift(self, by: timedelta) -> None:
        """The clock was set to another time."""
        self._began = self._began + by if self._began else None

    def handed_out(self, now: datetime) -> None:
        """One who stood in line was offered."""
        if self._began is None:
            return
        self._count += 1
        seconds = max((now - self._began).total_seconds(), 0.0)
        self._interval_seconds += (seconds - self._interval_seconds) / min(self._count, MEMORY)
        self._began = now

    def answered(self, seconds: float) -> None:
        """An offer was accepted so long after it was made."""
        if self._answers < MEMORY:
            self._answers += 1
        self._answer_seconds += ((seconds if seconds > 0.0 else 0.0) - self._answer_seconds) / self._answers

    def wait_seconds(self, place: int, now: datetime) -> float | None:
        """How long the one at `place` is expected to wait for an answer from now on."""
        if not self._count:
            return None
        interval = self._interval_seconds
        if self._began is not None:
            running = (now - self._began).total_seconds()
            interval += max(running - interval, 0.0) / min(self._count, MEMORY)
        return place * interval + self._answer_seconds
