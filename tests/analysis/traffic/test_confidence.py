"""Intervals: the quantiles of the tables, and that they hold as often as they say."""

import random

import pytest

from rexian.analysis.traffic.confidence import Moments, error_of_each, estimate_of_sum, student_quantile
from rexian.analysis.traffic.errors import NotPositive

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("probability", "freedom", "tabled"),
    [(0.975, 10, 2.228), (0.995, 20, 2.845), (0.9995, 30, 3.646), (0.9995, 60, 3.460), (0.99995, 100, 4.053)],
)
def test_quantiles_are_those_of_the_tables(probability: float, freedom: float, tabled: float) -> None:
    assert student_quantile(probability, freedom) == pytest.approx(tabled, abs=4e-3)


def test_few_results_give_no_interval() -> None:
    with pytest.raises(NotPositive):
        student_quantile(0.9999, 3)


def test_intervals_hold_as_often_as_they_say() -> None:
    chance = random.Random(1)
    held = 0
    for _ in range(2000):
        first = Moments.of([chance.expovariate(1.0) for _ in range(60)])
        second = Moments.of([chance.gauss(2.0, 0.5) for _ in range(20)])
        held += estimate_of_sum((first, second), error=0.05).holds(3.0)
    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_results_that_never_differ_have_no_width() -> None:
    assert estimate_of_sum((Moments(40, 0.25, 0.0),), error=0.01).half_width == 0.0


def test_the_family_shares_the_error() -> None:
    assert error_of_each(0.99, 50) == pytest.approx(0.0002)
