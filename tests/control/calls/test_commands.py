"""Commands: refused in clear words, and done once however often they are asked."""

import asyncio
from datetime import timedelta

import pytest
from tests.control.calls.house import House

from rexian.control.acd.errors import (
    AgentBusy,
    AgentSignedOut,
    NotInWrapUp,
    PhoneNotRegistered,
    UnknownAgent,
    UnknownReason,
    WrapUpNotExtendable,
)
from rexian.control.calls.commands import NoContactOnDesk, UnknownCommand
from rexian.control.calls.requests import KeysNotSendable, VerbNotPossible, WordUnknown
from rexian.control.calls.targets import AgentNotFree, NumberNotDiallable
from rexian.control.contacts import inputs
from rexian.control.contacts.pausing import PAUSE_SECONDS
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, DeskRecording, WorkPhase

pytestmark = pytest.mark.parts

FREE = {CommandName.READY, CommandName.NOT_READY, CommandName.SIGN_OUT}
AT_WORK = FREE | {CommandName.RESET}
"""What is possible with a seat whatever is on its desk."""


async def test_a_seat_is_taken_used_and_left(house: House) -> None:
    assert (await house.command(CommandName.DESK, "a")).state is AgentState.SIGNED_OUT
    assert (await house.command(CommandName.SIGN_IN, "a")).not_ready_reason == "signed_in"
    assert (await house.command(CommandName.SIGN_IN, "a")).state is AgentState.NOT_READY
    await house.calls.phone("a", True)
    assert (await house.command(CommandName.READY, "a")).state is AgentState.READY
    view = await house.command(CommandName.NOT_READY, "a", reason="meal")
    assert (view.state, view.not_ready_reason) == (AgentState.NOT_READY, "meal")
    assert (await house.command(CommandName.SIGN_OUT, "a")).state is AgentState.SIGNED_OUT
    assert await house.becomes(lambda: len(house.outlets.of("agent.state_changed")) == 4)


async def test_what_is_refused_changes_nothing(house: House) -> None:
    with pytest.raises(UnknownAgent):
        await house.command(CommandName.DESK, "nobody")
    with pytest.raises(AgentSignedOut):
        await house.command(CommandName.READY, "a")
    await house.command(CommandName.SIGN_IN, "a")
    with pytest.raises(PhoneNotRegistered):
        await house.command(CommandName.READY, "a")
    for arguments in ({"reason": "boredom"}, {}):
        with pytest.raises(UnknownReason):
            await house.command(CommandName.NOT_READY, "a", **arguments)
    for name in (CommandName.HANG_UP, CommandName.DECLINE, CommandName.RESUME_MEDIA):
        with pytest.raises(NoContactOnDesk):
            await house.command(name, "a")
    with pytest.raises(UnknownCommand):
        await house.command(CommandName.STATUS, "a")
    view = await house.command(CommandName.DESK, "a")
    assert (view.state, view.not_ready_reason) == (AgentState.NOT_READY, "signed_in")


async def test_a_key_acts_once_even_while_the_first_is_on_its_way(house: House) -> None:
    await house.talks()
    first, second = await asyncio.gather(
        house.command(CommandName.RESUME_MEDIA, "a", key="k"), house.command(CommandName.RESUME_MEDIA, "a", key="k")
    )
    await house.command(CommandName.RESUME_MEDIA, "a", key="k")
    assert first.agent_id == second.agent_id == "a"
    assert len([line for line in house.media.asked if line.startswith("ring ")]) == 2


async def test_a_refused_key_may_be_tried_again_and_keys_are_each_agents_own(house: House) -> None:
    await house.command(CommandName.SIGN_IN, "a", key="in")
    assert (await house.command(CommandName.SIGN_IN, "b", key="in")).state is AgentState.NOT_READY
    with pytest.raises(PhoneNotRegistered):
        await house.command(CommandName.READY, "a", key="ready")
    await house.calls.phone("a", True)
    assert (await house.command(CommandName.READY, "a", key="ready")).state is AgentState.READY


