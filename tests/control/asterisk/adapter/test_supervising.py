"""Supervision on a real Asterisk: tones prove that who listens is heard by nobody, who whispers by the agent only."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]


async def answers(phone: Phone, name: str) -> Voice:
    """The phone rings, is answered and speaks."""
    incoming = await phone.next_event(Incoming, deadline_seconds=SECONDS)
    await phone.answer(call=incoming.call)
    await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
    voice = Voice(name, phone, incoming.call)
    await voice.speak()
    return voice


async def off_duty(board: Switchboard, agent_id: str) -> None:
    """Signed in with a phone, and nothing is offered."""
    await board.ready(agent_id)
    await board.command(CommandName.NOT_READY, agent_id, reason="paperwork")


async def test_listening_whispering_barging_in_and_taking_over(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("c") as supervisor_phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await off_duty(board, "c")
        await board.command(CommandName.LISTEN, "c", watched_agent_id="a")
        supervisor = await answers(supervisor_phone, "other")
        await supervisor.hears("citizen", "agent")
        await caller.hears("agent")
        await agent.hears("citizen")
        work = board.calls.desks.view("a").work
        assert work is not None
        assert [party.role for party in work.parties] == ["agent"]

        await board.command(CommandName.WHISPER, "c")
        await agent.hears("citizen", "other")
        await supervisor.hears("citizen", "agent")
        await caller.hears("agent")

        await board.command(CommandName.BARGE, "c")
        await caller.hears("agent", "other")
        await agent.hears("citizen", "other")
        await supervisor.hears("citizen", "agent")

        await board.command(CommandName.LISTEN, "c")
        await caller.hears("agent")
        await agent.hears("citizen")
        await supervisor.hears("citizen", "agent")

        await board.command(CommandName.TAKE_OVER, "c")
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        await caller.hears("other")
        await supervisor.hears("citizen")
        await board.agent_is("a", AgentState.WRAP_UP)
        await supervisor_phone.hang_up(call=supervisor.call)
        await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=caller.call)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")

        async def nothing_left() -> bool:
            return not await board.asterisk_holds("channels") and not await board.asterisk_holds("bridges")

        assert await board.becomes(nothing_left, "nothing left")


async def test_who_follows_the_contact_hears_the_next_agent_too(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with (
        new_agent_phone("a") as phone,
        new_agent_phone("b") as other_phone,
        new_agent_phone("c") as supervisor_phone,
    ):
        caller, _ = await in_talk(board, citizen, phone, dial)
        await off_duty(board, "b")
        await off_duty(board, "c")
        await board.command(CommandName.WHISPER, "c", watched_agent_id="a")
        supervisor = await answers(supervisor_phone, "fourth")
        await supervisor.hears("citizen", "agent")
        await board.command(CommandName.TRANSFER, "a", target_agent_id="b")
        other = await answers(other_phone, "other")
        await supervisor.hears("citizen", "other")
        await other.hears("citizen", "fourth")
        await caller.hears("other")


async def test_a_connection_that_breaks_leaves_the_listener_unheard(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("c") as supervisor_phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await off_duty(board, "c")
        await board.command(CommandName.LISTEN, "c", watched_agent_id="a", follow="seat")
        supervisor = await answers(supervisor_phone, "other")
        await supervisor.hears("citizen", "agent")
        board.adapter.compared.clear()
        await board.break_connection()
        assert await board.becomes(board.adapter.compared.is_set, "compared again")
        await supervisor.hears("citizen", "agent")
        await caller.hears("agent")
        await agent.hears("citizen")
        await board.command(CommandName.RELEASE, "c", watched_agent_id="a")
        await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=caller.call)
        await supervisor_phone.next_event(Disconnected, deadline_seconds=SECONDS, call=supervisor.call)
        await board.agent_is("c", AgentState.NOT_READY)
