"""When a failing object is out of service, and how it comes back."""

from datetime import UTC, datetime

import pytest

from rexian.app.object_host.breaker import Breaker, BreakerSettings, BreakerState
from rexian.kit.clock import ManualClock

pytestmark = pytest.mark.pure

SETTINGS = BreakerSettings(limit=3, window_seconds=30, open_seconds=10, trial_seconds=5)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def breaker(clock: ManualClock) -> Breaker:
    return Breaker(clock, SETTINGS)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.lets_pass()
        breaker.failed()


def test_it_opens_after_the_limit_and_not_before(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert breaker.lets_pass()
    breaker.failed()
    assert not breaker.lets_pass()
    assert breaker.state is BreakerState.OPEN


def test_failures_long_ago_do_not_count(breaker: Breaker, clock: ManualClock) -> None:
    fail(breaker, 2)
    clock.advance(31)
    fail(breaker, 2)
    assert breaker.state is BreakerState.CLOSED


def test_half_open_lets_one_trial_pass_and_its_success_closes(breaker: Breaker, clock: ManualClock) -> None:
    fail(breaker, 3)
    clock.advance(10)
    assert breaker.lets_pass()
    assert not breaker.lets_pass()
    breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED
    fail(breaker, 2)
    assert breaker.lets_pass()


def test_a_failed_trial_opens_it_again(breaker: Breaker, clock: ManualClock) -> None:
    fail(breaker, 3)
    clock.advance(10)
    fail(breaker, 1)
    assert breaker.state is BreakerState.OPEN
    clock.advance(10)
    assert breaker.lets_pass()


def test_a_trial_without_outcome_makes_room_for_another(breaker: Breaker, clock: ManualClock) -> None:
    fail(breaker, 3)
    clock.advance(10)
    assert breaker.lets_pass()
    clock.advance(5)
    assert breaker.lets_pass()


def test_late_answers_change_nothing_while_it_is_open(breaker: Breaker, clock: ManualClock) -> None:
    fail(breaker, 3)
    breaker.succeeded()
    breaker.failed()
    assert breaker.state is BreakerState.OPEN
    clock.advance(10)
    assert breaker.lets_pass()