async def test_a_call_at_the_desk(house: House) -> None:
    await house.talks()
    view = await house.command(CommandName.DESK, "a")
    assert view.work is not None
    assert view.work.phase is WorkPhase.TALKING
    with pytest.raises(AgentBusy):
        await house.command(CommandName.SIGN_OUT, "a")
    view = await house.command(CommandName.NOT_READY, "a", reason="break")
    assert (view.state, view.next_state) == (AgentState.TALKING, AgentState.NOT_READY)
    view = await house.command(CommandName.HANG_UP, "a")
    assert view.state is AgentState.WRAP_UP
    assert view.work is not None
    assert view.work.phase is WorkPhase.WRAP_UP
    assert house.commands.status()["agents"] == {"signed_out": 1, "wrap_up": 1}


async def test_hold_and_consultation_at_the_desk(house: House) -> None:
    await house.ready("b")
    await house.command(CommandName.NOT_READY, "b", reason="paperwork")
    contact = await house.talks()
    view = await house.command(CommandName.HOLD, "a")
    assert view.work is not None
    assert view.work.held
    with pytest.raises(VerbNotPossible):
        await house.command(CommandName.HOLD, "a")
    view = await house.command(CommandName.CONSULT, "a", target_agent_id="b")
    assert view.work is not None
    assert [(party.role, party.name, party.ringing) for party in view.work.parties] == [
        ("agent", "someone", False),
        ("consultant", "someone", True),
    ]
    await house.agent_is("b", AgentState.RESERVED)
    await house.calls.carry(contact.contact_id, inputs.LegRinging(await house.asked("ring")))
    asked = await house.command(CommandName.DESK, "b")
    assert asked.work is not None
    assert (asked.state, asked.work.phase, asked.work.role, set(asked.verbs)) == (
        AgentState.RINGING,
        WorkPhase.RINGING,
        "consultant",
        {CommandName.DECLINE, *AT_WORK},
    )
    await house.calls.carry(contact.contact_id, inputs.LegAnswered(await house.asked("ring")))
    asked = await house.command(CommandName.DESK, "b")
    assert asked.work is not None
    assert asked.work.phase is WorkPhase.TALKING
    await house.command(CommandName.HANG_UP, "b")
    await house.agent_is("b", AgentState.NOT_READY)
    assert house.calls.engine.agent("b").not_ready_reason == "paperwork"
    assert CommandName.RETRIEVE in (await house.command(CommandName.DESK, "a")).verbs


async def test_who_is_asked_may_decline_at_the_desk(house: House) -> None:
    await house.ready("b")
    await house.command(CommandName.NOT_READY, "b", reason="paperwork")
    await house.talks()
    with pytest.raises(NoContactOnDesk):
        await house.command(CommandName.DECLINE, "a")
    await house.command(CommandName.CONSULT, "a", target_agent_id="b")
    view = await house.command(CommandName.DECLINE, "b")
    assert (view.state, view.work) == (AgentState.NOT_READY, None)
    assert (await house.becomes(lambda: house.outlets.of("party.left")))[0].data["outcome"] == "declined"


async def test_what_cannot_be_asked_is_refused_before_it_reaches_the_call(house: House) -> None:
    await house.talks()
    for target in ({"target_agent_id": "b"}, {"target_agent_id": "a"}):
        with pytest.raises(AgentNotFree):
            await house.command(CommandName.CONSULT, "a", **target)
    with pytest.raises(UnknownAgent):
        await house.command(CommandName.CONSULT, "a", target_agent_id="nobody")
    for number in ("", "1", "0571 8888", "sip:x@y", "1" * 30):
        with pytest.raises(NumberNotDiallable):
            await house.command(CommandName.CONSULT, "a", number=number)
    for digits in ("", "12a", "1" * 33):
        with pytest.raises(KeysNotSendable):
            await house.command(CommandName.SEND_KEYS, "a", digits=digits)
    for name, argument in ((CommandName.PAUSE_RECORDING, "reason"), (CommandName.MARK_RECORDING, "kind")):
        for arguments in ({}, {argument: "menu"}):
            with pytest.raises(WordUnknown):
                await house.command(name, "a", **arguments)
    for name in (CommandName.COMPLETE, CommandName.RESUME_RECORDING):
        with pytest.raises(VerbNotPossible):
            await house.command(name, "a")
    with pytest.raises(NoContactOnDesk):
        await house.command(CommandName.HOLD, "b")


