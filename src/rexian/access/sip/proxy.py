"""GET /ws: the page's telephone on our own origin, frame by frame to the media server's SIP socket and back.

Nothing is read or changed here; who may register as whom is settled by SIP's own digest. The agent's cookie is asked
for, so the media server's socket is not open to the world; it is not asked again later, since a sign-in that runs out
must not cut a talk. A close of either side closes the other.
"""

import asyncio
from contextlib import suppress

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from rexian.access.guard import DeskUser
from rexian.access.parts import Parts
from rexian.kit.tasks import TaskKeeper

SIP_PROTOCOL = "sip"
CONNECT_SECONDS = 3.0
CLOSE_SECONDS = 1.0
PROTOCOL_REFUSED_CODE = 1002
TRY_AGAIN_CODE = 1013
PAGE_GONE = (RuntimeError, WebSocketDisconnect)
"""What sending to a page raises that has closed its socket in the same moment."""

router = APIRouter()
log = structlog.get_logger(__name__)


@router.websocket("/ws")
async def sip_socket(socket: WebSocket, actor: DeskUser, parts: Parts) -> None:
    """SIP over WebSocket (RFC 7118); the subprotocol is `sip`."""
    if SIP_PROTOCOL not in socket.scope["subprotocols"]:
        await socket.close(PROTOCOL_REFUSED_CODE)
        return
    await socket.accept(SIP_PROTOCOL)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        try:
            media_server = await session.ws_connect(
                parts.sip_socket_url,
                protocols=(SIP_PROTOCOL,),
                timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
                max_msg_size=0,
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("media server refuses the telephone socket", error=type(error).__name__)
            await socket.close(TRY_AGAIN_CODE)
            return
        await _join(socket, media_server)


async def _join(page: WebSocket, media_server: ClientWebSocketResponse) -> None:
    """Pass frames both ways until one side closes, then close the other with the same code."""
    keeper = TaskKeeper()
    to_server = keeper.start(_page_to_server(page, media_server), "telephone frames to the media server")
    to_page = keeper.start(_server_to_page(media_server, page), "telephone frames to the page")
    try:
        await asyncio.wait({to_server, to_page}, return_when=asyncio.FIRST_COMPLETED)
        page_closed = to_server.done()
    finally:
        await keeper.close()
        await media_server.close()
    if not page_closed:
        with suppress(*PAGE_GONE):
            await page.close(_code_for_page(media_server.close_code))


async def _page_to_server(page: WebSocket, media_server: ClientWebSocketResponse) -> None:
    with suppress(aiohttp.ClientError, ConnectionError):  # the media server went in the same moment
        while (message := await page.receive())["type"] != "websocket.disconnect":
            if message.get("text") is not None:
                await media_server.send_str(message["text"])
            else:
                await media_server.send_bytes(message["bytes"])


async def _server_to_page(media_server: ClientWebSocketResponse, page: WebSocket) -> None:
    with suppress(*PAGE_GONE):
        async for message in media_server:
            if message.type is WSMsgType.TEXT:
                await page.send_text(message.data)
            elif message.type is WSMsgType.BINARY:
                await page.send_bytes(message.data)


def _code_for_page(code: int | None) -> int:
    """A lost connection (1006 and no code) may not be sent as a code: the page is to try again."""
    return TRY_AGAIN_CODE if code is None or code == 1006 else code
