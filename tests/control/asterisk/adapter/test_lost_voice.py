"""The agent's phone or page goes away in the middle of a talk: the citizen's leg is never touched."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS, rings, sign_phone_out, talking

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, WorkPhase

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]


async def test_a_phone_that_is_away_while_its_voice_comes_changes_nothing(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        await agent.play_tone(660, call=agent_call)
        await sign_phone_out(server, "a")
        assert await board.becomes(lambda: not board.agent("a").phone_registered, "away")
        assert board.adapter._watched == {"a"}
        channel_id = (await board.contact_in(Phase.TALKING)).talk
        assert channel_id is not None
        for _ in range(2):
            assert await board.media.media_alive(str(channel_id.channel_id))
        assert not board.outlets.of("leg.lost")
        await agent.hang_up(call=agent_call)
        assert (await board.event("contact.ended")).data["reason"] == "agent_hung_up"
        assert await board.becomes(lambda: not board.adapter._watched, "watched no more")
        assert not board.outlets.of("leg.lost")
        await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)


async def test_a_phone_that_is_away_and_silent_gives_the_citizen_music(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        call, _ = await talking(board, citizen, agent, dial)
        os.kill(agent.process_id, signal.SIGSTOP)
        try:
            await sign_phone_out(server, "a")
            lost = await board.event("leg.lost")
            assert lost.data["cause"] == "media_silent"
            await citizen.wait_for_audio(deadline_seconds=SECONDS, call=call)
            work = board.calls.desks.view("a").work
            assert work is not None
            assert work.phase is WorkPhase.RECONNECTING
        finally:
            os.kill(agent.process_id, signal.SIGCONT)


async def test_a_watch_is_taken_up_after_a_restart(
    new_board: Callable[[], Switchboard], server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_board() as board, new_agent_phone("a") as agent:
        await talking(board, citizen, agent, dial)
        await board.stop()
        os.kill(agent.process_id, signal.SIGSTOP)
        try:
            await sign_phone_out(server, "a")
            async with new_board() as successor:
                assert (await successor.event("leg.lost")).data["cause"] == "media_silent"
        finally:
            os.kill(agent.process_id, signal.SIGCONT)


async def test_a_page_that_asks_for_its_voice_gets_it_back(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        await board.command(CommandName.RESUME_MEDIA, "a")
        await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=agent_call)
        again = await rings(board, agent)
        await agent.answer(call=again)
        await agent.next_event(Confirmed, deadline_seconds=SECONDS, call=again)
        restored = await board.event("leg.restored")
        assert restored.data["agent_id"] == "a"
        await board.event("recording.block_started", block=2)
        assert board.agent("a").state is AgentState.TALKING
        await citizen.play_tone(440, call=call)
        await agent.wait_for_audio(deadline_seconds=SECONDS, call=again)
        await citizen.hang_up(call=call)
        assert (await board.event("recording.stopped")).data["blocks"] == 2