async def test_a_paused_recording_shows_on_the_desk_until_when(house: House) -> None:
    await house.talks()
    work = (await house.command(CommandName.PAUSE_RECORDING, "a", reason="secret_spoken")).work
    assert work is not None
    assert work.recording is not None
    shown = work.recording
    assert (shown.running, shown.paused_by, shown.pause_reason) == (False, "a", "secret_spoken")
    assert shown.paused_at is not None
    assert shown.resumes_at == shown.paused_at + timedelta(seconds=PAUSE_SECONDS)
    with pytest.raises(VerbNotPossible):
        await house.command(CommandName.PAUSE_RECORDING, "a", reason="secret_spoken")
    work = (await house.command(CommandName.RESUME_RECORDING, "a")).work
    assert work is not None
    assert work.recording == DeskRecording(running=True)


async def test_a_number_outside_that_cannot_be_rung_does_not_come(house: House) -> None:
    house.media.refused.add("ring_number")
    await house.talks()
    await house.command(CommandName.CONSULT, "a", number="057188880000")
    assert (await house.becomes(lambda: house.outlets.of("party.left")))[0].data["outcome"] == "unreachable"
    assert "057188880000" not in repr(house.outlets.events)


async def test_a_verb_acts_once_per_key(house: House) -> None:
    await house.talks()
    for _ in range(2):
        await house.command(CommandName.SEND_KEYS, "a", key="k", digits="1")
    assert len([line for line in house.media.asked if line.startswith("send_keys")]) == 1


async def test_a_supervisor_listens_whispers_and_takes_over(house: House) -> None:
    await house.ready("b")
    await house.command(CommandName.NOT_READY, "b", reason="paperwork")
    contact = await house.talks()
    view = await house.command(CommandName.LISTEN, "b", watched_agent_id="a")
    assert set(view.verbs) == {CommandName.DECLINE, *AT_WORK}
    leg = await house.asked("ring")
    await house.calls.carry(contact.contact_id, inputs.LegAnswered(leg))
    await house.asked("start_snoop")
    view = await house.command(CommandName.DESK, "b")
    assert view.work is not None
    assert (view.work.role, len(view.work.parties)) == ("supervisor", 2)
    watched = await house.command(CommandName.DESK, "a")
    assert watched.work is not None
    assert [party.role for party in watched.work.parties] == ["agent"]
    with pytest.raises(VerbNotPossible):
        await house.command(CommandName.LISTEN, "b")
    await house.command(CommandName.WHISPER, "b")
    view = await house.command(CommandName.TAKE_OVER, "b")
    assert view.work is not None
    assert view.work.role == "agent"
    await house.agent_is("a", AgentState.WRAP_UP)
    actors = house.outlets.events
    assert await house.becomes(lambda: [event for event in actors if event.actor == "supervisor:b"])


async def test_a_supervisor_ends_a_call_and_changes_states_without_a_seat(house: House) -> None:
    await house.talks()
    view = await house.command(CommandName.RELEASE, "lead", watched_agent_id="a")
    assert (view.agent_id, view.state) == ("a", AgentState.WRAP_UP)
    view = await house.command(CommandName.FORCE_NOT_READY, "lead", watched_agent_id="a", reason="training")
    assert (view.state, view.not_ready_reason, view.changed_by) == (AgentState.NOT_READY, "training", "supervisor")
    view = await house.command(CommandName.FORCE_READY, "lead", watched_agent_id="a")
    assert (view.state, view.changed_by) == (AgentState.READY, "supervisor")
    view = await house.command(CommandName.FORCE_SIGN_OUT, "lead", watched_agent_id="a")
    assert view.state is AgentState.SIGNED_OUT
    changes = house.outlets.events
    assert await house.becomes(lambda: len([event for event in changes if event.actor == "supervisor"]) == 3)


