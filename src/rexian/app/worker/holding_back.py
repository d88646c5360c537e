"""Calls come first: while they need the processors, recordings that could be stored wait in the spool for a while.

Storing a recording takes as long as a third of all else that its call costs, and nothing of it is asked for at once. So
in a rush it waits, but never longer than is said: a rush that lasts longer pays for the recordings of its beginning.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import psutil

from rexian.kit.clock import Clock

LOOK_SECONDS = 1.0
"""Shorter looks see single calls."""

ROOM = 0.25
"""Less than this share of all processors left by others is a rush."""


@dataclass(frozen=True)
class ProcessorSeconds:
    """Since some beginning: of all processors together, of them idle, of them used by this process."""

    total: float
    idle: float
    own: float


def processor_seconds() -> ProcessorSeconds:
    """As the machine counts them."""
    times = psutil.cpu_times()
    idle = times.idle + times.iowait
    used = times.user + times.nice + times.system + times.irq + times.softirq + times.steal
    return ProcessorSeconds(idle + used, idle, time.process_time())


class HoldingBack:
    """`rush` is what the last look has found. `longest_seconds` 0 = nothing is ever held back."""

    def __init__(
        self, longest_seconds: float, clock: Clock, read: Callable[[], ProcessorSeconds] = processor_seconds
    ) -> None:
        self._longest = timedelta(seconds=longest_seconds)
        self._clock = clock
        self._read = read
        self._seen = read()
        self._seen_at = clock.monotonic()
        self.rush = False

    def overdue(self) -> timedelta:
        """How long what could be stored must have waited to be stored now."""
        if self._clock.monotonic() - self._seen_at >= LOOK_SECONDS:
            self._look()
        return self._longest if self.rush else timedelta()

    def _look(self) -> None:
        """What this process itself uses counts as room: working off what has waited is no rush."""
        now = self._read()
        total = now.total - self._seen.total
        left = (now.idle - self._seen.idle) + (now.own - self._seen.own)
        self.rush = self._longest > timedelta() and total > 0 and left / total < ROOM
        self._seen, self._seen_at = now, self._clock.monotonic()
