"""The embedded NATS: its file is private, who has no password stays out, JetStream syncs each second."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from rexian.app.launcher.child import ChildProcess
from rexian.app.parts.nats import NatsPart
from rexian.app.parts.ports import free_port
from rexian.kit.bus import Bus

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def part(tmp_path: Path) -> AsyncIterator[NatsPart]:
    part = NatsPart(tmp_path / "nats", free_port(), free_port(), secrets.token_urlsafe(8))
    part.prepare()
    child = ChildProcess(part.plan(), tmp_path / "logs")
    await child.start()
    await child.wait_ready()
    yield part
    await child.stop()


def test_its_configuration_is_private(part: NatsPart) -> None:
    assert (part.folder / "nats.conf").stat().st_mode & 0o777 == 0o600


async def test_it_refuses_who_has_no_password(part: NatsPart) -> None:
    stranger = await Bus.connect(f"nats://127.0.0.1:{part.port}", name="stranger")
    assert not stranger.connected
    await stranger.close()


async def test_its_store_is_in_its_folder_and_synced_each_second(part: NatsPart) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{part.monitor_port}/jsz")
    configuration = answer.json()["config"]
    assert configuration["store_dir"].startswith(str(part.folder))
    assert configuration["sync_interval"] == 1_000_000_000