async def test_what_a_supervisor_may_not(house: House) -> None:
    await house.ready("b")
    for verb in (CommandName.LISTEN, CommandName.RELEASE, CommandName.TAKE_OVER):
        with pytest.raises(VerbNotPossible):
            await house.command(verb, "b", watched_agent_id="a")
    await house.command(CommandName.SIGN_OUT, "b")
    await house.talks()
    with pytest.raises(AgentNotFree):
        await house.command(CommandName.LISTEN, "b", watched_agent_id="a")
    with pytest.raises(AgentBusy):
        await house.command(CommandName.FORCE_SIGN_OUT, "lead", watched_agent_id="a")
    for name in (CommandName.LISTEN, CommandName.FORCE_READY):
        with pytest.raises(UnknownAgent):
            await house.command(name, "b", watched_agent_id="nobody")


async def test_a_parked_contact_is_on_the_desks_of_its_queue_until_it_is_picked_up(house: House) -> None:
    contact = await house.talks()
    view = await house.command(CommandName.PARK, "a")
    assert view.state is AgentState.WRAP_UP
    await house.ready("b")
    await house.command(CommandName.NOT_READY, "b", reason="paperwork")
    view = await house.command(CommandName.DESK, "b")
    assert [parked.contact_id for parked in view.parked] == [contact.contact_id]
    assert set(view.verbs) == {CommandName.DIAL, CommandName.PICK_UP, *FREE}
    with pytest.raises(AgentNotFree):
        await house.command(CommandName.PICK_UP, "a", contact_id=contact.contact_id)
    with pytest.raises(VerbNotPossible):
        await house.command(CommandName.PICK_UP, "b", contact_id="another")
    view = await house.command(CommandName.PICK_UP, "b", contact_id=contact.contact_id)
    assert view.work is not None
    assert (view.work.phase, view.parked) == (WorkPhase.OFFERED, ())
    with pytest.raises(VerbNotPossible):
        await house.command(CommandName.PICK_UP, "b", contact_id=contact.contact_id)


async def test_a_call_out_needs_a_free_desk_and_a_number(house: House) -> None:
    with pytest.raises(AgentNotFree):
        await house.command(CommandName.DIAL, "a", number="13800001234")
    await house.ready("a")
    with pytest.raises(NumberNotDiallable):
        await house.command(CommandName.DIAL, "a", number="x")
    view = await house.command(CommandName.DIAL, "a", number="13800001234")
    assert view.work is not None
    assert (view.work.phase, view.work.caller_number) == (WorkPhase.OFFERED, "13800001234")
    with pytest.raises(AgentNotFree):
        await house.command(CommandName.DIAL, "a", number="13800001234")
    view = await house.command(CommandName.DECLINE, "a")
    assert (view.state, view.work) == (AgentState.READY, None)
    assert await house.becomes(lambda: not house.calls.contacts)


