"""How sure the mean of independent results is: Student's interval, and many of them at once (Bonferroni).

Pure. Results must be independent and of one distribution: means of separate runs, or of batches far longer than the
memory of the process.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, variance

from rexian.analysis.traffic.errors import NotPositive

FEWEST_RESULTS = 8
"""Below this the quantile's expansion is not good enough for the far tails that many comparisons need."""


@dataclass(frozen=True)
class Estimate:
    """A mean and the half-width of its two-sided interval."""

    mean: float
    half_width: float

    def holds(self, value: float) -> bool:
        """Whether the interval contains this value."""
        return abs(self.mean - value) <= self.half_width


@dataclass(frozen=True)
class Moments:
    """What an interval needs of a sample: how many independent results, their mean and their variance."""

    count: int
    mean: float
    variance: float

    @classmethod
    def of(cls, results: Sequence[float]) -> "Moments":
        """Of two results or more."""
        if len(results) < 2:
            raise NotPositive(results=len(results))
        return cls(len(results), fmean(results), variance(results))


def estimate_of_sum(parts: Sequence[Moments], error: float) -> Estimate:
    """The sum of independent means, wrong with probability `error` at most (Welch's degrees of freedom)."""
    squares = [part.variance / part.count for part in parts]
    total = sum(squares)
    if total == 0.0:
        return Estimate(sum(part.mean for part in parts), 0.0)
    freedom = total**2 / sum(
        square**2 / (part.count - 1) for part, square in zip(parts, squares, strict=True) if square
    )
    half_width = student_quantile(1.0 - error / 2, freedom) * math.sqrt(total)
    return Estimate(sum(part.mean for part in parts), half_width)


def error_of_each(family_confidence: float, comparisons: int) -> float:
    """The error that each of so many intervals may have, so that all hold together with this confidence."""
    return (1.0 - family_confidence) / comparisons


def student_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's t by the expansion around the normal one (Abramowitz and Stegun 26.7.5)."""
    if freedom < FEWEST_RESULTS - 1:
        raise NotPositive(degrees_of_freedom=round(freedom, 1))
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))
