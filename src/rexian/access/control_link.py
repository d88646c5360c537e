"""Asking control: commands by request on the bus, answered with the desk as it stands afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from rexian.access.errors import ControlNoAnswer, ControlUnavailable, DeskNotUnderstood
from rexian.control.contracts.commands import COMMAND_SUBJECT, Command, CommandName
from rexian.control.contracts.desk import DeskView
from rexian.control.contracts.promises import Promise
from rexian.kit.bus import Bus, BusTimeout, BusUnavailable

Form = TypeVar("Form")

COMMAND_SECONDS = 5.0
STATUS_SECONDS = 1.5

_DESK = TypeAdapter(DeskView)
_PROMISES = TypeAdapter(list[Promise])


def desk_from(document: Any) -> DeskView:
    """The desk of a message of control's. Raises DeskNotUnderstood, which names no value: they are personal."""
    return _understood(_DESK, document)


def _promises(document: Any) -> list[Promise]:
    return _understood(_PROMISES, document)


def _understood(form: TypeAdapter[Form], document: Any) -> Form:
    try:
        return form.validate_python(document)
    except ValidationError as error:
        faults = [
            ".".join(map(str, fault["loc"])) + ": " + fault["type"] for fault in error.errors(include_input=False)
        ]
    raise DeskNotUnderstood(faults=faults)


class ControlLink:
    """What the web process asks of control. Refusals arrive as RemoteError with control's own code."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def command(self, command: Command) -> DeskView:
        """Carry out `command`. Raises ControlUnavailable, ControlNoAnswer or RemoteError."""
        return desk_from(await self._ask(command, COMMAND_SECONDS))

    async def desk(self, agent_id: str, actor: str) -> DeskView:
        """The desk as it stands; nothing changes."""
        return await self.command(Command(CommandName.DESK, agent_id, actor, key=""))

    async def promises(self, actor: str) -> list[Promise]:
        """Every promised call-back, numbers in clear. Raises ControlUnavailable, ControlNoAnswer or RemoteError."""
        return _promises(await self._ask(Command(CommandName.PROMISES, "", actor, key=""), COMMAND_SECONDS))

    async def cancel_promise(
        self, contact_id: str, reason: str, organisation_ids: Iterable[str], *, actor: str, key: str
    ) -> list[Promise]:
        """Take one back, if it is of a queue of these organisations; answers with those that are left."""
        arguments = {"contact_id": contact_id, "reason": reason, "organisation_ids": sorted(organisation_ids)}
        return _promises(
            await self._ask(Command(CommandName.CANCEL_PROMISE, "", actor, key, arguments), COMMAND_SECONDS)
        )

    async def desks(self, agent_ids: Sequence[str], actor: str) -> list[DeskView]:
        """These desks as they stand, those that control knows. Raises as `command`."""
        command = Command(CommandName.DESKS, "", actor, key="", arguments={"agent_ids": list(agent_ids)})
        return [desk_from(document) for document in await self._ask(command, COMMAND_SECONDS)]

    async def sign_of_life(self, agent_id: str, actor: str) -> None:
        """The agent's page is open."""
        await self._ask(Command(CommandName.SIGN_OF_LIFE, agent_id, actor, key=""), STATUS_SECONDS)

    async def status(self) -> Mapping[str, Any]:
        """Control's own counts for operations."""
        answer: Mapping[str, Any] = await self._ask(Command(CommandName.STATUS, "", "system", key=""), STATUS_SECONDS)
        return answer

    async def lines(self) -> Mapping[str, Mapping[str, Any]]:
        """The SIP trunks as the media server sees them, by name."""
        answer: Mapping[str, Mapping[str, Any]] = await self._ask(
            Command(CommandName.LINES, "", "system", key=""), STATUS_SECONDS
        )
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
