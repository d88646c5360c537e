"""The check of the simulation and with it of the engine: do its waits follow the formulas where formulas exist?

An interval of 2 % around the mean wait of 55 agents takes a hundred million calls: more than any routing engine
decides in minutes. So each figure is measured in two parts, added up: the mean of the textbook's recursion over very
many calls, and the mean difference between engine and recursion on the same callers. The sum is unbiased whatever the
engine does (control variates with an estimated mean): a fault of the engine shows in the difference, and the spread of
the difference widens the interval. No formula enters but for the comparison. Lines are independent, begin empty, and
drop their warm-up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rexian.analysis.traffic.confidence import Estimate, Moments, error_of_each, estimate_of_sum
from rexian.app.acd.engine_line import EngineLines
from rexian.app.acd.erlang_cases import Case, Measure
from rexian.app.acd.reference import Calls, Figures, Servers, draw

FAMILY_CONFIDENCE = 0.99
WIDEST = 0.02
"""A half-width above this share of the expected value proves too little."""
LINES = 1024
BLOCK = 128
"""Random numbers are drawn for so many calls of each line at a time."""
ENGINE_LINES = 16
ENGINE_CALLS = 400
"""Calls of each line of the engine after its warm-up."""

Told = Callable[[float], None]
"""How much of a case is done, from 0 to 1."""


@dataclass(frozen=True)
class Comparison:
    """One figure of one case with one seed. `engine_alone` is its mean over the engine's few calls."""

    seed: int
    case: Case
    measure: Measure
    estimate: Estimate
    engine_alone: float

    @property
    def expected(self) -> float:
        return self.case.expected[self.measure]

    @property
    def relative_half_width(self) -> float:
        return self.estimate.half_width / self.expected

    @property
    def ok(self) -> bool:
        """The interval holds the formula's value, and is narrow enough to mean something."""
        return self.estimate.holds(self.expected) and self.relative_half_width <= WIDEST


@dataclass(frozen=True)
class CaseResult:
    """All figures of a case with one seed. `largest_difference_seconds`: of one wait, engine against recursion."""

    case: Case
    seed: int
    comparisons: tuple[Comparison, ...]
    engine_calls: int
    reference_calls: int
    largest_difference_seconds: float


def count_comparisons(cases: Sequence[Case], seeds: Sequence[int]) -> int:
    """How many intervals must hold together."""
    return sum(len(case.expected) for case in cases) * len(seeds)


def check_case(case: Case, number: int, seed: int, comparisons: int, tell: Told = lambda share: None) -> CaseResult:
    """Measure one case; `number` keeps the random numbers of cases apart, `comparisons` is the size of the family."""
    same, others = np.random.SeedSequence([seed, number]).spawn(2)
    on_same = _on_same_callers(case, np.random.default_rng(same))
    many = _reference_means(case, np.random.default_rng(others), tell)
    error = error_of_each(FAMILY_CONFIDENCE, comparisons)
    found = tuple(
        Comparison(
            seed,
            case,
            measure,
            estimate_of_sum((Moments.of(many[measure]), Moments.of(on_same.differences[measure])), error),
            float(np.mean(on_same.engine[measure])),
        )
        for measure in case.expected
    )
    window = _window(case)
    return CaseResult(case, seed, found, on_same.calls, window * LINES, on_same.largest_difference_seconds)


@dataclass(frozen=True)
class _OnSameCallers:
    """Means of each line: of the engine, and engine less recursion."""

    engine: Mapping[Measure, list[float]]
    differences: Mapping[Measure, list[float]]
    calls: int
    largest_difference_seconds: float


def _on_same_callers(case: Case, chance: np.random.Generator) -> _OnSameCallers:
    """Let engine and recursion serve the same callers."""
    line, warm_up = case.line, case.line.warm_up_calls
    calls = draw(line, warm_up + ENGINE_CALLS, ENGINE_LINES, chance)
    offered = Servers(line.servers, ENGINE_LINES).offered_waits(calls, impatient=True)
    waits, served = EngineLines(line).serve(calls)
    kept = calls.after(warm_up)
    by_engine = _means(case, waits[warm_up:], served[warm_up:], kept)
    expected = _means(case, *_actual(offered[warm_up:], kept), kept)
    differences = {measure: (by_engine[measure] - expected[measure]).tolist() for measure in case.expected}
    return _OnSameCallers(
        engine={measure: by_engine[measure].tolist() for measure in case.expected},
        differences=differences,
        calls=calls.gaps.size,
        largest_difference_seconds=float(np.abs(waits - np.minimum(offered, calls.patience)).max()),
    )


def _reference_means(case: Case, chance: np.random.Generator, tell: Told) -> dict[Measure, list[float]]:
    """The recursion on very many callers: the means of each line."""
    servers, window = Servers(case.line.servers, LINES), _window(case)
    impatient = Measure.ABANDONED in case.expected
    for size in _blocks(case.line.warm_up_calls):
        servers.offered_waits(draw(case.line, size, LINES, chance), impatient=impatient)
    sums = {measure: np.zeros(LINES) for measure in case.expected}
    done = 0
    for size in _blocks(window):
        calls = draw(case.line, size, LINES, chance)
        offered = servers.offered_waits(calls, impatient=impatient)
        means = _means(case, *_actual(offered, calls), calls)
        for measure, total in sums.items():
            total += means[measure] * size
        done += size
        tell(done / window)
    return {measure: (total / window).tolist() for measure, total in sums.items()}


def _window(case: Case) -> int:
    return round(case.million_calls * 1e6 / LINES)


def _blocks(calls: int) -> Iterator[int]:
    for begin in range(0, calls, BLOCK):
        yield min(BLOCK, calls - begin)


def _actual(offered: Figures, calls: Calls) -> tuple[Figures, Figures]:
    """How long each caller did wait, and whether it was served (1.0) or gave up (0.0)."""
    return np.minimum(offered, calls.patience), (offered <= calls.patience).astype(np.float64)


def _means(case: Case, waits: Figures, served: Figures, calls: Calls) -> dict[Measure, Figures]:
    """The figures of each line that the case compares. Occupancy is by the time its callers take on the mean."""
    return {measure: _of_each(case, measure, waits, served, calls).mean(axis=0) for measure in case.expected}


def _of_each(case: Case, measure: Measure, waits: Figures, served: Figures, calls: Calls) -> Figures:
    """The figure of each call whose mean is compared."""
    match measure:
        case Measure.WAITING:
            return (waits > 0.0).astype(np.float64)
        case Measure.ABANDONED:
            return 1.0 - served
        case Measure.MEAN_WAIT:
            return waits
        case Measure.SERVICE_LEVEL:
            return served * (waits <= case.within_seconds)
        case Measure.OCCUPANCY:
            return served * calls.handling / (case.line.servers * case.line.gap_seconds)
