"""The textbook's line: first come, first served, by so many equal servers, as a recursion of two lines.

Whoever comes is served by the server who is free first (Kiefer and Wolfowitz), unless the patience ends before. It
shares no code with the engine and is some thousand times faster, because many independent lines go forward at once, one
call each at a step. The check of the engine uses it twice: on the same callers as the engine, wait by wait, and on as
many other callers as a narrow interval needs.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]

RELAXATIONS = 10.0
"""A line that began empty has forgotten it after so many relaxation times: e to the minus this is left of it."""


@dataclass(frozen=True)
class Line:
    """Exponential gaps and handling times; `patience_seconds` is a mean too, or infinite, or 0."""

    servers: int
    load: float
    handling_seconds: float
    patience_seconds: float

    @property
    def gap_seconds(self) -> float:
        """The mean time between two callers."""
        return self.handling_seconds / self.load

    @property
    def warm_up_calls(self) -> int:
        """How many callers are dropped at the beginning."""
        relaxation = 1.0 / (math.sqrt(self.servers) - math.sqrt(self.load)) ** 2
        if not math.isinf(self.patience_seconds):
            relaxation = min(relaxation, max(self.patience_seconds / self.handling_seconds, 1.0) * 4)
        return math.ceil(RELAXATIONS * max(relaxation, 1.0) * self.load)


@dataclass(frozen=True)
class Calls:
    """The callers of many lines: one row a call, one column a line."""

    gaps: Figures
    handling: Figures
    patience: Figures

    def after(self, row: int) -> "Calls":
        """Without the first rows."""
        return Calls(self.gaps[row:], self.handling[row:], self.patience[row:])


def draw(line: Line, calls: int, lines: int, chance: np.random.Generator) -> Calls:
    """So many callers for each of so many lines."""
    shape = (calls, lines)
    gaps = chance.standard_exponential(shape) * line.gap_seconds
    handling = chance.standard_exponential(shape) * line.handling_seconds
    if math.isinf(line.patience_seconds):
        return Calls(gaps, handling, np.broadcast_to(np.inf, shape))
    return Calls(gaps, handling, chance.standard_exponential(shape) * line.patience_seconds)


class Servers:
    """The servers of all lines. `free` holds, in order for each line, when they will be free."""

    def __init__(self, servers: int, lines: int) -> None:
        self._free: Figures = np.zeros((servers, lines))
        self._pushed: Figures = np.empty((servers, lines))
        self._now: Figures = np.zeros(lines)

    def offered_waits(self, calls: Calls, *, impatient: bool) -> Figures:
        """How long each next caller would wait with endless patience. Those with less leave unserved."""
        free, pushed, now = self._free, self._pushed, self._now
        waits = np.empty_like(calls.gaps)
        for number, wait in enumerate(waits):
            now += calls.gaps[number]
            np.subtract(free[0], now, out=wait)
            np.maximum(wait, 0.0, out=wait)
            busy_until = now + wait + calls.handling[number]
            if impatient:
                busy_until = np.where(wait > calls.patience[number], free[0], busy_until)
            np.maximum(free, busy_until, out=pushed)
            np.minimum(pushed[:-1], free[1:], out=free[:-1])
            free[-1] = pushed[-1]
        return waits
