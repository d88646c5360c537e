"""Trunks that change while Asterisk runs: it takes them without a restart, and no call ends."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.control.asterisk.conftest import Server, free_port
from tests.control.asterisk.server.conftest import Phone

from rexian.control.asterisk.ari.provisioning import (
    PhoneAccount,
    PhoneKind,
    list_endpoints,
    push_endpoint,
    read_endpoint,
)
from rexian.control.asterisk.server.configuration import trunk_files
from rexian.control.asterisk.trunk_changes import TrunkChanges
from rexian.control.contracts.trunks import ChannelLimit, SipTransport, SipTrunk
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

AGENT = PhoneAccount("8001", "long-secret", PhoneKind.SIP_PHONE, qualify_seconds=0)


@pytest.fixture
def changes(server: Server, link: Any) -> TrunkChanges:
    async def push() -> None:
        await push_endpoint(link.client, AGENT)

    return TrunkChanges(link.client, server.settings.folders.configuration, server.account, push)


def files_of(server: Server, *trunks: SipTrunk) -> dict[str, str]:
    return trunk_files(replace(server.settings, trunks=trunks))


def trunks_called(link: Any) -> set[str]:
    return {event["args"][3] for event in link.events if event["type"] == "StasisStart"}


async def status_of_call(server: Server, port: int) -> int:
    phone = Phone(port, server.settings.sip_port)
    try:
        await phone.call("12329")
        return await phone.final_status()
    finally:
        phone.close()


async def test_trunks_change_while_calls_go_on(server: Server, link: Any, changes: TrunkChanges) -> None:
    await push_endpoint(link.client, AGENT)
    known = Phone(server.phone_port, server.settings.sip_port)
    ports = [free_port() for _ in range(2)]
    try:
        await known.call("12329")
        assert await until(lambda: trunks_called(link) == {"trunk"}, deadline_seconds=5)
        assert await status_of_call(server, ports[0]) in (401, 403)
        moved = SipTrunk(name="trunk", peers=(f"127.0.0.1:{server.phone_port}",), codecs=("ulaw",))
        second = SipTrunk(name="second", peers=(f"127.0.0.1:{ports[1]}",), limit=ChannelLimit(1))
        assert await changes.take(files_of(server, moved, second))
        assert set(await list_endpoints(link.client)) == {"trunk", "second", "8001"}
        fields = await read_endpoint(link.client, "trunk")
        assert fields is not None
        assert fields["allow"] == "(ulaw)"
        assert len(await link.client.request("GET", "channels")) == 1
        assert await changes.take(files_of(server, moved, second))
        newcomer = Phone(ports[1], server.settings.sip_port)
        await newcomer.call("12329")
        await newcomer.hears(lambda line: line.startswith("SIP/2.0 1"))
        newcomer.close()
        assert await until(lambda: trunks_called(link) == {"trunk", "second"}, deadline_seconds=5)
    finally:
        known.close()


@pytest.mark.parametrize("registers_first", [True, False])
async def test_a_phone_is_seen_whenever_it_signs_on(
    server: Server, link: Any, changes: TrunkChanges, registers_first: bool
) -> None:
    """Asterisk looks away from pushed accounts when it reads its files again, until they are pushed once more."""
    await push_endpoint(link.client, AGENT)
    phone = Phone(free_port(), server.settings.sip_port)
    try:
        if registers_first:
            assert await phone.register("8001", "long-secret") == 200
        await changes.take(files_of(server, SipTrunk(name="trunk", peers=("127.0.0.9",))))
        if not registers_first:
            assert await phone.register("8001", "long-secret") == 200

        async def is_online() -> bool:
            return (await list_endpoints(link.client))["8001"].is_online

        assert await until(is_online, deadline_seconds=5)
    finally:
        phone.close()


async def test_a_trunk_that_is_retired_takes_no_calls_any_more(
    server: Server, link: Any, changes: TrunkChanges
) -> None:
    assert await changes.take(files_of(server))
    assert await read_endpoint(link.client, "trunk") is None
    assert await status_of_call(server, server.phone_port) in (401, 403)


async def test_a_first_trunk_over_tcp_is_heard_at_once(server: Server, changes: TrunkChanges) -> None:
    await changes.take(files_of(server, SipTrunk(name="city", transport=SipTransport.TCP)))
    _, writer = await asyncio.open_connection("127.0.0.1", server.settings.sip_port)
    writer.close()
    await writer.wait_closed()


async def test_the_files_stay_asterisks_own(server: Server, changes: TrunkChanges) -> None:
    await changes.take(files_of(server))
    file = server.settings.folders.configuration / "pjsip-trunks.conf"
    assert (file.stat().st_uid, file.stat().st_mode & 0o777) == (server.account.uid, 0o600)
    assert [path for path in file.parent.iterdir() if path.suffix == ".new"] == []


async def test_an_asterisk_that_is_not_ours_is_left_alone(server: Server, link: Any, tmp_path: Path) -> None:
    async def push() -> None:
        raise AssertionError("nothing was read again")

    foreign = TrunkChanges(link.client, tmp_path, server.account, push)
    files = files_of(server)
    assert await foreign.take(files)
    assert not [name for name in files if (tmp_path / name).exists()]
