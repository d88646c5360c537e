"""Call control as a whole: what is journalled, what is done, and what a fault in one place leaves alone."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.control.calls.floor import QUEUE, agent_configuration, centre_configuration
from tests.control.calls.house import House

from rexian.control.contacts import inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState
from rexian.control.ports import Observation

pytestmark = pytest.mark.parts


def let_journal_fail(house: House, event_type: str) -> None:
    with sqlite3.connect(house.file) as other:
        other.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON journal WHEN new.type LIKE '{event_type}' "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


def mend_journal(house: House) -> None:
    with sqlite3.connect(house.file) as other:
        other.execute("DROP TRIGGER full")


async def test_a_call_from_the_menu_to_its_end(house: House) -> None:
    contact = await house.talks()
    assert contact.phase is Phase.TALKING
    assert house.media.asked[0] == "answer n1-1.0"
    leg = contact.talk.channel_id if contact.talk else None
    bridge = f"create_bridge n1.bridge.{contact.contact_id}"
    silenced = house.media.asked.index("stop_music n1-1.0")
    assert house.media.asked[silenced + 1 : silenced + 4] == [bridge, "join n1-1.0", f"join {leg}"]
    await house.calls.carry(contact.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
    tracks = sorted({line.split()[1] for line in house.media.asked if line.startswith("stop_track")})
    assert len(tracks) == 2
    for track in tracks:
        await house.calls.carry(contact.contact_id, inputs.TrackEnded(track))
    assert not house.calls.contacts
    assert house.calls.contact_of("n1-1.0") is None
    assert await house.becomes(lambda: house.outlets.of("recording.stopped"))
    sequences = [event.sequence for event in house.outlets.events if event.contact_id == contact.contact_id]
    assert sequences == list(range(1, len(sequences) + 1))
    assert contact.contact_id in house.outlets.keys


async def test_requests_that_follow_each_other_are_sent_before_the_first_is_answered(house: House) -> None:
    house.media.answers.clear()
    async with asyncio.TaskGroup() as group:
        talking = group.create_task(house.talks())
        await house.asked("start_track")
        verbs = [line.split()[0] for line in house.media.asked]
        since = verbs.index("create_bridge")
        assert verbs[since : since + 5] == ["create_bridge", "join", "join", "start_track", "start_track"]
        assert not talking.done()
        house.media.answers.set()


async def test_the_same_channel_begins_one_contact(house: House) -> None:
    contact = await house.call_comes()
    assert (await house.call_comes()).contact_id == contact.contact_id
    assert len(house.calls.contacts) == 1


async def test_an_unknown_number_is_refused_and_forgotten(house: House) -> None:
    house.calls.arrived(inputs.CitizenArrived("n1-9.0", "trunk", "138", "99999"))
    assert await house.asked("hang_up") == "n1-9.0"
    assert await house.becomes(lambda: house.calls.contact_of("n1-9.0") is None)
    assert not house.calls.contacts


async def test_a_call_the_journal_did_not_take_can_come_again(house: House) -> None:
    let_journal_fail(house, "contact.started")
    house.calls.arrived(inputs.CitizenArrived("n1-1.0", "trunk", "138", "12329"))
    assert await house.becomes(lambda: house.calls.contact_of("n1-1.0") is None)
    assert house.media.asked == []
    mend_journal(house)
    assert (await house.call_comes()).phase is Phase.MENU


async def test_a_hang_up_is_done_although_an_agents_change_is_not_journalled(house: House) -> None:
    contact = await house.talks()
    let_journal_fail(house, "agent.state_changed")
    await house.calls.carry(contact.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
    assert "destroy_bridge" in house.media.asked[-1]
    assert house.calls.engine.agent("a").state is AgentState.WRAP_UP
    mend_journal(house)


async def test_the_clock_of_the_acd_outlives_a_journal_that_fails(house: House) -> None:
    house.calls.configure(centre_configuration("a", "b", offer_seconds=0.2))
    await house.ready("a")
    let_journal_fail(house, "agent.state_changed")
    contact = await house.waits()
    await house.agent_is("a", AgentState.NOT_READY)
    mend_journal(house)
    await house.ready("b")
    assert await house.asked("ring")
    await house.agent_is("b", AgentState.NOT_READY)
    assert house.calls.contacts[contact.contact_id].phase is Phase.QUEUED


async def test_a_lease_that_nobody_answers_ends_by_the_clock(house: House) -> None:
    house.calls.configure(centre_configuration("a", "b", offer_seconds=0.2))
    await house.ready("a")
    contact = await house.waits()
    leg = await house.asked("ring")
    await house.agent_is("a", AgentState.NOT_READY)
    assert await house.asked("hang_up") == leg
    assert house.calls.contacts[contact.contact_id].phase is Phase.QUEUED
    assert house.calls.engine.queue_length(QUEUE)[0] == 1


async def test_a_seat_that_gets_the_queue_serves_who_waits_already(house: House) -> None:
    centre = house.calls.centre
    house.calls.configure(replace(centre, agents=(agent_configuration("a", ()),)))
    await house.ready("a")
    await house.waits()
    house.calls.configure(centre)
    assert await house.asked("ring")


async def test_a_seat_removed_during_its_talk_ends_the_talk_as_always(house: House) -> None:
    contact = await house.talks()
    house.calls.configure(replace(house.calls.centre, agents=()))
    assert house.calls.talking_leg("a") is None
    await house.command(CommandName.HANG_UP, "a")
    assert house.calls.contacts[contact.contact_id].phase is Phase.ENDED
    assert house.calls.talking_leg("nobody") is None


@pytest.mark.parametrize("how", ["refused", "broken"])
async def test_a_track_that_cannot_be_started_hinders_no_talk(house: House, how: str) -> None:
    getattr(house.media, how).add("start_track")
    contact = await house.talks()
    assert contact.phase is Phase.TALKING
    assert house.calls.engine.agent("a").state is AgentState.TALKING


async def test_a_phone_that_is_not_there_gives_the_lease_back(house: House) -> None:
    house.media.refused.add("ring")
    await house.ready("a")
    contact = await house.waits()
    await house.agent_is("a", AgentState.NOT_READY)
    assert house.calls.engine.agent("a").not_ready_reason == "phone_unreachable"
    assert house.calls.contacts[contact.contact_id].ringing is None


async def test_a_successor_stands_where_the_first_stood(tmp_path: Path) -> None:
    centre = centre_configuration("a", "b")
    async with House(tmp_path, centre) as house:
        waiting = await house.waits("n1-2.0")
        await house.command(CommandName.SIGN_IN, "b")
    async with House(tmp_path, centre) as successor:
        await successor.compare("n1-2.0", online=frozenset({"agent-a"}))
        again = successor.calls.contacts[waiting.contact_id]
        assert (again.phase, again.queued_at) == (Phase.QUEUED, waiting.queued_at)
        assert successor.calls.engine.agent("b").state is AgentState.NOT_READY
        assert successor.calls.engine.agent("a").phone_registered
        await successor.command(CommandName.SIGN_IN, "a")
        await successor.command(CommandName.READY, "a")
        assert await successor.asked("ring")


async def test_one_contact_that_cannot_be_compared_hinders_no_other(house: House) -> None:
    bad, good = await house.waits("n1-1.0"), await house.waits("n1-2.0")
    house.calls.contacts[bad.contact_id] = replace(bad, queued_at=None)
    await house.compare("n1-1.0", "n1-2.0", online=frozenset({"agent-a"}))
    assert house.calls.contacts[good.contact_id].phase is Phase.QUEUED
    assert house.calls.engine.agent("a").phone_registered


async def test_a_call_that_comes_while_the_media_server_is_looked_at_is_not_taken_for_lost(house: House) -> None:
    old = await house.waits("n1-1.0")

    async def look() -> inputs.ControlReturned:
        house.calls.arrived(inputs.CitizenArrived("n1-2.0", "trunk", "138", "12329"))
        for _ in range(20):
            await asyncio.sleep(0)
        assert house.calls.contact_of("n1-2.0") not in house.calls.contacts
        return inputs.ControlReturned(Observation({}, {}, frozenset()), {})

    await house.calls.compare(look)
    new = await house.call_comes("n1-2.0")
    assert new.phase is Phase.MENU
    assert old.contact_id not in house.calls.contacts
    assert "hang_up n1-2.0" not in house.media.asked
