"""Takes a failing object out of service for a while, so that callers are not kept waiting for what will fail.

Closed: everything passes. Open after `limit` failures within `window_seconds`: nothing passes for `open_seconds`. Then
half-open: one trial at a time; its success closes the breaker, its failure opens it again.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from rexian.kit.clock import Clock


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class BreakerSettings:
    """A trial that has no outcome after `trial_seconds` makes room for the next one."""

    limit: int = 5
    window_seconds: float = 30.0
    open_seconds: float = 10.0
    trial_seconds: float = 5.0


class Breaker:
    """Of one object; not for several threads."""

    def __init__(self, clock: Clock, settings: BreakerSettings | None = None) -> None:
        self._clock = clock
        self._settings = settings or BreakerSettings()
        self._failures: deque[float] = deque()
        self._opened_at: float | None = None
        self._trial_at: float | None = None

    @property
    def state(self) -> BreakerState:
        if self._opened_at is None:
            return BreakerState.CLOSED
        waited_seconds = self._clock.monotonic() - self._opened_at
        return BreakerState.OPEN if waited_seconds < self._settings.open_seconds else BreakerState.HALF_OPEN

    def lets_pass(self) -> bool:
        """Whether a query may go on now; half-open, this takes the trial."""
        if self.state is not BreakerState.HALF_OPEN:
            return self.state is BreakerState.CLOSED
        now = self._clock.monotonic()
        if self._trial_at is not None and now - self._trial_at < self._settings.trial_seconds:
            return False
        self._trial_at = now
        return True

    def succeeded(self) -> None:
        """A query was answered. While open this is a late answer from before, and changes nothing."""
        if self.state is BreakerState.HALF_OPEN:
            self._opened_at = self._trial_at = None
            self._failures.clear()

    def failed(self) -> None:
        """A query timed out, or the object failed under it."""
        now = self._clock.monotonic()
        if self.state is BreakerState.HALF_OPEN:
            self._open(now)
            return
        self._failures.append(now)
        while self._failures and now - self._failures[0] > self._settings.window_seconds:
            self._failures.popleft()
        if self._opened_at is None and len(self._failures) >= self._settings.limit:
            self._open(now)

    def put_back(self) -> None:
        """An operator says that it may be tried again; what failed before is forgotten."""
        self._opened_at = self._trial_at = None
        self._failures.clear()

    def take_out(self) -> None:
        """It cannot even be asked."""
        self._open(self._clock.monotonic())

    def _open(self, now: float) -> None:
        self._opened_at, self._trial_at = now, None
        self._failures.clear()
