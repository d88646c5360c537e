"""Missed calls: whose they are, when they are nobody's any more, and the call-back."""

import pytest
from tests.control.calls.floor import CALLER, QUEUE
from tests.control.calls.house import House

from rexian.control.calls.requests import MissedCallGone
from rexian.control.calls.targets import AgentNotFree
from rexian.control.contacts import inputs
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, MissedCall

pytestmark = pytest.mark.parts

CITIZEN = "n1-1.0"


async def rung(house: House) -> str:
    """Agent `a` is rung for a citizen; the contact."""
    await house.ready("a")
    contact = await house.waits()
    await house.asked("ring")
    return contact.contact_id


def missed(house: House, agent_id: str = "a") -> tuple[MissedCall, ...]:
    return house.calls.desks.view(agent_id).missed


async def test_a_citizen_who_drops_while_it_rings_is_called_back_for_the_same_queue(house: House) -> None:
    contact_id = await rung(house)
    await house.calls.carry(contact_id, inputs.ChannelGone(CITIZEN, "normal"))
    (call,) = missed(house)
    assert (call.contact_id, call.number, call.queue_id, call.queue_name) == (contact_id, CALLER, QUEUE, "人工服务")
    assert missed(house, "b") == ()
    with pytest.raises(MissedCallGone):
        await house.command(CommandName.DIAL, "a", missed_contact_id="nobody's")
    await house.agent_is("a", AgentState.READY)
    await house.command(CommandName.DIAL, "a", missed_contact_id=contact_id)
    assert missed(house) == ()
    (started,) = await house.becomes(lambda: house.outlets.of("contact.started")[1:], "begun")
    assert (started.data["kind"], started.data["follows"]) == ("outbound", contact_id)
    new = house.calls.contacts[started.contact_id or ""]
    assert (new.queue_id, new.caller_number) == (QUEUE, CALLER)
    assert CALLER not in repr(call)


async def test_an_offer_lost_by_time_is_missed_only_if_nobody_else_takes_the_call(house: House) -> None:
    contact_id = await rung(house)
    await house.ready("b")
    offer = house.calls.contacts[contact_id].ringing
    assert offer is not None
    await house.calls.carry(contact_id, inputs.OfferLapsed(offer.offer))
    assert missed(house) == ()
    await house.calls.carry(contact_id, inputs.ChannelGone(CITIZEN, "normal"))
    assert [call.contact_id for call in missed(house)] == [contact_id]


async def test_what_another_has_answered_is_missed_by_nobody(house: House) -> None:
    contact_id = await rung(house)
    await house.ready("b")
    await house.calls.bring_about(house.calls.engine.not_ready("a", "other", house.clock.now()))
    leg = await house.asked("ring")
    await house.calls.carry(contact_id, inputs.LegRefused(leg, "timed_out"))
    assert await house.becomes(lambda: house.calls.contacts[contact_id].ringing, "offered again")
    ringing = house.calls.contacts[contact_id].ringing
    assert ringing is not None
    assert ringing.offer.agent_id == "b"
    await house.calls.carry(contact_id, inputs.LegAnswered(ringing.channel_id))
    await house.calls.carry(contact_id, inputs.ChannelGone(CITIZEN, "normal"))
    assert missed(house) == missed(house, "b") == ()


async def test_who_declines_has_missed_nothing(house: House) -> None:
    contact_id = await rung(house)
    await house.command(CommandName.DECLINE, "a")
    await house.calls.carry(contact_id, inputs.ChannelGone(CITIZEN, "normal"))
    assert missed(house) == ()


async def test_a_colleagues_call_is_called_back_as_a_colleagues(house: House) -> None:
    for agent_id in ("a", "b"):
        await house.ready(agent_id)
    await house.command(CommandName.DIAL, "a", target_agent_id="b")
    contact = next(iter(house.calls.contacts.values()))
    await house.calls.carry(contact.contact_id, inputs.LegAnswered(await house.asked("ring")))
    await house.calls.carry(contact.contact_id, inputs.ChannelGone(contact.channel_id, "no_answer"))
    (call,) = missed(house, "b")
    assert (call.colleague_id, call.number) == ("a", "")
    await house.calls.bring_about(house.calls.engine.sign_out("a", house.clock.now(), after_work=True))
    with pytest.raises(AgentNotFree):
        await house.command(CommandName.DIAL, "b", missed_contact_id=contact.contact_id)
