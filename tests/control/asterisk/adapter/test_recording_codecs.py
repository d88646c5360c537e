"""Recordings of legs that are not 8 kHz, by their sound: a trunk may bring G.722 or Opus in spite of decision 0003."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.control.asterisk.adapter.opus_caller import OpusCaller
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tape import beep_together, tapes
from tests.control.asterisk.adapter.tones import TONES, Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS, rings
from tests.control.asterisk.conftest import Server, free_port, make_settings

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Media
from rexian.control.asterisk.server.account import current_or_unprivileged
from rexian.control.asterisk.server.configuration import write_configuration
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.process import ServerProcess, server_command

pytestmark = [pytest.mark.parts, pytest.mark.long]

NewPhone = Callable[..., Phone]


@pytest.fixture
async def server(instance_folder: Path, installation: Installation) -> AsyncIterator[Server]:
    """An Asterisk whose trunk speaks G.722 and Opus only, with the modules for both."""
    phone_port, outside_port = free_port(), free_port()
    settings = make_settings(instance_folder, phone_port, outside_port)
    (trunk,) = settings.sip_trunks
    settings = replace(
        settings,
        trunks=(replace(trunk, codecs=("g722", "opus")),),
        extra_modules=("codec_g722", "codec_opus_open_source", "res_format_attr_opus"),
    )
    account = current_or_unprivileged()
    write_configuration(settings, installation, account)
    process = ServerProcess(server_command(settings, installation, account), settings)
    try:
        await process.start()
        yield Server(settings, installation, account, process, phone_port, outside_port)
    finally:
        await process.stop(grace_seconds=0)


async def test_a_g722_caller(
    board: Switchboard, server: Any, new_agent_phone: NewPhone, dial: Any, tmp_path: Path
) -> None:
    settings = PhoneSettings(user="13800001111", listen_port=server.phone_port, codecs=("G722",))
    async with Phone(settings) as citizen, new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        media = await citizen.next_event(Media, deadline_seconds=SECONDS, call=caller.call)
        assert media.codec == "G722"
        await beep_together(agent, caller, times=3)
        await citizen.hang_up(call=caller.call)
        (tape,) = await tapes(board, server, tmp_path)
    assert tape.is_right(times=3)


async def test_an_opus_caller(board: Switchboard, server: Any, new_agent_phone: NewPhone, tmp_path: Path) -> None:
    async with (
        OpusCaller(server.phone_port, server.settings.sip_port, tmp_path, TONES["citizen"]) as citizen,
        new_agent_phone("a") as phone,
    ):
        await board.ready("a")
        assert await citizen.call("12329") == "opus"
        await board.event("prompt.started", prompt_id="main.text")
        citizen.press(0)
        agent_call = await rings(board, phone)
        await phone.answer(call=agent_call)
        await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=agent_call)
        await board.event("recording.block_started")
        caller, agent = Voice("citizen", citizen, 1), Voice("agent", phone, agent_call)  # type: ignore[arg-type]
        await beep_together(agent, caller, times=3)
        await agent.hears("citizen")
        await citizen.hang_up()
        (tape,) = await tapes(board, server, tmp_path)
    assert tape.is_right(times=3)
