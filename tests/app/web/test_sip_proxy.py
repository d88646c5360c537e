"""The page's telephone socket, against a small WebSocket server in the place of the media server's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import pytest_asyncio
from tests.app.web.conftest import RunningWeb, free_port
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from rexian.app.settings import Settings
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

SIP = Subprotocol("sip")


@dataclass
class MediaServer:
    """Echoes frames; remembers who came, by which path, and how each socket ended."""

    port: int
    listener: Server | None = None
    sockets: list[ServerConnection] = field(default_factory=list)
    endings: list[int | None] = field(default_factory=list)

    async def serve(self, socket: ServerConnection) -> None:
        self.sockets.append(socket)
        try:
            async for frame in socket:
                await socket.send(frame)
        except ConnectionClosed:
            pass
        self.endings.append(socket.close_code)


@pytest_asyncio.fixture
async def media_server() -> AsyncIterator[MediaServer]:
    server = MediaServer(free_port())
    async with serve(server.serve, "127.0.0.1", server.port, subprotocols=[SIP]) as server.listener:
        yield server


@pytest.fixture
def settings(settings: Settings, media_server: MediaServer) -> Settings:
    return settings.model_copy(update={"ari_url": f"http://127.0.0.1:{media_server.port}"})


async def test_frames_pass_both_ways_as_they_are(running_web: RunningWeb, media_server: MediaServer) -> None:
    async with running_web.signed_in("8001") as browser, _phone(running_web, browser) as phone:
        await phone.send("REGISTER sip:rexian.invalid SIP/2.0\r\n\r\n")
        text = await asyncio.wait_for(phone.recv(), 5)
        await phone.send(b"\x00\xff" * 40_000)
        content = await asyncio.wait_for(phone.recv(), 5)

    assert text == "REGISTER sip:rexian.invalid SIP/2.0\r\n\r\n"
    assert content == b"\x00\xff" * 40_000
    assert media_server.sockets[0].request is not None
    assert media_server.sockets[0].request.path == "/ws"
    assert media_server.sockets[0].subprotocol == "sip"
    assert "cookie" not in media_server.sockets[0].request.headers


async def test_a_closing_page_closes_the_media_servers_side(running_web: RunningWeb, media_server: MediaServer) -> None:
    async with running_web.signed_in("8001") as browser:
        async with _phone(running_web, browser) as phone:
            await phone.send("x")
            await phone.recv()

        await until(lambda: media_server.endings, deadline_seconds=5, what="the media server's socket closed")


async def test_a_closing_media_server_closes_the_page(running_web: RunningWeb, media_server: MediaServer) -> None:
    async with running_web.signed_in("8001") as browser, _phone(running_web, browser) as phone:
        await phone.send("x")
        await phone.recv()
        await media_server.sockets[0].close(1001)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(phone.recv(), 5)

    assert phone.close_code == 1001


async def test_another_protocol_is_refused(running_web: RunningWeb, media_server: MediaServer) -> None:
    async with running_web.signed_in("8001") as browser:
        with pytest.raises(InvalidStatus) as refused:
            async with _phone(running_web, browser, protocol="other"):
                pass

    assert refused.value.response.status_code == 403
    assert media_server.sockets == []


async def test_without_a_media_server_the_phone_is_told_to_try_again(
    running_web: RunningWeb, media_server: MediaServer
) -> None:
    assert media_server.listener is not None
    media_server.listener.close()
    await media_server.listener.wait_closed()
    async with running_web.signed_in("8001") as browser, _phone(running_web, browser) as phone:
        await asyncio.wait_for(phone.wait_closed(), 5)

    assert phone.close_code == 1013


@pytest.mark.parametrize(("staff_number", "status"), [(None, 401), ("9000", 403)])
async def test_only_a_signed_in_agent_has_a_telephone(
    running_web: RunningWeb, staff_number: str | None, status: int
) -> None:
    async with running_web.browser() as browser:
        if staff_number is not None:
            async with running_web.signed_in(staff_number) as signed_in:
                browser.cookies.update(dict(signed_in.cookies))
        with pytest.raises(InvalidStatus) as refused:
            async with _phone(running_web, browser):
                pass

    assert refused.value.response.status_code == status


@asynccontextmanager
async def _phone(
    running_web: RunningWeb, browser: httpx.AsyncClient, *, protocol: str = "sip"
) -> AsyncIterator[ClientConnection]:
    url = running_web.base_url.replace("http", "ws", 1) + "/ws"
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    async with connect(
        url, additional_headers={"Cookie": cookie}, subprotocols=[Subprotocol(protocol)], proxy=None
    ) as socket:
        yield socket
