"""Asking control: commands by request on the bus, answered with the desk as it stands afterwards."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from rexian.access.errors import ControlNoAnswer, ControlUnavailable
from rexian.control.contracts.commands import COMMAND_SUBJECT, Command, CommandName
from rexian.control.contracts.desk import DeskView
from rexian.kit.bus import Bus, BusTimeout, BusUnavailable

COMMAND_SECONDS = 5.0
STATUS_SECONDS = 1.5

DESK_ADAPTER = TypeAdapter(DeskView)


class ControlLink:
    """What the web process asks of control. Refusals arrive as RemoteError with control's own code."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def command(self, command: Command) -> DeskView:
        """Carry out `command`. Raises ControlUnavailable, ControlNoAnswer or RemoteError."""
        return DESK_ADAPTER.validate_python(await self._ask(command, COMMAND_SECONDS))

    async def desk(self, agent_id: str, actor: str) -> DeskView:
        """The desk as it stands; nothing changes."""
        return await self.command(Command(CommandName.DESK, agent_id, actor, key=""))

    async def status(self) -> Mapping[str, Any]:
        """Control's own counts for operations."""
        answer: Mapping[str, Any] = await self._ask(Command(CommandName.STATUS, "", "system", key=""), STATUS_SECONDS)
        return answer

    async def _ask(self, command: Command, timeout_seconds: float) -> Any:
        request = {
            "command": str(command.name),
            "agent_id": command.agent_id,
            "actor": command.actor,
            "key": command.key,
            "arguments": dict(command.arguments),
        }
        try:
            reply = await self._bus.request(COMMAND_SUBJECT, request, timeout_seconds=timeout_seconds)
        except BusTimeout as error:
            raise ControlNoAnswer from error
        except BusUnavailable as error:
            raise ControlUnavailable from error
        return reply["result"]
