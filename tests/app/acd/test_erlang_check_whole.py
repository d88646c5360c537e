"""The whole check, every case with every seed: about two minutes of one core."""

import pytest

from rexian.app.acd.erlang_cases import all_cases
from rexian.app.acd.erlang_check import check_case, count_comparisons

pytestmark = [pytest.mark.pure, pytest.mark.long, pytest.mark.timeout(900)]

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_waits_follow_the_formulas(seed: int) -> None:
    cases = all_cases()
    family = count_comparisons(cases, SEEDS)
    found = [check_case(case, number, seed, family) for number, case in enumerate(cases)]
    wrong = [comparison for result in found for comparison in result.comparisons if not comparison.ok]
    assert wrong == []
    assert max(result.largest_difference_seconds for result in found) < 1e-3