async def test_wrap_up_is_extended_as_often_as_allowed_and_ends_in_what_was_chosen(house: House) -> None:
    with pytest.raises(NotInWrapUp):
        await house.command(CommandName.END_WRAP_UP, "a")
    await house.talks()
    view = await house.command(CommandName.NOT_READY, "a", reason="meal")
    assert (view.next_state, view.next_reason) == (AgentState.NOT_READY, "meal")
    view = await house.command(CommandName.HANG_UP, "a")
    assert set(view.verbs) == {CommandName.END_WRAP_UP, CommandName.EXTEND_WRAP_UP, *AT_WORK}
    assert view.work is not None
    longer = await house.command(CommandName.EXTEND_WRAP_UP, "a")
    assert longer.work is not None
    assert longer.work.wrap_up_until is not None
    assert view.work.wrap_up_until is not None
    assert longer.work.wrap_up_until > view.work.wrap_up_until
    assert (set(longer.verbs), longer.next_reason) == ({CommandName.END_WRAP_UP, *AT_WORK}, "meal")
    with pytest.raises(WrapUpNotExtendable):
        await house.command(CommandName.EXTEND_WRAP_UP, "a")
    view = await house.command(CommandName.END_WRAP_UP, "a")
    assert (view.state, view.not_ready_reason) == (AgentState.NOT_READY, "meal")
    assert set(view.verbs) == {CommandName.DIAL, *FREE}


async def test_the_desk_says_what_can_be_done_with_the_seat(house: House) -> None:
    assert (await house.command(CommandName.DESK, "a")).verbs == (CommandName.SIGN_IN,)
    view = await house.command(CommandName.SIGN_IN, "a")
    assert set(view.verbs) == FREE - {CommandName.READY}, "nobody goes ready without a phone"
    await house.ready("a")
    view = await house.command(CommandName.DESK, "a")
    assert set(view.verbs) == {CommandName.DIAL, *FREE} - {CommandName.READY}


async def test_a_seat_may_be_left_as_soon_as_the_work_is_done(house: House) -> None:
    await house.talks()
    view = await house.command(CommandName.SIGN_OUT, "a", after_work=True)
    assert (view.state, view.next_state) == (AgentState.TALKING, AgentState.SIGNED_OUT)
    await house.command(CommandName.HANG_UP, "a")
    assert (await house.command(CommandName.END_WRAP_UP, "a")).state is AgentState.SIGNED_OUT


async def test_a_desk_is_reset_whatever_is_on_it(house: House) -> None:
    with pytest.raises(AgentSignedOut):
        await house.command(CommandName.RESET, "a")
    contact = await house.talks()
    view = await house.command(CommandName.RESET, "a")
    assert (view.state, view.not_ready_reason, view.work) == (AgentState.NOT_READY, "other", None)
    assert house.calls.contacts[contact.contact_id].phase is Phase.QUEUED
    await house.ready("b")
    await house.agent_is("b", AgentState.RESERVED)
    view = await house.command(CommandName.RESET, "b")
    assert (view.state, view.work) == (AgentState.NOT_READY, None)
    assert house.calls.contacts[contact.contact_id].ringing is None
    await house.command(CommandName.READY, "a")
    await house.agent_is("a", AgentState.RESERVED)
    house.calls.contacts.clear()  # whatever went wrong, the desk is cleared
    assert (await house.command(CommandName.RESET, "a")).state is AgentState.NOT_READY


async def test_a_colleague_is_called_and_shown_on_both_desks(house: House) -> None:
    await house.ready("a")
    for target in ("a", "b"):
        with pytest.raises(AgentNotFree):
            await house.command(CommandName.DIAL, "a", target_agent_id=target)
    await house.ready("b")
    view = await house.command(CommandName.DIAL, "a", target_agent_id="b")
    assert view.work is not None
    assert (view.work.kind, view.work.caller_number, view.work.queue_name) == ("internal", "8001", "")
    assert [(party.role, party.agent_id) for party in view.work.parties] == [("agent", "a"), ("colleague", "b")]
    (contact,) = house.calls.contacts.values()
    await house.calls.carry(contact.contact_id, inputs.LegAnswered(await house.asked("ring")))
    view = await house.command(CommandName.DESK, "b")
    assert view.work is not None
    assert (view.state, view.work.role) == (AgentState.RESERVED, "colleague")
    assert set(view.verbs) == {CommandName.DECLINE, *AT_WORK}
    await house.command(CommandName.DECLINE, "b")
    await house.agent_is("a", AgentState.READY)
    assert house.calls.engine.agent("b").state is AgentState.READY
