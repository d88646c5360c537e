"""The figures of a day, by hand."""

import pytest

from rexian.app.acd.measures import day_figures
from rexian.app.acd.trace import AgentTime, Stay, StayOutcome, Trace
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.pure


def stay(number: int, at: float, wait: float, outcome: StayOutcome, expected: float | None = None) -> Stay:
    answered = outcome is StayOutcome.ANSWERED
    return Stay(f"c{number}", "q", at, outcome, at + wait, at + wait if answered else None, expected_seconds=expected)


def agent(talking: float, wrap_up: float, ready: float, answered: int) -> AgentTime:
    return AgentTime({AgentState.TALKING: talking, AgentState.WRAP_UP: wrap_up, AgentState.READY: ready}, answered)


def test_shares_and_waits_follow_their_definitions() -> None:
    stays = [
        stay(1, 0.0, 0.0, StayOutcome.ANSWERED),
        stay(2, 10.0, 40.0, StayOutcome.ANSWERED, expected=30.0),
        stay(3, 20.0, 10.0, StayOutcome.ANSWERED, expected=14.0),
        stay(4, 30.0, 3.0, StayOutcome.ABANDONED),
        stay(5, 40.0, 60.0, StayOutcome.OVERFLOWED),
    ]
    figures = day_figures([Trace(stays)], within_seconds=15.0).all
    assert (figures.offered, figures.answered, figures.abandoned, figures.overflowed) == (5, 3, 1, 1)
    assert figures.short_abandoned == 1
    assert figures.service_level == pytest.approx(2 / 4)  # AT / (A + AB)
    assert figures.answer_rate == pytest.approx(3 / 5)  # A / O
    assert figures.mean_answer_seconds == pytest.approx(50 / 3)
    assert figures.longest_wait_seconds == 60.0
    assert figures.overtaken_share == pytest.approx(1 / 4)  # the second saw the third served before
    assert figures.forecast is not None
    assert (figures.forecast.callers, figures.forecast.bias_seconds) == (2, -3.0)
    assert figures.forecast.mean_error_seconds == 7.0


def test_the_load_of_those_who_were_there() -> None:
    agents = {"a": agent(60.0, 20.0, 20.0, 4), "b": agent(30.0, 10.0, 60.0, 2), "c": AgentTime()}
    load = day_figures([Trace([], agents)], within_seconds=15.0).load
    assert (load.agents, load.fewest_answered, load.most_answered) == (2, 2, 4)
    assert (load.occupancy, load.lowest_occupancy, load.highest_occupancy) == pytest.approx((0.6, 0.4, 0.8))
    assert load.spread == pytest.approx(1 / 3)


def test_nobody_at_all_has_no_shares() -> None:
    figures = day_figures([Trace()], within_seconds=15.0)
    assert (figures.all.service_level, figures.all.overtaken_share, figures.load.occupancy) == (None, None, None)
