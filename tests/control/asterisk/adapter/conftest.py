"""A switchboard, the phones of its agents, and a citizen who calls."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.calls.floor import CALLER, centre_configuration

from rexian.app.demo.phone import Phone, PhoneSettings

CENTRE = centre_configuration("a", "b", "c", offer_seconds=3.0)


@pytest.fixture
def new_board(server: Any, instance_folder: Path) -> Callable[..., Switchboard]:
    """A control process to be started; each stands on the journal of the one before."""
    folder = instance_folder / "control"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    return lambda limits=None: Switchboard(server, folder, CENTRE, limits)


@pytest.fixture
async def board(new_board: Callable[[], Switchboard]) -> AsyncIterator[Switchboard]:
    """Control, running and compared with Asterisk."""
    async with new_board() as board:
        yield board


@pytest.fixture
async def citizen(server: Any) -> AsyncIterator[Phone]:
    """A telephone at the trunk's peer address."""
    async with Phone(PhoneSettings(user=CALLER, listen_port=server.phone_port)) as phone:
        yield phone


@pytest.fixture
async def second_citizen(server: Any) -> AsyncIterator[Phone]:
    async with Phone(PhoneSettings(user="13800002222", listen_port=server.phone_port)) as phone:
        yield phone


@pytest.fixture
def new_agent_phone(server: Any) -> Callable[..., Phone]:
    """An agent's phone, to be used as a context; it registers by itself."""

    def make(agent_id: str, **settings: Any) -> Phone:
        registrar = f"127.0.0.1:{server.settings.sip_port}"
        return Phone(PhoneSettings(user=f"agent-{agent_id}", password="secret", registrar=registrar, **settings))

    return make


@pytest.fixture
def dial(server: Any) -> Callable[..., Any]:
    """Let a phone call the hotline, or another number."""

    async def call(phone: Phone, number: str = "12329") -> int:
        return await phone.call(number, host=f"127.0.0.1:{server.settings.sip_port}")

    return call
