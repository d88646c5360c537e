"""Recordings through hold, consultation, conference, transfer and barge-in, and a minute of loss, by their sound."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tape import ALIGNED_SECONDS, beep_together, heard_for, tapes
from tests.control.asterisk.adapter.test_consulting import consulted
from tests.control.asterisk.adapter.test_supervising import answers, off_duty
from tests.control.asterisk.adapter.test_transferring import answered
from tests.control.asterisk.adapter.tones import Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Disconnected
from rexian.control.contracts.commands import CommandName

pytestmark = [pytest.mark.parts, pytest.mark.long]

NewPhone = Callable[..., Phone]


async def says(voice: Voice, name: str) -> Voice:
    """The same person with another tone."""
    voice.name = name
    await voice.speak()
    return voice


async def test_what_an_agent_says_on_hold_and_in_a_consultation_is_not_in_the_citizens_file(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await off_duty(board, "b")
        caller, agent = await in_talk(board, citizen, phone, dial)
        await heard_for(caller, 1.0)
        await board.command(CommandName.HOLD, "a")
        await says(agent, "fourth")
        await heard_for(agent, 1.0)
        other = await consulted(board, other_phone, target_agent_id="b")
        await other.hears("fourth")
        await heard_for(other, 1.0)
        await says(agent, "agent")
        await other.hears("agent")
        await board.command(CommandName.TAKE_BACK, "a")
        await caller.hears("agent")
        await heard_for(caller, 1.0)
        other = await consulted(board, other_phone, target_agent_id="b")
        await other.hears("agent")
        await board.command(CommandName.COMPLETE, "a")
        await caller.hears("other")
        await heard_for(caller, 1.0)
        await citizen.hang_up(call=caller.call)
        talk, first, second, after = await tapes(board, server, tmp_path, count=4)
    assert all(tape.is_complete() for tape in (talk, first, second, after))
    assert talk.voices("citizen") == {"citizen"}
    assert talk.voices("agent") == {"agent"}
    assert first.voices("citizen") == {"other"}
    assert first.voices("agent") == {"fourth", "agent"}
    assert second.voices("agent") == {"agent"}
    assert (after.voices("citizen"), after.voices("agent")) == ({"citizen"}, {"other"})


async def test_a_blind_transfer(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await off_duty(board, "b")
        voices = await in_talk(board, citizen, phone, dial)
        await beep_together(*voices, times=2)
        await board.command(CommandName.TRANSFER, "a", target_agent_id="b")
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=voices[1].call)
        other = await answered(other_phone)
        await voices[0].hears("other")
        await beep_together(voices[0], other, times=2)
        await citizen.hang_up(call=voices[0].call)
        before, after = await tapes(board, server, tmp_path, count=2)
    assert before.is_right(times=2)
    assert after.is_complete()
    assert after.is_aligned(times=2)
    assert after.runs_at_the_right_speed("agent", "other")
    assert (after.voices("citizen"), after.voices("agent")) == ({"citizen"}, {"other"})


async def test_a_conference_and_a_supervisor_who_barges_in(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone, new_agent_phone("c") as third_phone:
        await off_duty(board, "b")
        await off_duty(board, "c")
        caller, agent = await in_talk(board, citizen, phone, dial)
        other = await consulted(board, other_phone, target_agent_id="b")
        await board.command(CommandName.JOIN, "a")
        await other.hears("citizen", "agent")
        await heard_for(other, 1.0)
        await board.command(CommandName.WHISPER, "c", watched_agent_id="a")
        supervisor = await answers(third_phone, "fourth")
        await agent.hears("citizen", "other", "fourth")
        await heard_for(other, 1.0)
        whispered = len(board.outlets.of("recording.block_started"))
        await board.command(CommandName.BARGE, "c")
        await caller.hears("agent", "other", "fourth")
        await heard_for(supervisor, 1.0)
        await citizen.hang_up(call=caller.call)
        talk, consultation = await tapes(board, server, tmp_path, count=2)
    assert talk.is_complete()
    assert consultation.is_complete()
    *_, together, barged = talk.layout.placed
    assert len(talk.layout.placed) == 3
    assert whispered == 3  # of both recordings: a whisper begins no block
    assert talk.voices("citizen", together) == {"citizen", "other"}
    assert talk.voices("citizen", barged) == {"citizen", "other", "fourth"}
    assert talk.voices("agent") == {"agent"}


@pytest.mark.parametrize("loser", ["citizen", "agent"])
async def test_a_minute_of_loss_on_one_side(
    board: Switchboard, server: Any, new_agent_phone: NewPhone, dial: Any, tmp_path: Path, loser: str
) -> None:
    """Both sides stay together to the end, and the other side is whole."""
    loss = {"tx_drop_pct": 15}
    settings = PhoneSettings(user="13800001111", listen_port=server.phone_port, **(loss if loser == "citizen" else {}))
    async with Phone(settings) as citizen, new_agent_phone("a", **(loss if loser == "agent" else {})) as phone:
        voices = await in_talk(board, citizen, phone, dial)
        await beep_together(*voices, times=25, seconds=1.2)
        await citizen.hang_up(call=voices[0].call)
        (tape,) = await tapes(board, server, tmp_path)
    assert tape.seconds > 60
    assert tape.layout.captured_seconds > 0.99 * tape.layout.expected_seconds
    offsets = tape.offsets(25)
    assert abs(median(offsets)) <= ALIGNED_SECONDS, offsets
    assert abs(median(offsets[-9:]) - median(offsets[:9])) <= ALIGNED_SECONDS, offsets  # nothing drifts
    assert tape.runs_at_the_right_speed("citizen", "citizen")
    assert tape.runs_at_the_right_speed("agent", "agent")
    whole = "agent" if loser == "citizen" else "citizen"
    assert tape.filled(whole, 25) > 0.95 > tape.filled(loser, 25) > 0.7


STALL_SECONDS = 0.15


@pytest.mark.parametrize("loser", ["citizen", "agent"])
async def test_a_media_server_that_stands_still_while_one_side_loses_packets(
    board: Switchboard, server: Any, new_agent_phone: NewPhone, dial: Any, tmp_path: Path, loser: str
) -> None:
    """It misses the ticks of its clock, as on a machine with too much to do: the side that loses nothing stays behind
    by that, the other one comes up."""
    loss = {"tx_drop_pct": 15}
    settings = PhoneSettings(user="13800001111", listen_port=server.phone_port, **(loss if loser == "citizen" else {}))
    async with Phone(settings) as citizen, new_agent_phone("a", **(loss if loser == "agent" else {})) as phone:
        voices = await in_talk(board, citizen, phone, dial)
        await beep_together(*voices, times=2, seconds=1.2)
        for _ in range(2):
            server.process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(STALL_SECONDS)
            server.process.send_signal(signal.SIGCONT)
            await heard_for(voices[0], 0.5)
        await beep_together(*voices, times=10, seconds=1.2)
        await citizen.hang_up(call=voices[0].call)
        (tape,) = await tapes(board, server, tmp_path)
    offsets = tape.offsets(10)
    assert abs(median(offsets)) <= ALIGNED_SECONDS, offsets
    assert abs(median(offsets[-5:])) <= ALIGNED_SECONDS, offsets
    assert tape.runs_at_the_right_speed("citizen", "citizen")
    assert tape.runs_at_the_right_speed("agent", "agent")
