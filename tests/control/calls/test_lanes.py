"""Lanes: strict order within a contact, contacts in parallel, faults that stay where they happen."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from rexian.control.calls.lanes import Lanes
from rexian.control.contacts.inputs import Input, KeyPressed
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

pytestmark = pytest.mark.pure


class Desk:
    """Takes inputs; a digit `w` waits for `gate`, `x` fails."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.gate = asyncio.Event()
        self.tasks = TaskKeeper()
        self.lanes = Lanes(self.take, self.tasks)

    async def take(self, contact_id: str, event: Input) -> None:
        assert isinstance(event, KeyPressed)
        if event.digit == "w":
            await self.gate.wait()
        if event.digit == "x":
            raise ValueError("this input is bad")
        self.done.append((contact_id, event.digit))

    def post(self, contact_id: str, *digits: str) -> None:
        for digit in digits:
            self.lanes.post(contact_id, KeyPressed("c", digit))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.tasks.close()


async def test_a_contact_goes_step_by_step_and_others_do_not_wait(desk: Desk) -> None:
    desk.post("slow", "w", "2", "3")
    desk.post("quick", "1", "2")
    assert await until(lambda: len(desk.done) == 2, deadline_seconds=2)
    assert desk.done == [("quick", "1"), ("quick", "2")]
    desk.gate.set()
    assert await until(lambda: not len(desk.lanes), deadline_seconds=2)
    assert desk.done[2:] == [("slow", "w"), ("slow", "2"), ("slow", "3")]


async def test_an_input_that_raises_does_not_end_the_lane(desk: Desk) -> None:
    desk.post("one", "1", "x", "2")
    assert await until(lambda: len(desk.done) == 2, deadline_seconds=2)
    assert desk.done == [("one", "1"), ("one", "2")]


async def test_carry_waits_its_turn_and_tells_of_failure(desk: Desk) -> None:
    desk.post("one", "w")
    carried = asyncio.ensure_future(desk.lanes.carry("one", KeyPressed("c", "2")))
    await asyncio.sleep(0)
    assert not carried.done()
    desk.gate.set()
    await carried
    assert desk.done == [("one", "w"), ("one", "2")]
    with pytest.raises(ValueError, match="bad"):
        await desk.lanes.carry("one", KeyPressed("c", "x"))
    await desk.lanes.carry("one", KeyPressed("c", "3"))


async def test_nothing_moves_while_lanes_stand_still_and_what_is_put_first_is_first(desk: Desk) -> None:
    desk.post("one", "w", "2")
    standing = desk.lanes.standing_still()
    entering = asyncio.ensure_future(standing.__aenter__())
    await asyncio.sleep(0)
    assert not entering.done()
    desk.gate.set()
    await entering
    desk.post("two", "1")
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.done == [("one", "w")]
    first = [desk.lanes.put_first(contact_id, KeyPressed("c", "0")) for contact_id in ("one", "three")]
    await standing.__aexit__(None, None, None)
    await asyncio.gather(*first)
    assert await until(lambda: not len(desk.lanes), deadline_seconds=2)
    assert [digit for contact_id, digit in desk.done if contact_id == "one"] == ["w", "0", "2"]
    assert ("two", "1") in desk.done
    assert ("three", "0") in desk.done


async def test_lanes_go_on_when_the_look_has_failed(desk: Desk) -> None:
    with pytest.raises(RuntimeError):
        async with desk.lanes.standing_still():
            raise RuntimeError
    await desk.lanes.carry("one", KeyPressed("c", "1"))


async def test_who_waits_for_a_lane_that_is_ended_is_told(desk: Desk) -> None:
    waiting = [asyncio.ensure_future(desk.lanes.carry("one", KeyPressed("c", digit))) for digit in ("w", "2")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await desk.tasks.close()
    async with asyncio.timeout(5):
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
