"""Control was away: a lost websocket, a successor on the same journal, another control, an Asterisk left alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS, in_queue, rings, talking

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.asterisk.server.call_log import CallLogEvent, read_call_log
from rexian.control.contacts.state import Phase
from rexian.control.contracts.desk import AgentState
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

NewBoard = Callable[[], Switchboard]
NewPhone = Callable[..., Phone]


async def lose_the_websocket(board: Switchboard) -> None:
    before = board.client._session
    await board.break_connection()
    assert await board.becomes(lambda: board.client._session not in (None, before), "connected again")
    assert await board.becomes(board.adapter.compared.is_set, "compared again")


async def test_a_waiting_caller_keeps_the_place_over_a_restart(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_board() as board:
        call = await in_queue(board, citizen, dial)
        before = await board.contact_in(Phase.QUEUED)
    async with new_board() as successor, new_agent_phone("a", answer_after_ms=0.0) as agent:
        contact = await successor.contact_in(Phase.QUEUED)
        assert (contact.contact_id, contact.queued_at) == (before.contact_id, before.queued_at)
        assert contact.attached.menu_path == ("人工",)
        assert successor.calls.engine.queue_length("human-service") == (1, before.queued_at)
        await citizen.wait_for_audio(deadline_seconds=SECONDS, call=call)
        await successor.ready("a")
        await agent.next_event(Confirmed, deadline_seconds=SECONDS)
        await successor.agent_is("a", AgentState.TALKING)


async def test_a_talk_goes_on_over_a_restart_and_so_does_its_recording(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any, server: Any
) -> None:
    async with new_board() as board, new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        began = await board.event("recording.block_started")
        await agent.play_tone(660, call=agent_call)
        await board.stop()
        async with new_board() as successor:
            assert successor.agent("a").state is AgentState.TALKING
            await citizen.wait_for_audio(deadline_seconds=SECONDS, call=call)
            await agent.hang_up(call=agent_call)
            ended = await successor.event("recording.block_ended")
            assert (await successor.event("recording.stopped")).data["blocks"] == 1
            file = server.settings.folders.spool / "recording" / f"{began.data['tracks']['agent']}.sln"
            assert file.stat().st_size / 16_000 == pytest.approx(ended.data["expected_seconds"], abs=0.4)
            await successor.agent_is("a", AgentState.WRAP_UP)


async def test_a_tap_without_a_recording_is_found_and_made_anew(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any, server: Any, monkeypatch: Any
) -> None:
    """As if control had died between having a tap made and having it written."""
    ordered: list[str] = []

    async def dies_first(track: str) -> bool:
        ordered.append(track)
        return True

    async with new_board() as board, new_agent_phone("a") as agent:
        monkeypatch.setattr(board.media, "record_track", dies_first)
        call, agent_call = await talking(board, citizen, agent, dial)
        assert await board.becomes(lambda: len(ordered) == 2, "both taps are there")
        await board.stop()
        async with new_board() as successor:
            empty = await successor.event("recording.block_ended", block=1)
            began = await successor.event("recording.block_started", block=2)
            assert (began.time - empty.time).total_seconds() < 0.1
            await agent.play_tone(660, call=agent_call)
            await citizen.wait_for_audio(deadline_seconds=SECONDS, call=call)
            await agent.hang_up(call=agent_call)
            ended = await successor.event("recording.block_ended", block=2)
            assert (await successor.event("recording.stopped")).data["blocks"] == 2
            for track in began.data["tracks"].values():
                file = server.settings.folders.spool / "recording" / f"{track}.sln"
                assert file.stat().st_size / 16_000 == pytest.approx(ended.data["expected_seconds"], abs=0.4)


async def test_what_ended_meanwhile_gets_the_time_of_asterisks_log(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any, server: Any
) -> None:
    async with new_board() as board, new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        channel_id = (await board.contact_in(Phase.TALKING)).channel_id
        await board.stop()
        await citizen.hang_up(call=call)

        def logged() -> datetime | None:
            records = read_call_log(server.settings.folders.call_log).records
            ends = [r.at for r in records if r.event is CallLogEvent.HUNG_UP and r.channel_id == channel_id]
            return ends[0] if ends else None

        hung_up_at = await until(logged, deadline_seconds=SECONDS)
        back_at = datetime.now(UTC)
        async with new_board() as successor:
            ended = await successor.event("contact.ended")
            assert (ended.recovered, ended.time, ended.data["reason"]) == (True, hung_up_at, "citizen_hung_up")
            assert ended.time < back_at
            await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=agent_call)
            await successor.agent_is("a", AgentState.WRAP_UP)
            assert (await successor.event("recording.stopped")).data["blocks"] == 1


async def test_a_lost_websocket_changes_nothing_for_those_who_talk_and_wait(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        call, agent_call = await talking(board, citizen, agent, dial)
        await lose_the_websocket(board)
        assert board.agent("a").state is AgentState.TALKING
        await citizen.play_tone(440, call=call)
        await agent.wait_for_audio(deadline_seconds=SECONDS, call=agent_call)
        await citizen.hang_up(call=call)
        assert (await board.event("recording.stopped")).data["blocks"] == 1


async def test_a_leg_that_rings_over_a_restart_can_be_answered(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_board() as board, new_agent_phone("a") as agent:
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        await board.stop()
        async with new_board() as successor:
            assert successor.agent("a").state is AgentState.RINGING
            await agent.answer(call=ringing)
            await successor.agent_is("a", AgentState.TALKING)
            assert (await successor.event("offer.ended")).data["outcome"] == "accepted"


async def test_a_leg_answered_while_nobody_listened_is_dropped_and_the_caller_waits_on(
    new_board: NewBoard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    """Asterisk hands no channel to an application that is not there."""
    async with new_board() as board, new_agent_phone("a") as agent:
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        await board.stop()
        await agent.answer(call=ringing)
        await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=ringing)
        async with new_board() as successor:
            assert (await successor.event("offer.ended")).data["outcome"] == "agent_unreachable"
            contact = await successor.contact_in(Phase.QUEUED)
            assert contact.queued_at is not None
            assert successor.calls.engine.queue_length("human-service") == (1, contact.queued_at)


async def test_who_called_while_there_was_no_control_is_taken_in(
    new_board: NewBoard, citizen: Phone, dial: Any
) -> None:
    async with new_board():
        pass
    call = await dial(citizen)
    await citizen.next_event(Confirmed, deadline_seconds=SECONDS, call=call)
    await citizen.wait_for_audio(deadline_seconds=SECONDS, call=call)
    async with new_board() as board:
        contact = await board.contact_in(Phase.MENU)
        assert contact.caller_number
        ended = await board.event("prompt.ended", outcome="played")
        assert ended.contact_id == contact.contact_id
        # The dialplan's music is over with the first prompt: the menu waits for a key in silence.
        await citizen.wait_for_silence(deadline_seconds=SECONDS, run_ms=500, call=call)


async def test_a_caller_whose_contact_is_unknown_begins_anew(new_board: NewBoard, citizen: Phone, dial: Any) -> None:
    async with new_board() as board:
        await in_queue(board, citizen, dial)
        contact = await board.contact_in(Phase.QUEUED)
        del board.calls.contacts[contact.contact_id]
        del board.calls._by_channel[contact.channel_id]
        await lose_the_websocket(board)
        again = await board.contact_in(Phase.MENU)
        assert (again.channel_id, again.contact_id != contact.contact_id) == (contact.channel_id, True)


async def test_what_belongs_to_nobody_is_cleared_away(board: Switchboard, new_agent_phone: NewPhone) -> None:
    async with new_agent_phone("a") as agent:
        assert await board.becomes(lambda: board.agent("a").phone_registered, "registered")
        await board.client.request("POST", "bridges/node1.bridge.nobody", query={"type": "mixing"})
        query = {"endpoint": "PJSIP/agent-a", "app": "rexian", "appArgs": "leg"}
        await board.client.request("POST", "channels/node1.leg.nobody.1", query=query)
        await lose_the_websocket(board)
        await agent.next_event(Disconnected, deadline_seconds=SECONDS)
        assert await board.asterisk_holds("bridges") == []


async def test_a_control_that_was_replaced_stops(new_board: NewBoard) -> None:
    async with new_board() as first, new_board() as second:
        assert await first.becomes(first.adapter.replaced.is_set, "replaced")
        assert not first.adapter.compared.is_set()
        assert await first.becomes(first.connection.done, "stopped")
        assert second.adapter.compared.is_set()


async def test_the_call_log_is_put_aside_and_still_read_once(board: Switchboard, citizen: Phone, server: Any) -> None:
    log = server.settings.folders.call_log
    call = await citizen.call("99999", host=f"127.0.0.1:{server.settings.sip_port}")
    await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)
    ended = await until(board.adapter._ended.read, deadline_seconds=SECONDS)
    await lose_the_websocket(board)
    assert await board.becomes(lambda: not log.exists(), "put aside")
    assert board.adapter._ended.read() == ended
