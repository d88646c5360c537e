"""Decides, purely, which rate is tried next, and which rate was the last clean one.

A search in doubling steps finds the region; then every round climbs a common grid, 10 % from step to step, from just
below what is known to be clean until a step is not. A round whose first step fails goes down instead.
"""

import math
import statistics
from collections.abc import Sequence

GRID_START = 5.0
GRID_FACTOR = 1.1
SEARCH_START = 10.0


def grid_rate(index: int) -> float:
    """The rate of a place on the grid, calls per second; places below 0 lie below `GRID_START`."""
    return round(GRID_START * GRID_FACTOR**index, 2)


def grid_index(rate: float) -> int:
    """The place of the highest grid rate that is not above `rate`, which may itself be a rounded rate of the grid."""
    return math.floor(math.log(rate / GRID_START) / math.log(GRID_FACTOR) + 0.05)


class Search:
    """Doubling from `SEARCH_START` (halving where that is too much), then one step between clean and not clean."""

    def __init__(self, highest_rate: float) -> None:
        self._highest_rate = highest_rate
        self._clean = 0.0
        self._unclean: float | None = None
        self._refined = False

    def next_rate(self) -> float | None:
        """What to try now; None when the region is known."""
        if self._unclean is None:
            rate = self._clean * 2 if self._clean else SEARCH_START
            return rate if rate <= self._highest_rate else None
        if self._clean == 0.0:
            return self._unclean / 2 if self._unclean > 1 else None
        if self._refined:
            return None
        self._refined = True
        return round(math.sqrt(self._clean * self._unclean), 1)

    def tried(self, rate: float, *, clean: bool) -> None:
        """Take in a step's outcome."""
        if clean:
            self._clean = max(self._clean, rate)
        else:
            self._unclean = rate

    @property
    def clean_rate(self) -> float:
        """The highest clean rate so far; 0 when none was."""
        return self._clean


class Climb:
    """One round of one system, from a rate that is believed to be clean."""

    def __init__(self, start_rate: float, highest_rate: float) -> None:
        self._index = grid_index(max(start_rate, 0.5))
        self._highest_rate = highest_rate
        self._clean_index: int | None = None
        self._failed = False
        self.finished = False

    def next_rate(self) -> float | None:
        """What to try now; None when the round is over."""
        rate = grid_rate(self._index)
        if self.finished or rate > self._highest_rate or rate < 0.5:
            self.finished = True
            return None
        return rate

    def tried(self, *, clean: bool) -> None:
        """Take in the outcome of the rate that `next_rate` gave."""
        if clean:
            self._clean_index = self._index
            self._index += 1
            self.finished = self._failed
        else:
            self._index -= 1
            self.finished = self._clean_index is not None
            self._failed = True

    @property
    def clean_rate(self) -> float:
        """The last clean rate of the round; 0 when none was."""
        return 0.0 if self._clean_index is None else grid_rate(self._clean_index)


def rising_clean_rate(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Of steps that were given by hand, in rising order: the last clean rate before the first that was not."""
    clean_rate = 0.0
    for rate, clean in sorted(outcomes):
        if not clean:
            break
        clean_rate = rate
    return clean_rate


def middle(rates: Sequence[float]) -> float:
    """The median of the rounds; of two rounds the lower."""
    return statistics.median_low(rates) if rates else 0.0
