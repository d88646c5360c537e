"""Recordings on a real Asterisk, by their sound: complete, both sides aligned, at the right speed, nothing that is not
the citizen's talk. The slow ones are in `test_recording_long`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tape import FILLED, beep_together, heard_for, tapes
from tests.control.asterisk.adapter.tones import in_talk

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]


async def test_nothing_that_is_said_in_a_pause_is_in_the_file_and_its_time_is(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        view = await board.command(CommandName.PAUSE_RECORDING, "a", reason="secret_spoken")
        assert view.work is not None
        assert view.work.recording is not None
        assert not view.work.recording.running
        caller.name = "other"
        await caller.speak()  # the secret
        await agent.hears("other")
        caller.name = "citizen"
        await caller.speak()
        await agent.hears("citizen")
        view = await board.command(CommandName.RESUME_RECORDING, "a")
        await board.command(CommandName.MARK_RECORDING, "a", kind="promise")
        await heard_for(agent, 1.0)
        await citizen.hang_up(call=caller.call)
        (tape,) = await tapes(board, server, tmp_path)
    first, second = tape.layout.placed
    pause = (first.start_frame + first.frames) / 8000, second.start_frame / 8000
    paused, resumed = board.outlets.of(EventType.RECORDING_PAUSED)[0], board.outlets.of(EventType.RECORDING_RESUMED)[0]
    assert pause[1] - pause[0] == pytest.approx((resumed.time - paused.time).total_seconds(), abs=0.05)
    assert tape.is_complete()
    assert tape.heard("citizen", 0, tape.seconds) == {"citizen"}
    assert tape.heard("citizen", *pause) == tape.heard("agent", *pause) == set()
    assert tape.heard("citizen", 0, pause[0]) == tape.heard("citizen", pause[1], tape.seconds) == {"citizen"}
    assert tape.heard("agent", pause[1], tape.seconds) == {"agent"}


async def test_a_caller_who_loses_packets_is_recorded_at_the_right_time_and_speed(
    board: Switchboard, server: Any, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    """15 % of what one side sends is lost: the other side is whole, and both stay together."""
    settings = PhoneSettings(user="13800001111", listen_port=server.phone_port, tx_drop_pct=15)
    async with Phone(settings) as citizen, new_agent_phone("a") as phone:
        voices = await in_talk(board, citizen, phone, dial)
        await beep_together(*voices, times=3)
        await citizen.hang_up(call=voices[0].call)
        (tape,) = await tapes(board, server, tmp_path)
    assert tape.is_complete()
    assert tape.is_aligned(times=3)
    assert tape.runs_at_the_right_speed("citizen", "citizen")
    assert tape.runs_at_the_right_speed("agent", "agent")
    assert tape.filled("agent", 3) > FILLED
    assert 0.7 < tape.filled("citizen", 3) < 1.0
