"""When Asterisk's slowness turns new calls away, and when that is over."""

import pytest

from rexian.control.calls.pressure import MOST_REMEMBERED, Pressure, PressureLimits
from rexian.kit.clock import ManualClock, SystemClock

pytestmark = pytest.mark.pure

SLOW, QUICK = 1.5, 0.01


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(SystemClock().now())


@pytest.fixture
def pressure(clock: ManualClock) -> Pressure:
    return Pressure(clock)


def test_half_of_the_requests_slow_turns_calls_away(pressure: Pressure) -> None:
    for seconds in (SLOW, SLOW, QUICK, QUICK):
        pressure.note(seconds)
    assert not pressure.is_high, "two slow ones may be chance"
    pressure.note(SLOW)
    assert pressure.is_high


def test_a_few_slow_ones_among_many_do_not(pressure: Pressure) -> None:
    for _ in range(10):
        pressure.note(QUICK)
    for _ in range(4):
        pressure.note(SLOW)
    assert not pressure.is_high


def test_it_is_over_when_nearly_all_are_quick_again(pressure: Pressure, clock: ManualClock) -> None:
    for _ in range(5):
        pressure.note(SLOW)
    assert pressure.is_high
    for _ in range(20):
        pressure.note(QUICK)
    assert pressure.is_high, "it does not flutter"
    clock.advance(8.1)
    pressure.note(QUICK)
    assert not pressure.is_high


def test_who_was_away_is_judged_anew(pressure: Pressure) -> None:
    for _ in range(5):
        pressure.note(SLOW)
    pressure.begin_anew()
    assert not pressure.is_high
    for _ in range(3):
        pressure.note(SLOW)
    assert pressure.is_high


def test_without_any_request_nothing_is_slow(pressure: Pressure, clock: ManualClock) -> None:
    assert not pressure.is_high
    for _ in range(5):
        pressure.note(SLOW)
    assert pressure.is_high
    clock.advance(9)
    assert not pressure.is_high


def test_it_can_be_switched_off_and_remembers_no_more_than_it_needs(clock: ManualClock) -> None:
    never = Pressure(clock, PressureLimits(slow_seconds=0))
    busy = Pressure(clock)
    for _ in range(MOST_REMEMBERED + 100):
        never.note(SLOW)
        busy.note(SLOW)
    for _ in range(MOST_REMEMBERED):
        busy.note(QUICK)
    assert (never.is_high, busy.is_high) == (False, False)
