"""SIP trunks in a real Asterisk: its objects, signing on at a carrier, channel limits, and strangers."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.control.asterisk.conftest import Server, free_port, make_settings
from tests.control.asterisk.server.conftest import Phone
from tests.control.asterisk.server.lines import SIP_LINES
from tests.control.asterisk.server.registrar import Registrar

from rexian.control.asterisk.server.account import current_or_unprivileged
from rexian.control.asterisk.server.configuration import write_configuration
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.process import ServerProcess, server_command
from rexian.control.asterisk.trunk_channels import variables_for
from rexian.control.contracts.trunks import (
    ChannelLimit,
    LineConfiguration,
    SipRegistration,
    SipTransport,
    SipTrunk,
    TrunkConfiguration,
    WhenFull,
)
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

Starter = Callable[..., Any]
OPTIONS = (
    b"OPTIONS sip:12329@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK-t\r\nMax-Forwards: 70\r\n"
    b"From: <sip:1@127.0.0.1>;tag=1\r\nTo: <sip:12329@127.0.0.1>\r\nCall-ID: t\r\nCSeq: 1 OPTIONS\r\n"
    b"Contact: <sip:1@127.0.0.1:9;transport=tcp>\r\nContent-Length: 0\r\n\r\n"
)


@pytest.fixture
async def start(instance_folder: Path, installation: Installation) -> AsyncIterator[Starter]:
    """Starts an Asterisk with the given trunks."""
    async with AsyncExitStack() as stack:

        async def start_with(*lines: LineConfiguration, **more: Any) -> Server:
            settings = replace(make_settings(instance_folder, free_port()), trunks=lines, **more)
            account = current_or_unprivileged()
            write_configuration(settings, installation, account)
            process = ServerProcess(server_command(settings, installation, account), settings)
            stack.push_async_callback(process.stop, grace_seconds=0)
            await process.start()
            return Server(settings, installation, account, process, 0)

        yield start_with


@asynccontextmanager
async def asking(server: Server) -> AsyncIterator[Any]:
    """GET of an ARI address: its status and answer."""
    settings = server.settings
    headers = {"Authorization": aiohttp.encode_basic_auth(settings.ari_user, settings.ari_password)}
    async with aiohttp.ClientSession(f"{settings.http_url}/ari/", headers=headers) as session:

        async def get(uri: str) -> Any:
            async with session.get(uri) as response:
                return await response.json() if response.status == 200 else None

        yield get


@asynccontextmanager
async def phones(server: Server, count: int) -> AsyncIterator[list[Phone]]:
    made = [Phone(free_port(), server.settings.sip_port) for _ in range(count)]
    try:
        yield made
    finally:
        for phone in made:
            phone.close()


async def test_the_objects_of_every_trunk_are_there(start: Starter) -> None:
    server = await start(*SIP_LINES)
    async with asking(server) as get:
        endpoints = {endpoint["resource"] for endpoint in await get("endpoints/PJSIP")}
        kinds = {
            "res_pjsip/endpoint": {"ims", "gateway", "secure"},
            "res_pjsip/aor": {"ims", "gateway", "secure"},
            "res_pjsip/auth": {"ims"},
            "res_pjsip/transport": {"udp", "tcp", "tls"},
            "res_pjsip/identify": {"ims", "gateway", "secure"},
            "res_pjsip/registration": {"ims"},
        }
        names = ("ims", "gateway", "secure", "udp", "tcp", "tls")
        found = {
            kind: {name for name in names if await get(f"asterisk/config/dynamic/{kind}/{name}")} for kind in kinds
        }
        endpoint = {
            field["attribute"]: field["value"] for field in await get("asterisk/config/dynamic/res_pjsip/endpoint/ims")
        }
    assert endpoints == {"ims", "gateway", "secure"}
    assert found == kinds
    assert endpoint["outbound_proxy"] == "sip:10.20.0.1:5060;transport=tcp;lr"
    assert (endpoint["identify_by"], endpoint["from_domain"], endpoint["context"]) == (
        "ip",
        "ha.ims.example",
        "trunk-ims",
    )


async def test_a_trunk_signs_on_at_its_carrier_through_the_proxy(start: Starter) -> None:
    registrar = Registrar("12329@ims.example", "line-secret")
    registration = SipRegistration(
        user="+8637112329", domain="ims.example", password="line-secret", auth_user="12329@ims.example"
    )
    trunk = SipTrunk(
        name="ims",
        peers=("127.0.0.1",),
        registration=registration,
        outbound_proxy=f"127.0.0.1:{registrar.port}",
    )
    try:
        waiting = asyncio.create_task(registrar.sign_on())
        await start(trunk)
        request = await asyncio.wait_for(waiting, 10)
    finally:
        registrar.close()
    assert request.startswith("REGISTER sip:ims.example SIP/2.0")
    assert "From: <sip:+8637112329@ims.example>" in request
    assert "Contact: <sip:+8637112329@127.0.0.1:" in request


@pytest.mark.parametrize(
    ("when_full", "status"), [(WhenFull.BUSY, {486}), (WhenFull.CONGESTION, {503}), (WhenFull.NUMBER, {200})]
)
async def test_a_full_trunk_gives_the_next_caller_what_is_set(
    start: Starter, when_full: WhenFull, status: set[int]
) -> None:
    limit = ChannelLimit(2, when_full, "12329000")
    server = await start(SipTrunk(name="city", peers=("127.0.0.1",), limit=limit))
    async with phones(server, 3) as (first, second, third):
        for phone in (first, second):
            await phone.call("12329")
            assert await phone.final_status() == 200
        await third.call("12329")
        assert await third.final_status() in status
        async with asking(server) as get:
            assert await until(lambda: _are(get, 3 if when_full is WhenFull.NUMBER else 2), deadline_seconds=5)
            places = [(await get(f"channels/{channel['id']}"))["dialplan"] for channel in await get("channels")]
    assert {place["context"] for place in places} == {"trunk"}


async def test_a_place_on_a_full_trunk_is_free_again_when_a_call_ends(start: Starter) -> None:
    server = await start(SipTrunk(name="city", peers=("127.0.0.1",), limit=ChannelLimit(1)))
    async with phones(server, 3) as (first, second, third), asking(server) as get:
        await first.call("12329")
        assert await first.final_status() == 200
        await second.call("12329")
        assert await second.final_status() == 486
        assert await until(lambda: _are(get, 1), deadline_seconds=5)
        (channel,) = await get("channels")
        settings = server.settings
        headers = {"Authorization": aiohttp.encode_basic_auth(settings.ari_user, settings.ari_password)}
        async with aiohttp.ClientSession(settings.http_url, headers=headers) as session:
            await session.delete(f"/ari/channels/{channel['id']}")
        assert await until(lambda: _are(get, 0), deadline_seconds=5)
        await third.call("12329")
        assert await third.final_status() == 200


async def test_a_call_out_takes_a_place_on_its_trunk(start: Starter) -> None:
    """The variables of `trunk_channels` at work: Asterisk counts a channel that ARI has made with them."""
    server = await start(SipTrunk(name="city", peers=("127.0.0.1",), limit=ChannelLimit(1)))
    settings = server.settings
    headers = {"Authorization": aiohttp.encode_basic_auth(settings.ari_user, settings.ari_password)}
    trunk = TrunkConfiguration("city", "", "86", "", ())
    query = {"endpoint": "Local/wait@trunk", "extension": "wait", "context": "trunk"}
    async with aiohttp.ClientSession(settings.http_url, headers=headers) as session:
        made = await session.post("/ari/channels", params=query, json={"variables": dict(variables_for(trunk))})
        assert made.status == 200
    async with phones(server, 1) as (caller,):
        await caller.call("12329")
        assert await caller.final_status() == 486


async def test_a_trunk_over_tcp_takes_calls_on_tcp_too(start: Starter) -> None:
    server = await start(SipTrunk(name="city", transport=SipTransport.TCP))
    reader, writer = await asyncio.open_connection("127.0.0.1", server.settings.sip_port)
    writer.write(OPTIONS)
    answer = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert answer == b"SIP/2.0 200 OK\r\n"


async def test_a_trunk_over_tls_answers_with_the_centres_certificate(start: Starter, instance_folder: Path) -> None:
    certificate, private_key = a_certificate(instance_folder)
    server = await start(
        SipTrunk(name="city", transport=SipTransport.TLS, encrypts_media=True),
        tls_certificate=certificate,
        tls_key=private_key,
    )
    trusting = ssl.create_default_context(cafile=str(certificate))
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", server.settings.sip_port + 1, ssl=trusting, server_hostname="hotline.example"
    )
    writer.write(OPTIONS.replace(b"SIP/2.0/TCP", b"SIP/2.0/TLS"))
    answer = await asyncio.wait_for(reader.readline(), 5)
    writer.transport.abort()
    assert answer == b"SIP/2.0 200 OK\r\n"


async def test_a_call_from_an_address_that_is_no_peer_is_refused(start: Starter) -> None:
    server = await start(SipTrunk(name="city", peers=("127.0.0.9", "10.0.0.0/8")))
    async with phones(server, 2) as (nameless, namesake):
        await nameless.call("12329")
        await namesake.call("12329", caller="city")
        assert {await nameless.final_status(), await namesake.final_status()} <= {401, 403}


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key, which the account of Asterisk may read."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hotline.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hotline.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "centre.pem", folder / "centre.key"
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for file in files:
        file.chmod(0o644)
    return files


async def _are(get: Any, count: int) -> bool:
    """Whether there are so many channels: one that was refused takes a moment to go."""
    return len(await get("channels")) == count
