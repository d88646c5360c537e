"""Transfers on a real Asterisk: the citizen hears music, then who comes; nobody is cut off."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS
from tests.control.calls.floor import FLOW, QUEUE

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, WorkPhase
from rexian.control.contracts.entry import DirectoryEntry

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]


async def answered(phone: Phone) -> Voice:
    incoming = await phone.next_event(Incoming, deadline_seconds=SECONDS)
    await phone.answer(call=incoming.call)
    await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
    voice = Voice("other", phone, incoming.call)
    await voice.speak()
    return voice


async def test_to_a_colleague_with_what_the_desk_gives_along(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        handover = {"form": {"问题": "提取额度"}}
        await board.command(CommandName.TRANSFER, "a", target_agent_id="b", handover=handover)
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        await board.agent_is("a", AgentState.WRAP_UP)
        await caller.hears_music()
        await board.agent_is("b", AgentState.RINGING)
        work = board.calls.desks.view("b").work
        assert work is not None
        assert (work.phase, work.handover, work.attached.menu_path) == (WorkPhase.RINGING, handover, ("人工",))
        other = await answered(other_phone)
        await caller.hears("other")
        await other.hears("citizen")
        await citizen.hang_up(call=caller.call)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
        assert await board.asterisk_holds("bridges") == []


async def test_a_colleague_who_declines_leaves_the_citizen_in_the_queue(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b", refuse_with=486):
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, _ = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.TRANSFER, "a", target_agent_id="b")
        contact = await board.contact_in(Phase.QUEUED)
        await caller.hears_music()
        assert board.calls.engine.queue_length(QUEUE) == (1, contact.queued_at)
        await board.agent_is("b", AgentState.NOT_READY)


async def test_to_the_queue_and_to_a_menu(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        caller, _ = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.TRANSFER, "a", flow_id=FLOW.flow_id)
        await board.contact_in(Phase.MENU)
        assert await board.becomes(lambda: len(board.outlets.of("prompt.started")) == 2, "the menu speaks again")
        await citizen.send_digits("0", call=caller.call)
        await board.contact_in(Phase.QUEUED)
        await caller.hears_music()
        await board.ready("b")
        other = await answered(other_phone)
        await caller.hears("other")
        await board.command(CommandName.TRANSFER, "b", queue_id=QUEUE)
        await other_phone.next_event(Disconnected, deadline_seconds=SECONDS, call=other.call)
        await caller.hears_music()


async def test_to_a_menu_for_one_thing_and_back_to_the_same_agent(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.SEND_TO_MENU, "a", flow_id=FLOW.flow_id)
        await board.contact_in(Phase.MENU)
        await agent.hears()
        assert await board.becomes(lambda: len(board.outlets.of("prompt.started")) == 2, "the menu speaks again")
        await citizen.send_digits("0", call=caller.call)
        await board.contact_in(Phase.TALKING)
        await caller.hears("agent")
        await agent.hears("citizen")
        assert board.agent("a").state is AgentState.TALKING


async def test_to_a_group_and_on_to_an_entry_of_the_directory(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    agents = tuple(replace(agent, group_ids=("loans",)) for agent in board.calls.centre.agents)
    entry = DirectoryEntry("e1", "org", "信贷管理部", "department", "057188880000", None)
    board.calls.configure(replace(board.calls.centre, agents=agents, directory=(entry,)))
    office = Phone(PhoneSettings(user="office", listen_port=server.outside_port))
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone, office:
        caller, _ = await in_talk(board, citizen, phone, dial)
        await board.ready("b")
        await board.command(CommandName.TRANSFER, "a", group_id="loans")
        other = await answered(other_phone)
        await caller.hears("other")
        await board.command(CommandName.TRANSFER, "b", entry_id="e1")
        await other_phone.next_event(Disconnected, deadline_seconds=SECONDS, call=other.call)
        await answered(office)
        await caller.hears("other")
        started = await board.event("segment.started", kind="external")
        assert started.data["agent_id"] is None


async def test_a_desk_that_is_reset_leaves_the_citizen_in_the_queue(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        view = await board.command(CommandName.RESET, "a")
        assert (view.state, view.work) == (AgentState.NOT_READY, None)
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        await caller.hears_music()
        await board.ready("b")
        await answered(other_phone)
        await caller.hears("other")
