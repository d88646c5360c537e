"""What the command line asks for."""

import pytest

from rexian.app.bench.wanted import StepsNotUnderstood, wanted_from

pytestmark = pytest.mark.pure


def test_a_full_run_is_three_rounds_of_twenty_seconds() -> None:
    wanted = wanted_from("", seconds=None, rounds=None, quick=False)
    assert (wanted.rates, wanted.seconds, wanted.rounds) == ((), 20.0, 3)
    assert wanted.limit_seconds <= 900


def test_a_quick_run_is_one_round_in_under_four_minutes() -> None:
    wanted = wanted_from("", seconds=None, rounds=None, quick=True)
    assert wanted.rounds == 1
    assert wanted.limit_seconds < 240


def test_what_is_given_wins() -> None:
    wanted = wanted_from("10, 11,12.1", seconds=5, rounds=2, quick=True)
    assert (wanted.rates, wanted.seconds, wanted.rounds) == ((10.0, 11.0, 12.1), 5, 2)


@pytest.mark.parametrize("steps", ["ten", "0", "10,-1", "nan", "inf"])
def test_steps_that_are_no_rates_are_refused(steps: str) -> None:
    with pytest.raises(StepsNotUnderstood):
        wanted_from(steps, seconds=None, rounds=None, quick=False)
