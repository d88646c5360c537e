"""What happens on one live socket.

On connect the page gets the desk as control has it now; with `?after=n` it gets what it missed instead. Afterwards each
change, and a ping where nothing changes. After an outage of the bus the desk is asked for anew, since a view published
meanwhile may be lost. The socket ends when its page is silent or its sign-in is over.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter

from rexian.access.live.feed import PublishedDesk
from rexian.access.live.messages import PING_SECONDS, SILENCE_SECONDS, ClientPing, DeskMessage, ServerPing
from rexian.access.masking import masked_desk
from rexian.access.parts import WebParts
from rexian.business.access_control.contracts import Actor
from rexian.business.access_control.errors import SignInRequired
from rexian.control.contracts.desk import DeskView
from rexian.kit.errors import ErrorKind, RexianError

LAST_STORED_SECONDS = 0.5
SIGN_EVERY_PINGS = 3
"""How often control is told that the page lives."""

GONE_CODE = 1000
NOT_UNDERSTOOD_CODE = 1008
TRY_AGAIN_CODE = 1013
SIGNED_OUT_CODE = 4401
SILENT_CODE = 4408

_DESK = TypeAdapter(DeskMessage)
_PING = TypeAdapter(ServerPing)
_CLIENT = TypeAdapter(ClientPing)

log = structlog.get_logger(__name__)


class SocketOver(Exception):
    """Why this socket is to be closed, as a WebSocket close code; GONE_CODE: the page has closed it itself."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class LiveSession:
    """What one open socket does at the same time: reads the feed, shows desks, pings, listens for signs of life."""

    def __init__(self, socket: WebSocket, actor: Actor, parts: WebParts) -> None:
        self._socket = socket
        self._actor = actor
        self._parts = parts
        self._arrived: asyncio.Queue[PublishedDesk] = asyncio.Queue()
        self._sequence = 0
        self._last: DeskView | None = None
        self._in_doubt = False

    async def read_feed(self, after: int | None) -> None:
        """Take what control publishes as it comes."""
        async for published in self._parts.live.desks(self._actor.agent_id, after):
            self._arrived.put_nowait(published)

    async def show_desks(self, after: int | None) -> None:
        """Send what was missed or the desk as it is, then every change."""
        if after is None:
            await self._show_current()
        else:
            self._sequence, self._in_doubt = after, True
        while True:
            await self._show(await self._arrived.get())

    async def keep_alive(self, token: str) -> None:
        """Ping, ask for the desk anew where it is in doubt, and end with the sign-in."""
        for number in count():
            if number % SIGN_EVERY_PINGS == 0:
                await self._show_life()
            await asyncio.sleep(PING_SECONDS)
            await self._check_sign_in(token)
            await self._settle_doubt()
            await self._send(_PING.dump_json(ServerPing(type="ping", time=self._parts.clock.now())))

    async def listen(self) -> None:
        """Take the page's signs of life; silence ends the socket."""
        while True:
            try:
                text = await asyncio.wait_for(self._socket.receive_text(), SILENCE_SECONDS)
                _CLIENT.validate_json(text)
            except TimeoutError:
                raise SocketOver(SILENT_CODE) from None
            except WebSocketDisconnect:
                raise SocketOver(GONE_CODE) from None
            except (ValueError, KeyError):  # not a ping, or not text
                raise SocketOver(NOT_UNDERSTOOD_CODE) from None

    async def close(self, reasons: BaseExceptionGroup[SocketOver]) -> None:
        """Close for the first reason; nothing to do where the page has gone."""
        first = next(_leaves(reasons))
        if first.code != GONE_CODE:
            with suppress(RuntimeError, WebSocketDisconnect):  # the page went in the same moment
                await self._socket.close(first.code)

    async def _show_current(self) -> None:
        """Control's own word, under the number of the last published view, which it is not older than."""
        with suppress(TimeoutError):  # nothing was published yet
            last = await asyncio.wait_for(self._arrived.get(), LAST_STORED_SECONDS)
            self._sequence = last.sequence
        try:
            desk = await self._parts.control.desk(self._actor.agent_id, self._actor.user_id)
        except RexianError as error:
            log.info("live socket without a desk", code=error.code)
            raise SocketOver(TRY_AGAIN_CODE) from error
        await self._show(PublishedDesk(self._sequence, self._parts.clock.now(), desk))

    async def _settle_doubt(self) -> None:
        """Send control's own word where a published view may have been lost."""
        if not self._parts.live.connected:
            self._in_doubt = True
        elif self._in_doubt:
            with suppress(RexianError):  # control is away: asked again at the next ping
                desk = await self._parts.control.desk(self._actor.agent_id, self._actor.user_id)
                self._in_doubt = False
                if desk != self._last:
                    await self._show(PublishedDesk(self._sequence, self._parts.clock.now(), desk))

    async def _show_life(self) -> None:
        """Let control know that the page lives; while it is away it takes no page for silent."""
        with suppress(RexianError):
            await self._parts.control.sign_of_life(self._actor.agent_id, self._actor.user_id)

    async def _check_sign_in(self, token: str) -> None:
        try:
            await self._parts.sign_ins.resume(token)
        except SignInRequired:
            raise SocketOver(SIGNED_OUT_CODE) from None
        except RexianError as error:
            if error.kind is not ErrorKind.UNAVAILABLE:
                raise

    async def _show(self, published: PublishedDesk) -> None:
        self._sequence, self._last = published.sequence, published.desk
        shown = masked_desk(published.desk, self._actor.roles)
        message = DeskMessage(sequence=published.sequence, type="desk", time=published.time, data=shown)
        await self._send(_DESK.dump_json(message))

    async def _send(self, content: bytes) -> None:
        try:
            await self._socket.send_text(content.decode())
        except (RuntimeError, WebSocketDisconnect):
            raise SocketOver(GONE_CODE) from None


def _leaves(group: BaseExceptionGroup[SocketOver]) -> Iterator[SocketOver]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
