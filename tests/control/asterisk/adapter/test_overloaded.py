"""An Asterisk that answers slowly: new calls are turned away at the trunk, those who talk are served on."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS, talking
from tests.rig.sound import hears_tone

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.calls.pressure import PressureLimits
from rexian.control.contracts.commands import CommandName
from rexian.kit.tasks import TaskKeeper

pytestmark = pytest.mark.parts

SLOW_SECONDS = 0.3
AWAY_SECONDS = 1.2
"""Shorter than what is taken for a broken connection."""
BACK_SECONDS = 0.1
OVERLOAD_SECONDS = 25.0
TONE_HZ = 440


async def test_a_new_call_gets_503_while_the_talk_goes_on(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        await talking(board, citizen, agent, dial)
        for _ in range(100):
            board.pressure.note(2.0)
        call = await dial(citizen)
        assert (await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)).code == 503
        ended = await board.event("contact.ended", reason="overload")
        assert [event.type for event in board.outlets.events if event.contact_id == ended.contact_id] == [
            "contact.started",
            "contact.ended",
        ]
        held = await board.command(CommandName.HOLD, "a")
        assert held.work is not None
        assert held.work.held, "the talk in hand is served on"


@pytest.mark.long
async def test_a_stalling_asterisk_turns_calls_away_until_it_keeps_up_again(
    server: Any,
    new_board: Callable[..., Switchboard],
    citizen: Phone,
    new_agent_phone: Callable[..., Phone],
    dial: Any,
) -> None:
    async with new_board(PressureLimits(slow_seconds=SLOW_SECONDS)) as board, new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        await agent.play_tone(TONE_HZ, call=agent_call)
        async with stalling(server):
            assert await board.becomes(lambda: board.pressure.is_high, "overloaded", OVERLOAD_SECONDS)
            second = await dial(citizen)
            ended = await citizen.next_event(Disconnected, deadline_seconds=OVERLOAD_SECONDS, call=second)
            assert ended.code == 503
        assert await board.becomes(lambda: not board.pressure.is_high, "it keeps up", OVERLOAD_SECONDS)
        assert board.adapter.compared.is_set(), "it was slow, not away"
        await hears_tone(citizen, call, TONE_HZ)
        second = await dial(citizen)
        await citizen.next_event(Confirmed, deadline_seconds=SECONDS, call=second)


@asynccontextmanager
async def stalling(server: Any) -> AsyncIterator[None]:
    """For the body's time Asterisk stands still again and again."""
    tasks = TaskKeeper()
    tasks.start(stall(server), "stalls")
    try:
        yield
    finally:
        await tasks.close()
        server.process.send_signal(signal.SIGCONT)


async def stall(server: Any) -> None:
    """Let Asterisk stand still again and again."""
    while True:
        server.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(AWAY_SECONDS)
        server.process.send_signal(signal.SIGCONT)
        await asyncio.sleep(BACK_SECONDS)
