"""The simulation's results as one JSON object, and the verdict of the check."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rexian.app.acd.erlang_check import FAMILY_CONFIDENCE, WIDEST, CaseResult, Comparison
from rexian.app.acd.plan import DayPlan
from rexian.app.acd.strategies import StrategyResult


def strategies_json(
    plan: DayPlan, results: Sequence[StrategyResult], seeds: Sequence[int], took_seconds: float
) -> dict[str, Any]:
    """Every figure of every rule."""
    calls = sum(result.figures.all.offered for result in results)
    return {
        "day": plan.day.isoformat(),
        "seeds": list(seeds),
        "service_level_within_seconds": plan.within_seconds,
        "strategies": {result.name: asdict(result.figures) for result in results},
        "calls": calls,
        "took_s": round(took_seconds, 2),
        "calls_per_minute": round(calls / took_seconds * 60) if took_seconds else None,
    }


@dataclass(frozen=True)
class CheckReport:
    """All comparisons of a check."""

    results: Sequence[CaseResult]
    seeds: Sequence[int]
    took_seconds: float
    cpu_seconds: float

    @property
    def comparisons(self) -> list[Comparison]:
        """Of all cases and seeds."""
        return [comparison for result in self.results for comparison in result.comparisons]

    @property
    def failed(self) -> list[Comparison]:
        """Those whose interval does not hold the formula's value, or is too wide."""
        return [comparison for comparison in self.comparisons if not comparison.ok]

    @property
    def ok(self) -> bool:
        """Whether all hold."""
        return not self.failed

    @property
    def widest(self) -> float:
        """The largest half-width by the expected value."""
        return max(comparison.relative_half_width for comparison in self.comparisons)

    @property
    def largest_difference_seconds(self) -> float:
        """The largest difference of one wait between engine and recursion."""
        return max(result.largest_difference_seconds for result in self.results)

    def sentence(self) -> str:
        """The verdict for a person."""
        engine_calls = sum(result.engine_calls for result in self.results)
        return (
            f"{len(self.comparisons) - len(self.failed)} of {len(self.comparisons)} hold"
            f" (family-wise {FAMILY_CONFIDENCE:.0%}, widest half-width {self.widest:.2%}, limit {WIDEST:.0%});"
            f" the engine decided {engine_calls} calls, no wait off the recursion's by more than"
            f" {self.largest_difference_seconds * 1e6:.0f} µs; {self.took_seconds:.0f} s,"
            f" {self.cpu_seconds:.0f} s of one core"
        )

    def as_json(self) -> dict[str, Any]:
        """The whole check."""
        return {
            "ok": self.ok,
            "family_confidence": FAMILY_CONFIDENCE,
            "comparisons": len(self.comparisons),
            "failed": len(self.failed),
            "widest_half_width": self.widest,
            "half_width_limit": WIDEST,
            "seeds": list(self.seeds),
            "took_s": round(self.took_seconds, 1),
            "cpu_s": round(self.cpu_seconds, 1),
            "engine_calls": sum(result.engine_calls for result in self.results),
            "reference_calls": sum(result.reference_calls for result in self.results),
            "largest_wait_difference_s": self.largest_difference_seconds,
            "cases": [_comparison_json(comparison) for comparison in self.comparisons],
        }


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "case": comparison.case.name,
        "seed": comparison.seed,
        "figure": comparison.measure.value,
        "expected": comparison.expected,
        "measured": comparison.estimate.mean,
        "half_width": comparison.estimate.half_width,
        "relative_half_width": comparison.relative_half_width,
        "engine_alone": comparison.engine_alone,
        "ok": comparison.ok,
    }
