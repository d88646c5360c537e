"""Time as an argument: nothing in the project reads the machine's clock except through a Clock."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

import orjson


class Clock(Protocol):
    """Where time comes from. `now` is wall-clock UTC, `monotonic` only measures spans (seconds)."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class ManualClock:
    """A clock that moves only when told to: simulation, replay and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._elapsed_seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._elapsed_seconds

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._elapsed_seconds += seconds


def utc_text(moment: datetime) -> str:
    """`moment.isoformat()` of a time in UTC, in a third of its time: events are full of them."""
    return orjson.dumps(moment)[1:-1].decode()
