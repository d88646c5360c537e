"""Asking the objects process: commands by request on the bus, answered with every object's status."""

from typing import Any

from pydantic import TypeAdapter

from rexian.access.errors import ObjectsUnavailable
from rexian.business.business_objects.contracts import CHANGED_SUBJECT, COMMAND_SUBJECT, ObjectCommand, ObjectStatus
from rexian.kit.bus import Bus, BusTimeout, BusUnavailable

ANSWER_SECONDS = 3.0
RELOAD_SECONDS = 30.0
"""A new version has to start before it is told of."""

_STATUSES = TypeAdapter(tuple[ObjectStatus, ...])


class ObjectLink:
    """What the web process asks of the objects process. Refusals arrive as RemoteError with their own code."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def statuses(self) -> tuple[ObjectStatus, ...]:
        """How every object stands. Raises ObjectsUnavailable."""
        return await self._ask(ObjectCommand.STATUS, "", ANSWER_SECONDS)

    async def command(self, command: ObjectCommand, name: str = "") -> tuple[ObjectStatus, ...]:
        """Carry out `command`. Raises ObjectsUnavailable or RemoteError."""
        if command is ObjectCommand.APPLY:
            await self._tell_all()
        return await self._ask(command, name, RELOAD_SECONDS)

    async def _tell_all(self) -> None:
        try:
            await self._bus.notify(CHANGED_SUBJECT, {})
        except BusUnavailable as error:
            raise ObjectsUnavailable from error

    async def _ask(self, command: ObjectCommand, name: str, timeout_seconds: float) -> tuple[ObjectStatus, ...]:
        request: dict[str, Any] = {"command": str(command), "object": name}
        try:
            reply = await self._bus.request(COMMAND_SUBJECT, request, timeout_seconds=timeout_seconds)
        except (BusTimeout, BusUnavailable) as error:
            raise ObjectsUnavailable from error
        return _STATUSES.validate_python(reply["objects"])
