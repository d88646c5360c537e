"""What happens on one supervision socket.

On connect the page gets the whole floor, then the seats and queues that change, gathered for a moment so that a busy
centre does not flood it, and the alarms. Now and then the table of seats is looked at: new ones are added, and where
one is gone the whole comes again, as after an outage of the bus. Signs of life and the end are those of every live
socket.
"""

import asyncio
from contextlib import suppress

import structlog
from fastapi import WebSocket
from pydantic import TypeAdapter

from rexian.access.floor import FloorView, Name, desks_of, floor_of, names_of_users, visible_seats
from rexian.access.live.feed import EVERYONE, PublishedDesk
from rexian.access.live.messages import AlarmsMessage, FloorMessage
from rexian.access.live.session import TRY_AGAIN_CODE, LiveSession, SocketOver
from rexian.access.parts import WebParts
from rexian.business.access_control.contracts import Actor
from rexian.kit.bus import BusUnavailable
from rexian.kit.errors import RexianError

GATHER_SECONDS = 0.25
SEATS_EVERY_SECONDS = 30.0

_FLOOR = TypeAdapter(FloorMessage)
_ALARMS = TypeAdapter(AlarmsMessage)

log = structlog.get_logger(__name__)


class FloorSession(LiveSession):
    """A live session that shows the floor instead of one desk."""

    def __init__(self, socket: WebSocket, actor: Actor, parts: WebParts) -> None:
        super().__init__(socket, actor, parts)
        self._seats: frozenset[str] = frozenset()
        self._names: dict[str, Name] = {}
        self._queues: frozenset[str] = frozenset()
        self._seats_at = 0.0
        self._shown = asyncio.Event()
        self._after: int | None = None

    async def begin(self) -> None:
        """Note where the stream stands: what it holds is older than the first floor, what comes may be newer."""
        with suppress(BusUnavailable):  # nothing was published yet
            self._after = await self._parts.live.newest_sequence()

    async def follow_floor(self) -> None:
        """Take what control publishes from the beginning on."""
        async for published in self._parts.live.desks(EVERYONE, self._after):
            self._arrived.put_nowait(published)

    async def show_queues(self) -> None:
        """Send the figures of queues as they change, once the floor that they belong to is there."""
        await self._shown.wait()
        async for loads in self._parts.live.queues(self._after):
            seen = tuple(load for load in loads if load.queue_id in self._queues)
            if seen:
                await self._send_floor(FloorView((), seen), complete=False)

    async def show_alarms(self) -> None:
        """Send the alarms that stand, and again whenever that changes."""
        async for alarms in self._parts.live.alarms():
            message = AlarmsMessage(type="alarms", time=self._parts.clock.now(), data=alarms)
            await self._send(_ALARMS.dump_json(message))

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
        """Send the whole floor where something may have been missed; now and then look for new seats."""
        if not self._parts.live.connected:
            self._in_doubt = True
        elif self._in_doubt:
            with suppress(RexianError):  # control is away: asked again at the next ping
                await self._show_whole()
                self._in_doubt = False
        elif self._parts.clock.monotonic() >= self._seats_at + SEATS_EVERY_SECONDS:
            with suppress(RexianError):
                await self._follow_seats()

    async def _follow_seats(self) -> None:
        """Show seats that were added; where one was taken away, all that is left."""
        seats = frozenset(await visible_seats(self._parts, self._actor))
        self._seats_at = self._parts.clock.monotonic()
        if not seats >= self._seats:
            await self._show_whole()
        elif added := seats - self._seats:
            self._names = dict(await names_of_users(self._parts))
            desks = await desks_of(self._parts, self._actor, added)
            self._seats |= {desk.agent_id for desk in desks}
            floor = floor_of(desks, self._names, self._actor)
            self._queues |= {queue.queue_id for queue in floor.queues}
            await self._send_floor(floor, complete=False)

    async def _show_whole(self) -> None:
        seats = await visible_seats(self._parts, self._actor)
        names = dict(await names_of_users(self._parts))
        desks = await desks_of(self._parts, self._actor, seats)
        self._seats, self._names, self._seats_at = frozenset(seats), names, self._parts.clock.monotonic()
        floor = floor_of(desks, names, self._actor)
        self._queues = frozenset(queue.queue_id for queue in floor.queues)
        await self._send_floor(floor, complete=True)
        self._shown.set()

    async def _show_changed(self, arrived: list[PublishedDesk]) -> None:
        """The newest desk of each seat that the supervisor may see."""
        newest = {published.desk.agent_id: published.desk for published in arrived}
        desks = [desk for agent_id, desk in newest.items() if agent_id in self._seats]
        if desks:
            await self._send_floor(floor_of(desks, self._names, self._actor), complete=False)

    async def _send_floor(self, floor: FloorView, *, complete: bool) -> None:
        message = FloorMessage(type="floor", time=self._parts.clock.now(), complete=complete, data=floor)
        await self._send(_FLOOR.dump_json(message))
