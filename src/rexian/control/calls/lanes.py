"""Lanes: one queue and one worker per contact, made on demand and dropped when idle.

Inputs of one contact are taken strictly one after the other; contacts run in parallel.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from rexian.control.contacts.inputs import Input
from rexian.kit.tasks import TaskKeeper

log = structlog.get_logger(__name__)

Process = Callable[[str, Input], Awaitable[None]]


class Lanes:
    """Hands each contact's inputs to `process`, which must not raise for anything but a fault of its own."""

    def __init__(self, process: Process, tasks: TaskKeeper) -> None:
        self._process = process
        self._tasks = tasks
        self._lanes: dict[str, deque[tuple[Input, asyncio.Future[None] | None]]] = {}
        self._going = asyncio.Event()
        self._going.set()
        self._busy = 0
        self._rest = asyncio.Event()
        self._rest.set()

    def __len__(self) -> int:
        return len(self._lanes)

    def post(self, contact_id: str, event: Input) -> None:
        """Put an input at the end of the contact's lane."""
        self._lane(contact_id).append((event, None))

    async def carry(self, contact_id: str, event: Input) -> None:
        """Put an input at the end of the lane and wait until it has been dealt with. Raises what dealing with it
        raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lane(contact_id).append((event, done))
        await done

    def put_first(self, contact_id: str, event: Input) -> asyncio.Future[None]:
        """Put an input before all that waits in the lane; the future ends when it has been dealt with."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lane(contact_id).appendleft((event, done))
        return done

    @asynccontextmanager
    async def standing_still(self) -> AsyncIterator[None]:
        """Wait until no lane is at work, and let none go on meanwhile; what is posted waits in the lanes."""
        self._going.clear()
        try:
            await self._rest.wait()
            yield
        finally:
            self._going.set()

    def _lane(self, contact_id: str) -> deque[tuple[Input, asyncio.Future[None] | None]]:
        """The contact's lane; a new one gets a worker, which begins when its maker has put something in."""
        lane = self._lanes.get(contact_id)
        if lane is None:
            lane = self._lanes[contact_id] = deque()
            self._tasks.start(self._run(contact_id, lane), f"lane {contact_id}")
        return lane

    async def _run(self, contact_id: str, lane: deque[tuple[Input, asyncio.Future[None] | None]]) -> None:
        try:
            while lane:
                await self._going.wait()
                event, done = lane.popleft()
                self._busy += 1
                self._rest.clear()
                try:
                    await self._take(contact_id, event, done)
                finally:
                    self._busy -= 1
                    if not self._busy:
                        self._rest.set()
        finally:
            del self._lanes[contact_id]
            for _, waiting in lane:
                if waiting is not None:
                    waiting.cancel()

    async def _take(self, contact_id: str, event: Input, done: asyncio.Future[None] | None) -> None:
        try:
            await self._process(contact_id, event)
        except Exception as error:
            # The outermost loop of a call: one bad input must not end the lane, the next may save the call.
            log.exception("input of a contact failed", contact_id=contact_id, input=type(event).__name__)
            if done is not None and not done.done():
                done.set_exception(error)
        except asyncio.CancelledError:
            if done is not None:
                done.cancel()
            raise
        if done is not None and not done.done():
            done.set_result(None)
