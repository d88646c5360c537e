"""Erlang A: callers who give up after an exponential patience, M/M/m+M (C. Palm 1946; Mandelbaum and Zeltyn 2007).

With `x` the time a caller with endless patience would wait (the offered wait), its density is proportional to
g(x) = exp(λ/θ (1 - exp(-θx)) - mμx); all figures are integrals of it. Pure; callers who wait for ever or not at all are
in `erlang`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rexian.analysis.traffic.erlang import erlang_b

STEPS = 1000
"""Intervals of Simpson's rule; even."""
NEGLIGIBLE = 40.0
"""g(x) below exp(-this) of its peak is left out."""


@dataclass(frozen=True)
class ImpatientLine:
    """Agents and callers who give up; mean patience and mean handling time in seconds, load in erlang."""

    servers: int
    load: float
    handling_seconds: float
    patience_seconds: float

    @property
    def waiting_share(self) -> float:
        """The share of callers who are not answered at once."""
        return self._weight(0.0, self._horizon)

    @property
    def abandoned_share(self) -> float:
        """The share of callers who give up."""
        return self._weight(0.0, self._horizon, lambda x: -math.expm1(-x / self.patience_seconds))

    @property
    def mean_wait_seconds(self) -> float:
        """The mean wait of all callers, those who gave up included."""
        return self.abandoned_share * self.patience_seconds

    @property
    def mean_answered_wait_seconds(self) -> float:
        """ASA: the mean wait of those who were answered."""
        waits = self._weight(0.0, self._horizon, lambda x: x * math.exp(-x / self.patience_seconds))
        return waits / (1.0 - self.abandoned_share)

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy."""
        return self.load * (1.0 - self.abandoned_share) / self.servers

    def service_level(self, within_seconds: float) -> float:
        """The share of all callers who are answered within this time: AT / (A + AB)."""
        soon = self._weight(0.0, within_seconds, lambda x: math.exp(-x / self.patience_seconds))
        return 1.0 - self.waiting_share + soon

    @cached_property
    def _horizon(self) -> float:
        """From here on the offered wait is as good as impossible."""
        end = self.handling_seconds / self.servers
        while self._exponent(end) > self._peak - NEGLIGIBLE:
            end *= 1.5
        return end

    @cached_property
    def _peak(self) -> float:
        """The largest exponent of g: at 0 unless more calls come than the agents can serve."""
        excess = self.load / self.servers
        at = self.patience_seconds * math.log(excess) if excess > 1.0 else 0.0
        return self._exponent(at)

    @cached_property
    def _total(self) -> float:
        """What makes the densities and the chance of an agent at once sum to 1, in units of exp(peak)."""
        arrivals_per_second = self.load / self.handling_seconds
        at_once = math.exp(-self._peak) / erlang_b(self.servers - 1, self.load)
        return at_once + arrivals_per_second * self._integral(0.0, self._horizon, lambda x: 1.0)

    def _exponent(self, x: float) -> float:
        patience, handling = self.patience_seconds, self.handling_seconds
        return self.load * patience / handling * -math.expm1(-x / patience) - self.servers * x / handling

    def _weight(self, low: float, high: float, of: Callable[[float], float] = lambda x: 1.0) -> float:
        """The expectation of `of`(offered wait) over callers whose offered wait lies between low and high, not 0."""
        return self.load / self.handling_seconds * self._integral(low, min(high, self._horizon), of) / self._total

    def _integral(self, low: float, high: float, of: Callable[[float], float]) -> float:
        """Simpson's rule over of(x) g(x) / exp(peak)."""
        width = (high - low) / STEPS
        total = 0.0
        for step in range(STEPS + 1):
            x = low + step * width
            factor = 1 if step in (0, STEPS) else 4 if step % 2 else 2
            total += factor * of(x) * math.exp(self._exponent(x) - self._peak)
        return total * width / 3
