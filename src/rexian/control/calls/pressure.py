"""Whether Asterisk keeps up: decides by how long requests take when new calls are to be turned away, and until when.

Told of each request by the ARI client (a ping comes in every second at least), asked by call control for each call that
comes in. Pure but for the clock. A call that is turned away costs one request, a call that is taken dozens; those who
talk or wait already are served on.
"""

from collections import deque
from dataclasses import dataclass

from rexian.kit.clock import Clock

MOST_REMEMBERED = 5000


@dataclass(frozen=True)
class PressureLimits:
    """High: at least `share` of the last `window_seconds`' requests, and no fewer than `least`, took `slow_seconds`
    (0 = never high). It is over when fewer than a tenth of them did."""

    slow_seconds: float = 1.0
    window_seconds: float = 8.0
    share: float = 0.5
    least: int = 3


class Pressure:
    """What the requests of the last seconds say."""

    def __init__(self, clock: Clock, limits: PressureLimits | None = None) -> None:
        self._clock = clock
        self._limits = limits or PressureLimits()
        self._requests: deque[tuple[float, bool]] = deque(maxlen=MOST_REMEMBERED)
        self._slow = 0
        self._is_high = False

    def note(self, seconds: float) -> None:
        """A request has been answered, or given up, after so long."""
        if self._limits.slow_seconds <= 0:
            return
        if len(self._requests) == MOST_REMEMBERED:
            self._forget_first()
        is_slow = seconds >= self._limits.slow_seconds
        self._requests.append((self._clock.monotonic(), is_slow))
        self._slow += is_slow

    def begin_anew(self) -> None:
        """Asterisk was away and is back: how slow it was before, or how its requests failed, says nothing of it now."""
        self._requests.clear()
        self._slow, self._is_high = 0, False

    @property
    def is_high(self) -> bool:
        """Whether new calls are to be turned away now."""
        begin = self._clock.monotonic() - self._limits.window_seconds
        while self._requests and self._requests[0][0] < begin:
            self._forget_first()
        if self._is_high:
            self._is_high = self._slow * 10 >= max(len(self._requests), 1)
        else:
            self._is_high = self._slow >= max(self._limits.least, self._limits.share * len(self._requests))
        return self._is_high

    def _forget_first(self) -> None:
        _, was_slow = self._requests.popleft()
        self._slow -= was_slow
