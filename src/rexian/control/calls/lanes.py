"""Lanes: one queue and one worker per contact, made on demand and dropped when idle.

Inputs of one contact are taken strictly one after the other; contacts run in parallel.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

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

    def __len__(self) -> int:
        return len(self._lanes)

    def post(self, contact_id: str, event: Input) -> None:
        """Put an input at the end of the contact's lane."""
        self._put(contact_id, event, None)

    async def carry(self, contact_id: str, event: Input) -> None:
        """Put an input at the end of the lane and wait until it has been dealt with."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._put(contact_id, event, done)
        await done

    def _put(self, contact_id: str, event: Input, done: asyncio.Future[None] | None) -> None:
        lane = self._lanes.get(contact_id)
        if lane is not None:
            lane.append((event, done))
            return
        self._lanes[contact_id] = deque([(event, done)])
        self._tasks.start(self._run(contact_id), f"lane {contact_id}")

    async def _run(self, contact_id: str) -> None:
        lane = self._lanes[contact_id]
        try:
            while lane:
                event, done = lane.popleft()
                try:
                    await self._process(contact_id, event)
                except Exception as error:
                    # The outermost loop of a call: one bad input must not end the lane, the next may save the call.
                    log.exception("input of a contact failed", contact_id=contact_id, input=type(event).__name__)
                    if done is not None and not done.done():
                        done.set_exception(error)
                if done is not None and not done.done():
                    done.set_result(None)
        finally:
            del self._lanes[contact_id]
