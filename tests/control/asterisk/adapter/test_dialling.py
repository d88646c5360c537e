"""A call out on a real Asterisk: the agent's phone rings, then the citizen's, and both hear each other."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice
from tests.control.asterisk.adapter.walk import SECONDS, in_queue, rings
from tests.control.calls.floor import CALLER, QUEUE

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, WorkPhase

pytestmark = pytest.mark.parts


async def answers(phone: Phone, name: str) -> Voice:
    incoming = await phone.next_event(Incoming, deadline_seconds=SECONDS)
    await phone.answer(call=incoming.call)
    await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
    return Voice(name, phone, incoming.call)


@pytest.mark.parametrize("reached", [True, False])
async def test_an_agent_on_a_break_calls_a_citizen(
    board: Switchboard, server: Any, new_agent_phone: Callable[..., Phone], reached: bool
) -> None:
    refuses = None if reached else 486
    citizen = Phone(PhoneSettings(user="citizen", listen_port=server.outside_port, refuse_with=refuses))
    async with new_agent_phone("a") as phone, citizen:
        await board.ready("a")
        view = await board.command(CommandName.NOT_READY, "a", reason="paperwork")
        assert CommandName.DIAL in view.verbs
        await board.command(CommandName.DIAL, "a", number="13800001234")
        agent = await answers(phone, "agent")
        if reached:
            await agent.hears_ringing()
            caller = await answers(citizen, "citizen")
            for voice in (agent, caller):
                await voice.speak()
            await caller.hears("agent")
            await agent.hears("citizen")
            await board.command(CommandName.HOLD, "a")
            await caller.hears_music()
            await board.command(CommandName.RETRIEVE, "a")
            await caller.hears("agent")
            await citizen.hang_up(call=caller.call)
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        ended = await board.event("contact.ended")
        assert ended.data["reason"] == ("citizen_hung_up" if reached else "not_reached")
        await board.agent_is("a", AgentState.NOT_READY)
        assert board.agent("a").not_ready_reason == "paperwork"
        assert await board.becomes(lambda: not board.calls.contacts, "closed")


async def test_who_hung_up_while_it_rang_is_called_back_and_heard(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    home = Phone(PhoneSettings(user=CALLER, listen_port=server.outside_port))
    async with new_agent_phone("a") as phone, home:
        await board.ready("a")
        call = await in_queue(board, citizen, dial)
        await rings(board, phone)
        await citizen.hang_up(call=call)
        missed = await board.becomes(lambda: board.calls.desks.view("a").missed, "missed")
        await board.agent_is("a", AgentState.READY)
        await board.command(CommandName.DIAL, "a", missed_contact_id=missed[0].contact_id)
        agent, caller = await answers(phone, "agent"), await answers(home, "citizen")
        for voice in (agent, caller):
            await voice.speak()
        await caller.hears("agent")
        await agent.hears("citizen")
        started = await board.event("contact.started", follows=missed[0].contact_id)
        assert started.data["queue_id"] == QUEUE
        await home.hang_up(call=caller.call)
        await board.agent_is("a", AgentState.WRAP_UP)


async def test_an_agent_calls_a_colleague(board: Switchboard, new_agent_phone: Callable[..., Phone]) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("a")
        await board.ready("b")
        await board.command(CommandName.DIAL, "a", target_agent_id="b")
        agent = await answers(phone, "agent")
        await board.agent_is("b", AgentState.RINGING)
        work = board.calls.desks.view("b").work
        assert work is not None
        assert (work.kind, work.role, work.phase) == ("internal", "colleague", WorkPhase.RINGING)
        await agent.hears_ringing()
        other = await answers(other_phone, "other")
        for voice in (agent, other):
            await voice.speak()
        await agent.hears("other")
        await other.hears("agent")
        await board.agent_is("b", AgentState.TALKING)
        await board.command(CommandName.HANG_UP, "b")
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        for agent_id in ("a", "b"):
            await board.agent_is(agent_id, AgentState.READY)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
