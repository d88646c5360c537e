"""Timers: one of each name, and none that was replaced or cancelled is believed."""

import pytest

from rexian.control.calls.timers import Timers
from rexian.control.contacts.inputs import TimerFired
from rexian.kit.waiting import until

pytestmark = pytest.mark.pure


class Posted:
    def __init__(self) -> None:
        self.fired: list[tuple[str, TimerFired]] = []
        self.timers = Timers(lambda contact_id, event: self.fired.append((contact_id, event)))

    async def count(self, count: int) -> None:
        assert await until(lambda: len(self.fired) >= count, deadline_seconds=2, interval_seconds=0.001)


async def test_a_timer_fires_once_and_is_believed_once() -> None:
    posted = Posted()
    posted.timers.start("one", "flow", 0.0)
    await posted.count(1)
    contact_id, event = posted.fired[0]
    assert (contact_id, event.name) == ("one", "flow")
    assert [posted.timers.is_current("one", event) for _ in range(2)] == [True, False]


async def test_a_new_one_of_the_same_name_replaces_the_old_one() -> None:
    posted = Posted()
    posted.timers.start("one", "flow", 0.0)
    posted.timers.start("one", "flow", 0.0)
    posted.timers.start("one", "announcement", 0.0)
    posted.timers.start("two", "flow", 0.0)
    await posted.count(3)
    assert sorted((contact_id, event.name) for contact_id, event in posted.fired) == [
        ("one", "announcement"),
        ("one", "flow"),
        ("two", "flow"),
    ]


@pytest.mark.parametrize("end", ["cancel", "forget", "start"])
async def test_one_that_waits_in_a_lane_is_not_believed_when_it_was_ended_meanwhile(end: str) -> None:
    posted = Posted()
    posted.timers.start("one", "flow", 0.0)
    await posted.count(1)
    match end:
        case "cancel":
            posted.timers.cancel("one", "flow")
        case "forget":
            posted.timers.forget("one")
        case _:
            posted.timers.start("one", "flow", 60.0)
    assert not posted.timers.is_current("one", posted.fired[0][1])
    posted.timers.forget("one")


async def test_forgetting_a_contact_ends_its_timers_alone() -> None:
    posted = Posted()
    posted.timers.start("one", "flow", 0.0)
    posted.timers.start("one", "announcement", 0.0)
    posted.timers.start("two", "flow", 0.0)
    posted.timers.forget("one")
    await posted.count(1)
    assert [contact_id for contact_id, _ in posted.fired] == ["two"]
