"""What the page shows of an object's work: calls, errors and times of the last minutes. Prometheus has the rest."""

from collections import Counter, deque
from dataclasses import dataclass

from rexian.kit.clock import Clock
from rexian.object_api.contract import Outcome

WINDOW_SECONDS = 900.0
MOST_CALLS = 5_000

_ERRORS = (Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.FAILED, Outcome.INVALID)


@dataclass(frozen=True)
class Measured:
    """Of the last quarter of an hour, at most 5,000 calls; milliseconds."""

    calls: int
    errors: int
    median_ms: float | None
    p95_ms: float | None
    outcomes: dict[str, int]


class Measures:
    """Of one object."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: deque[tuple[float, Outcome, float]] = deque(maxlen=MOST_CALLS)

    def note(self, outcome: Outcome, seconds: float) -> None:
        self._calls.append((self._clock.monotonic(), outcome, seconds))

    def measured(self) -> Measured:
        since = self._clock.monotonic() - WINDOW_SECONDS
        while self._calls and self._calls[0][0] < since:
            self._calls.popleft()
        outcomes = Counter(outcome for _, outcome, _ in self._calls)
        times = sorted(seconds for _, _, seconds in self._calls)
        return Measured(
            calls=len(times),
            errors=sum(outcomes[outcome] for outcome in _ERRORS),
            median_ms=_share(times, 0.5),
            p95_ms=_share(times, 0.95),
            outcomes={str(outcome): number for outcome, number in sorted(outcomes.items())},
        )


def _share(times: list[float], share: float) -> float | None:
    return round(times[min(int(len(times) * share), len(times) - 1)] * 1000, 1) if times else None
