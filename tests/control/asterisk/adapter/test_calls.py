"""A call on a real Asterisk: menu, queue, an agent's SIP phone, the recording, and all the ways an offer ends."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS, in_queue, rings, talking

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

BYTES_PER_SECOND = 16_000


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


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        (603, "declined", "missed_offer"),
        (486, "declined", "missed_offer"),
        (480, "timed_out", "missed_offer"),
        (503, "agent_unreachable", "phone_unreachable"),
    ],
)
async def test_a_phone_that_refuses(
    board: Switchboard,
    citizen: Phone,
    new_agent_phone: Callable[..., Phone],
    dial: Any,
    code: int,
    outcome: str,
    reason: str,
) -> None:
    async with new_agent_phone("a", refuse_with=code):
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ended = await board.event("offer.ended")
        assert ended.data["outcome"] == outcome
        await board.agent_is("a", AgentState.NOT_READY)
        assert board.agent("a").not_ready_reason == reason
        contact = await board.contact_in(Phase.QUEUED)
        assert contact.ringing is None
        assert board.calls.engine.queue_length("human-service")[0] == 1


async def test_a_phone_nobody_answers_and_the_next_agent_who_is_ready(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a") as first, new_agent_phone("b", answer_after_ms=0.0) as second:
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ringing = await rings(board, first)
        await board.ready("b")
        ended = await board.event("offer.ended", outcome="timed_out")
        assert ended.data["agent_id"] == "a"
        await first.next_event(Disconnected, deadline_seconds=SECONDS, call=ringing)
        await second.next_event(Confirmed, deadline_seconds=SECONDS)
        await board.agent_is("b", AgentState.TALKING)
        assert board.agent("a").not_ready_reason == "missed_offer"


async def test_a_phone_that_has_gone_unnoticed_is_unreachable(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a"):
        await board.ready("a")
    await board.becomes(lambda: not board.agent("a").phone_registered, "told of the phone's going")
    await board.calls.phone("a", registered=True)
    await in_queue(board, citizen, dial)
    ended = await board.event("offer.ended")
    assert ended.data["outcome"] == "agent_unreachable"
    assert board.agent("a").not_ready_reason == "phone_unreachable"


async def test_the_caller_hangs_up_while_it_rings(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        await board.ready("a")
        call = await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        await citizen.hang_up(call=call)
        await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=ringing)
        assert (await board.event("offer.ended")).data["outcome"] == "caller_gone"
        await board.agent_is("a", AgentState.READY)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")


async def test_the_agent_declines_at_the_desk(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        view = await board.command(CommandName.DECLINE, "a")
        assert (view.state, view.work) == (AgentState.NOT_READY, None)
        await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=ringing)
        assert (await board.event("offer.ended")).data["outcome"] == "declined"


@pytest.mark.parametrize("at_the_desk", [True, False])
async def test_the_agent_hangs_up(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any, at_the_desk: bool
) -> None:
    async with new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        if at_the_desk:
            await board.command(CommandName.HANG_UP, "a")
        else:
            await agent.hang_up(call=agent_call)
        ended = await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)
        assert not ended.by_us
        assert (await board.event("contact.ended")).data["reason"] == "agent_hung_up"
        await board.agent_is("a", AgentState.WRAP_UP)


async def test_an_unknown_number_is_refused(board: Switchboard, citizen: Phone, dial: Any) -> None:
    call = await dial(citizen, "99999")
    assert (await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)).code == 404
    assert (await board.event("contact.ended")).data["reason"] == "refused"
    assert await board.becomes(lambda: not board.calls.contacts, "closed")
    assert board.calls.contact_of("anything") is None


async def test_an_agents_phone_may_not_dial(
    board: Switchboard, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        assert await board.becomes(lambda: board.agent("a").phone_registered, "registered")
        call = await dial(agent)
        assert (await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=call)).code == 404
    assert not board.outlets.of("contact.started")
