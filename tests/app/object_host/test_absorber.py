"""The core system is spared: few questions a second, equal ones asked once, and the last known answer stands in."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rexian.app.object_host.absorber import Absorber, Budget, key_of
from rexian.kit.clock import ManualClock
from rexian.kit.tasks import TaskKeeper
from rexian.object_api.contract import Outcome, Result
from rexian.object_api.manifest import Rule

pytestmark = pytest.mark.pure

KEPT = Rule(last_known_seconds=60)
KEY = key_of("balance", {"person_key": "1"})
GOOD = Result(Outcome.OK, {"balance": "1.00"}, "2026-11-22")
AWAY = Result(Outcome.UNAVAILABLE, {"reason": "fund_books_unavailable"})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 2, tzinfo=UTC))


def test_a_budget_lets_a_second_s_questions_through_and_makes_the_next_wait(clock: ManualClock) -> None:
    budget = Budget(clock, 4)
    assert [budget.wait_seconds() for _ in range(6)] == [0, 0, 0, 0, 0.25, 0.5]
    budget.give_back()
    clock.advance(1)
    assert [budget.wait_seconds() for _ in range(3)] == [0, 0, 0]
    assert Budget(clock, None).wait_seconds() == 0


def test_the_last_known_answer_stands_in_with_its_time_and_not_for_ever(clock: ManualClock) -> None:
    absorber = Absorber(clock, TaskKeeper())
    assert absorber.settle(KEY, KEPT, AWAY) is AWAY
    assert absorber.settle(KEY, KEPT, GOOD) is GOOD
    clock.advance(59)
    assert absorber.settle(KEY, KEPT, AWAY) == replace(GOOD, known_at="2026-11-23T02:00:00+00:00")
    refused = Result(Outcome.NOT_FOUND, {"reason": "no_account"})
    assert absorber.settle(KEY, KEPT, refused) is refused
    assert absorber.settle(key_of("balance", {"person_key": "2"}), KEPT, AWAY) is AWAY
    clock.advance(2)
    assert absorber.settle(KEY, KEPT, AWAY) is AWAY
    assert absorber.stood_in == 1


def test_a_rule_without_it_keeps_nothing(clock: ManualClock) -> None:
    absorber = Absorber(clock, TaskKeeper())
    absorber.settle(KEY, Rule(), GOOD)
    assert absorber.settle(KEY, Rule(), AWAY) is AWAY


async def test_equal_questions_at_the_same_time_are_asked_once(clock: ManualClock) -> None:
    keeper = TaskKeeper()
    absorber, asked, gate = Absorber(clock, keeper), [], asyncio.Event()

    async def ask() -> Result:
        asked.append(1)
        await gate.wait()
        return GOOD

    waiting = [asyncio.ensure_future(absorber.once(KEY, ask, seconds=5)) for _ in range(10)]
    await asyncio.sleep(0)
    impatient = await absorber.once(KEY, ask, seconds=0.01)
    gate.set()
    assert [await each for each in waiting] == [GOOD] * 10
    assert (len(asked), absorber.shared, impatient.outcome) == (1, 10, Outcome.TIMEOUT)
    assert await absorber.once(KEY, ask, seconds=5) == GOOD
    assert len(asked) == 2
    await keeper.close()
