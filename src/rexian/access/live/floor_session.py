"""What happens on one supervision socket.

On connect the page gets the whole floor, then the seats that change, gathered for a moment so that a busy centre does
not flood it. The whole comes again after an outage of the bus, and now and then: a queue that nobody serves publishes
no figures, and seats are added. Signs of life and the end are those of every live socket.
"""

import asyncio
from contextlib import suppress

import structlog
from fastapi import WebSocket
from pydantic import TypeAdapter

from rexian.access.floor import FloorView, Name, desks_of, floor_of, names_of_users, visible_seats
from rexian.access.live.feed import EVERYONE, PublishedDesk
from rexian.access.live.messages import FloorMessage
from rexian.access.live.session import TRY_AGAIN_CODE, LiveSession, SocketOver
from rexian.access.parts import WebParts
from rexian.business.access_control.contracts import Actor
from rexian.kit.bus import BusUnavailable
from rexian.kit.errors import RexianError

GATHER_SECONDS = 0.25
WHOLE_EVERY_SECONDS = 30.0

_FLOOR = TypeAdapter(FloorMessage)

log = structlog.get_logger(__name__)


class FloorSession(LiveSession):
    """A live session that shows the floor instead of one desk."""

    def __init__(self, socket: WebSocket, actor: Actor, parts: WebParts) -> None:
        super().__init__(socket, actor, parts)
        self._seats: frozenset[str] = frozenset()
        self._names: dict[str, Name] = {}
        self._whole_at = 0.0
        self._after: int | None = None

    async def begin(self) -> None:
        """Note where the stream stands: what it holds is older than the first floor, what comes may be newer."""
        with suppress(BusUnavailable):  # nothing was published yet
            self._after = await self._parts.live.newest_sequence()

    async def follow_floor(self) -> None:
        """Take what control publishes from the beginning on."""
        async for published in self._parts.live.desks(EVERYONE, self._after):
            self._arrived.put_nowait(published)

    async def show_floor(self) -> None:
        """Send the whole floor, then what changes."""
        try:
            await self._show_whole()
        except RexianError as error:
            log.info("supervision socket without a floor", code=error.code)
            raise SocketOver(TRY_AGAIN_CODE) from error
        while True:
            arrived = [await self._arrived.get()]
            await asyncio.sleep(GATHER_SECONDS)
            while not self._arrived.empty():
                arrived.append(self._arrived.get_nowait())
            await self._show_changed(arrived)

    async def _settle_doubt(self) -> None:
        """Send the whole floor where something may have been missed, and now and then."""
        if not self._parts.live.connected:
            self._in_doubt = True
        elif self._in_doubt or self._parts.clock.monotonic() >= self._whole_at + WHOLE_EVERY_SECONDS:
            with suppress(RexianError):  # control is away: asked again at the next ping
                await self._show_whole()
                self._in_doubt = False

    async def _show_whole(self) -> None:
        seats = await visible_seats(self._parts, self._actor)
        names = dict(await names_of_users(self._parts))
        desks = await desks_of(self._parts, self._actor, seats)
        self._seats, self._names, self._whole_at = frozenset(seats), names, self._parts.clock.monotonic()
        await self._send_floor(floor_of(desks, names, self._actor), complete=True)

    async def _show_changed(self, arrived: list[PublishedDesk]) -> None:
        """The newest desk of each seat that the supervisor may see."""
        newest = {published.desk.agent_id: published.desk for published in arrived}
        desks = [desk for agent_id, desk in newest.items() if agent_id in self._seats]
        if desks:
            await self._send_floor(floor_of(desks, self._names, self._actor), complete=False)

    async def _send_floor(self, floor: FloorView, *, complete: bool) -> None:
        message = FloorMessage(type="floor", time=self._parts.clock.now(), complete=complete, data=floor)
        await self._send(_FLOOR.dump_json(message))
