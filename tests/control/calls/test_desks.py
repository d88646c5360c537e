"""Desks: what a page shows in each phase, that news are sent together, and that an outage loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.control.calls.floor import CALLER, NUMBER, QUEUE, Outlets, centre_configuration

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Offer, OfferMade
from rexian.control.calls.desks import Desks
from rexian.control.calls.queue_loads import QueueLoads, portions, queue_load_pause_seconds
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contracts.desk import AgentState, AttachedData, WorkPhase
from rexian.kit.clock import ManualClock
from rexian.kit.ids import counted_ids
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Floor:
    """An engine with one ready agent and one contact that is walked through its phases."""

    def __init__(self) -> None:
        self.centre = centre_configuration("a", "b")
        self.engine = AcdEngine(counted_ids())
        self.clock = ManualClock(NOW)
        self.outlets = Outlets()
        self.contacts: dict[str, Contact] = {}
        self.engine.configure(self.centre.agents, self.centre.queues)
        self.desks = Desks(self.engine, self.contacts, lambda: self.centre, self.outlets, clock=self.clock)
        self.tasks = TaskKeeper()
        self.engine.phone("a", True, NOW)
        self.engine.sign_in("a", NOW)
        self.engine.ready("a", NOW)

    def offered(self) -> Offer:
        """One contact waits and is leased to the agent."""
        self.contacts["c"] = Contact(
            "c",
            phase=Phase.QUEUED,
            caller_number=CALLER,
            called_number=NUMBER,
            queue_id=QUEUE,
            queued_at=NOW,
            attached=AttachedData(menu_path=("人工",)),
        )
        outcomes = self.engine.enqueue("c", QUEUE, NOW, NOW)
        return next(outcome.offer for outcome in outcomes if isinstance(outcome, OfferMade))

    def talks(self, offer: Offer) -> None:
        self.engine.offer_accepted(offer, NOW)
        agent = Party("s", Role.AGENT, "a", QUEUE, "s", NOW, "r", "leg", Place.CONTACT)
        self.contacts["c"] = replace(self.contacts["c"], phase=Phase.TALKING, parties=(agent,))

    async def shown(self, count: int) -> None:
        assert await until(lambda: len(self.outlets.desks) >= count, deadline_seconds=5, interval_seconds=0.01)


@pytest.fixture
async def floor() -> AsyncIterator[Floor]:
    floor = Floor()
    yield floor
    await floor.tasks.close()


def work_of(floor: Floor) -> Any:
    return floor.desks.view("a").work


async def test_a_view_in_each_phase(floor: Floor) -> None:
    view = floor.desks.view("a")
    assert (view.state, view.work, view.phone_registered) == (AgentState.READY, None, True)
    assert [(load.queue_id, load.waiting) for load in view.queues] == [(QUEUE, 0)]

    offer = floor.offered()
    work = work_of(floor)
    assert (work.phase, work.caller_number, work.offer_deadline) == (WorkPhase.OFFERED, CALLER, offer.deadline)
    assert (work.queue_name, work.attached.menu_path) == ("人工服务", ("人工",))
    assert floor.desks.view("a").queues[0].waiting == 1
    floor.engine.offer_ringing(offer.offer_id, NOW)
    assert work_of(floor).phase is WorkPhase.RINGING

    floor.clock.advance(5)
    floor.talks(offer)
    work = work_of(floor)
    assert (work.phase, work.answered_at, work.offered_at, work.offer_deadline) == (WorkPhase.TALKING, NOW, NOW, None)
    floor.contacts["c"] = replace(floor.contacts["c"], phase=Phase.RECONNECTING)
    assert work_of(floor).phase is WorkPhase.RECONNECTING


async def test_wrap_up_keeps_the_contact_although_it_is_gone(floor: Floor) -> None:
    floor.talks(floor.offered())
    assert work_of(floor).phase is WorkPhase.TALKING
    del floor.contacts["c"]
    end = NOW + timedelta(seconds=60)
    floor.engine.talk_ended("a", "c", end, 30.0)
    work = work_of(floor)
    assert (work.phase, work.contact_id, work.ended_at) == (WorkPhase.WRAP_UP, "c", end)
    assert work.wrap_up_until == end + timedelta(seconds=30)
    floor.engine.ready("a", end)
    assert work_of(floor) is None


async def test_wrap_up_shows_no_contact_of_an_earlier_talk(floor: Floor) -> None:
    floor.talks(floor.offered())
    assert work_of(floor).contact_id == "c"
    floor.engine.agent("a").contact_id = "other"
    floor.engine.talk_ended("a", "other", NOW, 30.0)
    assert work_of(floor) is None


async def test_many_changes_are_one_message(floor: Floor) -> None:
    floor.tasks.start(floor.desks.send(), "desks")
    for _ in range(20):
        floor.desks.changed("a")
    await floor.shown(1)
    floor.desks.changed("b")
    await floor.shown(2)
    assert [desk.agent_id for desk in floor.outlets.desks] == ["a", "b"]


async def test_changes_that_follow_each_other_closely_are_shown_as_the_last_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rexian.control.calls.desks.GATHER_SECONDS", 0.5)
    floor.tasks.start(floor.desks.send(), "desks")
    offer = floor.offered()
    floor.desks.changed("a")
    await asyncio.sleep(0)
    floor.talks(offer)
    floor.desks.changed("a")
    await floor.shown(1)
    assert [desk.state for desk in floor.outlets.desks] == ["talking"]


async def test_an_outlet_that_was_away_gets_the_newest_view(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rexian.control.calls.desks.AWAY_SECONDS", 0.01)
    floor.outlets.away = True
    floor.tasks.start(floor.desks.send(), "desks")
    floor.desks.changed("b")
    floor.talks(floor.offered())
    floor.desks.changed("a")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del floor.contacts["c"]
    floor.engine.talk_ended("a", "c", NOW, 30.0)
    floor.desks.changed("a")
    floor.outlets.away = False
    await floor.shown(2)
    newest = next(desk for desk in reversed(floor.outlets.desks) if desk.agent_id == "a")
    assert newest.work is not None
    assert (newest.work.phase, newest.work.contact_id) == (WorkPhase.WRAP_UP, "c")


async def test_a_seat_that_is_gone_keeps_no_other_desk_waiting(floor: Floor) -> None:
    floor.tasks.start(floor.desks.send(), "desks")
    for agent_id in ("gone", "a", "b"):
        floor.desks.changed(agent_id)
    await floor.shown(2)
    assert {desk.agent_id for desk in floor.outlets.desks} == {"a", "b"}


async def test_queue_figures_reach_who_is_signed_in(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rexian.control.calls.queue_loads.QUEUE_LOAD_SECONDS", 0.01)
    loads = QueueLoads(floor.engine, floor.outlets, floor.desks.changed)
    floor.tasks.start(floor.desks.send(), "desks")
    floor.tasks.start(loads.tell(), "loads")
    floor.offered()
    loads.changed()
    await floor.shown(1)
    assert {desk.agent_id for desk in floor.outlets.desks} == {"a"}


async def test_queue_figures_reach_who_watches_and_again_after_an_outage(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rexian.control.calls.queue_loads.QUEUE_LOAD_SECONDS", 0.01)
    floor.outlets.away = True
    loads = QueueLoads(floor.engine, floor.outlets, floor.desks.changed)
    floor.tasks.start(loads.tell(), "loads")
    floor.offered()
    loads.changed()
    with capture_logs() as logged:
        assert await until(lambda: logged, deadline_seconds=5, what="the outage is noticed")
    floor.outlets.away = False
    assert await until(lambda: floor.outlets.queues, deadline_seconds=5, what="the figures")
    assert [(load.queue_id, load.waiting) for load in floor.outlets.queues] == [("human-service", 1)]


@pytest.mark.parametrize(("desks", "seconds"), [(0, 1.0), (100, 1.0), (500, 5.0), (100_000, 10.0)])
def test_figures_come_less_often_where_many_are_signed_in(desks: int, seconds: float) -> None:
    assert queue_load_pause_seconds(desks) == seconds


@pytest.mark.parametrize(
    ("desks", "sizes"), [(0, []), (7, [7]), (25, [10, 10, 5]), (500, [10] * 50), (3000, [30] * 100)]
)
def test_many_desks_are_told_evenly_within_the_pause(desks: int, sizes: list[int]) -> None:
    agent_ids = [f"a{number}" for number in range(desks)]
    told = list(portions(agent_ids, queue_load_pause_seconds(desks)))
    assert [len(portion) for portion in told] == sizes
    assert [agent_id for portion in told for agent_id in portion] == agent_ids
