"""The check itself: it holds where the engine is right, and it can fail."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rexian.app.acd import erlang_check
from rexian.app.acd.engine_line import EngineLines
from rexian.app.acd.erlang_cases import Case, Measure, all_cases
from rexian.app.acd.erlang_check import CaseResult, check_case, count_comparisons
from rexian.app.acd.reference import Calls, Figures

pytestmark = pytest.mark.pure


def small_case() -> Case:
    """Erlang C of one agent at half load."""
    return all_cases()[0]


def measured(result: CaseResult) -> dict[Measure, Any]:
    return {comparison.measure: comparison for comparison in result.comparisons}


def test_every_case_of_the_trade_is_there() -> None:
    cases = all_cases()
    kinds = [case.name[0] for case in cases]
    assert {kind: kinds.count(kind) for kind in "BCA"} == {"B": 11, "C": 9, "A": 9}
    by_name = {case.name: case.expected for case in cases}
    assert by_name["C(5, 3)"][Measure.WAITING] == pytest.approx(81 / 343)
    assert by_name["B(30, 20.3373)"][Measure.ABANDONED] == pytest.approx(0.01)
    assert by_name["C(55, 48)"][Measure.SERVICE_LEVEL] == pytest.approx(0.8459, abs=5e-5)
    assert by_name["C(14, 10)"][Measure.MEAN_WAIT] == pytest.approx(7.84, abs=5e-3)
    assert count_comparisons(cases, (1, 2, 3)) == 309


def test_a_right_formula_holds_and_a_wrong_one_does_not() -> None:
    case = small_case()
    assert all(comparison.ok for comparison in check_case(case, 0, 1, 309).comparisons)
    wrong = replace(case, expected=dict(case.expected) | {Measure.MEAN_WAIT: case.expected[Measure.MEAN_WAIT] * 1.05})
    found = measured(check_case(wrong, 0, 1, 309))
    assert not found[Measure.MEAN_WAIT].ok
    assert found[Measure.OCCUPANCY].ok


def test_an_engine_that_lets_callers_wait_longer_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits, waits 20 s more: few calls of the engine show it, though most of the mean is the recursion's."""

    class SlowLines(EngineLines):
        def serve(self, calls: Calls) -> tuple[Figures, Figures]:
            waits, served = super().serve(calls)
            return np.where(waits > 0.0, waits + 20.0, waits), served

    monkeypatch.setattr(erlang_check, "EngineLines", SlowLines)
    found = check_case(small_case(), 0, 1, 309)
    assert found.largest_difference_seconds == pytest.approx(20.0, abs=1e-3)
    assert not measured(found)[Measure.MEAN_WAIT].ok
    assert not measured(found)[Measure.SERVICE_LEVEL].ok
