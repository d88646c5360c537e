"""The commands of the floors above: each changes the engine or a contact and answers with the desk afterwards."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, ClassVar

from rexian.control.acd.model import Agent
from rexian.control.calls.requests import acting, dialled, parked, supervising
from rexian.control.calls.service import CallControl
from rexian.control.contacts import inputs
from rexian.control.contacts.verbs import VERBS, possible
from rexian.control.contracts.commands import SUPERVISION, Command, CommandName
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.kit.clock import Clock
from rexian.kit.errors import ErrorKind, RexianError

SUPERVISOR = "supervisor"
FORCES = (CommandName.FORCE_READY, CommandName.FORCE_NOT_READY, CommandName.FORCE_SIGN_OUT)

REMEMBERED = 20_000
"""How many idempotency keys are kept: hours of commands at a large centre."""


class NoContactOnDesk(RexianError):
    """There is no contact on the desk that this could be done to."""

    code: ClassVar[str] = "no_contact_on_desk"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class UnknownCommand(RexianError):
    """Control does not know this command."""

    code: ClassVar[str] = "unknown_command"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class Commands:
    """Carries commands out, each idempotency key once."""

    def __init__(self, calls: CallControl, *, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._done: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def carry_out(self, command: Command) -> DeskView:
        """Do it and answer with the desk. Raises the engine's refusals, those of `requests`,
        NoContactOnDesk and UnknownCommand."""
        if not command.key:
            await self._do(command)
        elif (command.agent_id, command.key) not in self._done:
            await self._do_once(command)
        return self._calls.desks.view(_changed_desk(command))

    async def _do_once(self, command: Command) -> None:
        """The key is taken before anything is done, for the same request may come again meanwhile; a refused one may
        be tried anew."""
        key, done = (command.agent_id, command.key), False
        self._done[key] = None
        while len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        try:
            await self._do(command)
            done = True
        finally:
            if not done:
                self._done.pop(key, None)

    def status(self) -> Mapping[str, Any]:
        """Counts for operations."""
        states = [agent.state for agent in self._calls.engine.agents]
        phases = [contact.phase for contact in self._calls.contacts.values()]
        return {
            "contacts": {str(phase): phases.count(phase) for phase in sorted(set(phases))},
            "agents": {str(state): states.count(state) for state in sorted(set(states))},
        }

    async def _do(self, command: Command) -> None:
        calls, engine, agent_id, now = self._calls, self._calls.engine, _changed_desk(command), self._clock.now()
        agent = engine.agent(agent_id)
        match command.name:
            case CommandName.DESK:
                return
            case CommandName.SIGN_IN:
                await calls.bring_about(engine.sign_in(agent_id, now))
            case CommandName.SIGN_OUT:
                await calls.bring_about(engine.sign_out(agent_id, now))
            case CommandName.READY:
                await calls.bring_about(engine.ready(agent_id, now))
            case CommandName.NOT_READY:
                await calls.bring_about(engine.not_ready(agent_id, str(command.arguments.get("reason")), now))
            case CommandName.HANG_UP:
                await calls.carry(_on_desk(agent, AgentState.TALKING), inputs.AgentHangsUp(agent_id))
            case CommandName.DECLINE:
                contact_id = _on_desk(agent, AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING)
                if CommandName.DECLINE not in possible(calls.contacts[contact_id], agent_id):
                    raise NoContactOnDesk(agent_id=agent_id, state=str(agent.state))
                await calls.carry(contact_id, inputs.AgentDeclines(agent_id))
            case CommandName.RESUME_MEDIA:
                await calls.carry(_on_desk(agent, AgentState.TALKING), inputs.AgentResumes(agent_id))
            case CommandName.DIAL:
                await calls.dial(agent_id, dialled(command, engine, calls.around.entry))
            case CommandName.PICK_UP:
                contact_id = parked(command, calls.contacts, engine)
                await calls.carry(contact_id, inputs.AgentPicksUp(agent_id))
            case name if name in FORCES:
                await self._force(command)
            case name if name in SUPERVISION:
                await calls.carry(*supervising(command, calls.contacts, engine))
            case name if name in VERBS:
                contact = calls.contacts[_on_desk(agent, AgentState.TALKING)]
                await calls.carry(contact.contact_id, acting(command, contact, engine, calls.around))
            case _:
                raise UnknownCommand(command=command.name)
        calls.desks.changed(agent_id)

    async def _force(self, command: Command) -> None:
        """Change another's state. The engine notes who did."""
        engine, now = self._calls.engine, self._clock.now()
        agent_id = _changed_desk(command)
        match command.name:
            case CommandName.FORCE_READY:
                outcomes = engine.ready(agent_id, now, SUPERVISOR)
            case CommandName.FORCE_NOT_READY:
                outcomes = engine.not_ready(agent_id, str(command.arguments.get("reason")), now, SUPERVISOR)
            case _:
                outcomes = engine.sign_out(agent_id, now, SUPERVISOR)
        await self._calls.bring_about(outcomes)
        self._calls.desks.changed(agent_id)


def _changed_desk(command: Command) -> str:
    """Whose desk a command changes and answers with: a supervisor who only steps in needs none."""
    on_others = (*FORCES, CommandName.RELEASE)
    return str(command.arguments.get("watched_agent_id")) if command.name in on_others else command.agent_id


def _on_desk(agent: Agent, *states: AgentState) -> str:
    if agent.state not in states or agent.contact_id is None:
        raise NoContactOnDesk(agent_id=agent.agent_id, state=str(agent.state))
    return agent.contact_id
