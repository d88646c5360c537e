"""A call on a real Asterisk: menu, queue, an agent's SIP phone, the recording, and all the ways an offer ends."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

SECONDS = 10.0
BYTES_PER_SECOND = 16_000


async def in_queue(board: Switchboard, citizen: Phone, dial: Any) -> int:
    """Call and ask for a person; gives the phone's call."""
    call = int(await dial(citizen))
    await citizen.next_event(Confirmed, deadline_seconds=SECONDS, call=call)
    await board.event("prompt.started", prompt_id="main.text")
    await citizen.send_digits("0", call=call)
    await board.event("segment.started", kind="queue")
    return call


async def test_from_menu_to_recording(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a", answer_after_ms=100.0) as agent:
        await board.ready("a")
        call = await in_queue(board, citizen, dial)
        await agent.next_event(Confirmed, deadline_seconds=SECONDS)
        await citizen.play_tone(440, call=call)
        began = await board.event("recording.block_started")
        heard_at = await agent.wait_for_audio(deadline_seconds=SECONDS, run_ms=1000)
        assert heard_at
        await citizen.hang_up(call=call)
        stopped = await board.event("recording.stopped")
        ended = await board.event("recording.block_ended")
        assert (stopped.data["blocks"], stopped.data["recording_id"]) == (1, began.data["recording_id"])
        expected = ended.data["expected_seconds"]
        for track in began.data["tracks"].values():
            file = server.settings.folders.spool / "recording" / f"{track}.sln"
            assert file.stat().st_size / BYTES_PER_SECOND == pytest.approx(expected, abs=0.3)
        assert (await board.event("contact.ended")).data["reason"] == "citizen_hung_up"
        await board.agent_is("a", AgentState.WRAP_UP)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
        assert await board.asterisk_holds("bridges") == []
        await agent.next_event(Disconnected, deadline_seconds=SECONDS)
        work = board.calls.desks.view("a").work
        assert work is not None
        assert (work.contact_id, work.attached.menu_path) == (stopped.contact_id, ("人工",))
