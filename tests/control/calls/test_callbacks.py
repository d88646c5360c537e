"""A call-back through call control: booked, dialled when an agent is there, answered, and never before that."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration
from tests.control.calls.house import House

from rexian.control.contacts import inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.control.contracts.entry import OpeningHours
from rexian.kit.clock import SystemClock

pytestmark = pytest.mark.parts


@pytest.fixture
def centre() -> CentreConfiguration:
    centre = centre_configuration("a")
    return replace(centre, queues=(replace(centre.queues[0], callback_attempts=2),))


async def booked(house: House) -> str:
    """A citizen has booked and hung up."""
    contact = await house.waits()
    for key in ("3", "1"):
        await house.calls.carry(contact.contact_id, inputs.KeyPressed("n1-1.0", key))
    await house.calls.carry(contact.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
    assert house.calls.contacts[contact.contact_id].phase is Phase.CALLBACK
    assert house.calls.contact_of("n1-1.0") is None
    return contact.contact_id


async def test_the_citizen_is_called_first_and_then_the_agent(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        await house.ready("a")
        leg = await house.asked("ring_number")
        assert not [line for line in house.media.asked if line.startswith("ring ")]
        await house.agent_is("a", AgentState.READY)
        await house.calls.carry(contact_id, inputs.LegAnswered(leg))
        await house.asked("ring")
        await house.agent_is("a", AgentState.RESERVED)


async def test_the_promise_is_kept_by_a_successor(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        queued_at = house.calls.contacts[contact_id].queued_at
    async with House(tmp_path, centre) as house:
        await house.compare()
        assert house.calls.engine.queue_length("human-service") == (1, queued_at)
        await house.ready("a")
        await house.asked("ring_number")


async def test_nobody_is_called_while_the_queue_is_closed(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        hours = OpeningHours("days", ("human-service",), (), SystemClock().now(), ())
        house.calls.configure(replace(centre, opening_hours=(hours,)))
        await house.ready("a")
        assert house.calls.engine.is_turn_near(contact_id, SystemClock().now())
        house.calls._callbacks.look()
        assert house.calls.contacts[contact_id].channel_id == ""


async def test_who_calls_again_takes_the_place_over(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        queued_at = house.calls.contacts[contact_id].queued_at
        again = await house.waits("n1-2.0")
        assert again.queued_at == queued_at
        assert await house.becomes(lambda: contact_id not in house.calls.contacts, "called back no more")
        ended = await house.becomes(lambda: house.outlets.of("contact.ended"), "told")
        assert (ended[0].contact_id, ended[0].data["reason"]) == (contact_id, "called_again")
        assert house.calls.engine.queue_length("human-service") == (1, queued_at)
