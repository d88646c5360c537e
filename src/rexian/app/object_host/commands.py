"""What the operations page asks of the objects process, and following what the site wants of its objects."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.status import document_of
from rexian.business.business_objects.contracts import CHANGED_SUBJECT, COMMAND_SUBJECT, ObjectCommand
from rexian.business.business_objects.service import BusinessObjects
from rexian.kit.bus import Bus
from rexian.kit.errors import RexianError

LOOK_EVERY_SECONDS = 2.0
WISHES_EVERY_SECONDS = 10.0

log = structlog.get_logger(__name__)


class HostCommands:
    """Answers commands, and looks for new folders and changed wishes by itself."""

    def __init__(self, host: ObjectHost, wishes: BusinessObjects) -> None:
        self._host = host
        self._wishes = wishes
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    async def serve(self, bus: Bus) -> None:
        """Every objects process hears every command; the first answer counts."""
        await bus.serve(COMMAND_SUBJECT, self.answer, group=None)
        await bus.listen(CHANGED_SUBJECT, self._hear)

    async def answer(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out one command; the answer is every object's status. Raises RexianError where it cannot be."""
        command, name = ObjectCommand(payload["command"]), str(payload.get("object", ""))
        async with self._one_at_a_time:
            match command:
                case ObjectCommand.APPLY:
                    await self._host.follow(await self._wishes.wishes())
                case ObjectCommand.SCAN:
                    await self._host.scan()
                case ObjectCommand.RELOAD:
                    await self._host.reload(name)
                case ObjectCommand.PUT_BACK:
                    self._host.put_back(name)
                case ObjectCommand.STATUS:
                    pass
        return document_of(self._host)

    async def follow_wishes(self) -> None:
        """Bring the objects to what the site wants, now and at each change; runs until cancelled.

        While the database is away the objects stay as they are: at the start all of them are on.
        """
        while True:
            self._changed.clear()
            try:
                wishes = await self._wishes.wishes()
                async with self._one_at_a_time:
                    await self._host.follow(wishes)
            except RexianError as error:
                log.info("wishes for business objects cannot be read", reason=error.code)
            except Exception:  # outermost loop: questions are answered whatever the database holds
                log.exception("wishes for business objects cannot be followed")
            try:
                async with asyncio.timeout(WISHES_EVERY_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def look_for_folders(self) -> None:
        """Take up what is dropped in and give up what is removed; runs until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            async with self._one_at_a_time:
                try:
                    await self._host.scan()
                except OSError as error:
                    log.warning("folders of business objects cannot be read", error=type(error).__name__)

    async def _hear(self, _: dict[str, Any]) -> None:
        self._changed.set()
