"""The commands of the floors above: each changes the engine or a contact and answers with the desk afterwards."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ClassVar

from rexian.control.acd.model import Agent
from rexian.control.calls import promises, seats
from rexian.control.calls.requests import acting, called_back, dialled, parked, supervising
from rexian.control.calls.seats import changed_seat
from rexian.control.calls.service import CallControl
from rexian.control.contacts import inputs
from rexian.control.contacts.verbs import VERBS, possible
from rexian.control.contracts.commands import SUPERVISION, Command, CommandName
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.control.contracts.promises import Promise
from rexian.kit.clock import Clock
from rexian.kit.errors import ErrorKind, RexianError

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
        await self._once(command, self._do)
        return self._calls.desks.view(changed_seat(command))

    def promises(self) -> tuple[Promise, ...]:
        """Who is to be called back."""
        calls = self._calls
        return promises.promises(calls.contacts.values(), calls.engine, calls.around, self._clock.now())

    async def cancel_promise(self, command: Command) -> tuple[Promise, ...]:
        """Take one back and answer with the others. Raises PromiseGone and CancelReasonUnknown."""
        await self._once(command, self._cancel_promise)
        return self.promises()

    async def _cancel_promise(self, command: Command) -> None:
        await self._calls.carry(*promises.cancelled(command, self._calls.contacts, self._calls.around))

    async def _once(self, command: Command, do: Callable[[Command], Awaitable[None]]) -> None:
        if not command.key:
            await do(command)
        elif (command.agent_id, command.key) not in self._done:
            await self._do_once(command, do)

    async def _do_once(self, command: Command, do: Callable[[Command], Awaitable[None]]) -> None:
        """The key is taken before anything is done, for the same request may come again meanwhile; a refused one may
        be tried anew."""
        key, done = (command.agent_id, command.key), False
        self._done[key] = None
        while len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        try:
            await do(command)
            done = True
        finally:
            if not done:
                self._done.pop(key, None)

    def desks(self, agent_ids: Iterable[str]) -> list[DeskView]:
        """These desks as they stand; a seat so new that it is not known yet has none."""
        calls = self._calls
        return [calls.desks.view(agent_id) for agent_id in agent_ids if calls.engine.knows(agent_id)]

    def status(self) -> Mapping[str, Any]:
        """Counts for operations, and which configuration is in force."""
        states = [agent.state for agent in self._calls.engine.agents]
        phases = [contact.phase for contact in self._calls.contacts.values()]
        return {
            "contacts": {str(phase): phases.count(phase) for phase in sorted(set(phases))},
            "agents": {str(state): states.count(state) for state in sorted(set(states))},
            "alarms": [str(alarm.kind) for alarm in self._calls.alarms.standing],
            "configuration_revision": self._calls.centre.revision,
        }

    async def _do(self, command: Command) -> None:
        calls, engine, agent_id, now = self._calls, self._calls.engine, changed_seat(command), self._clock.now()
        agent = engine.agent(agent_id)
        match command.name:
            case CommandName.DESK:
                return
            case name if name in seats.ACTIONS:
                await calls.bring_about(seats.change(engine, command, now))
            case CommandName.RESET:
                await self._reset(agent)
            case CommandName.SIGN_OF_LIFE:
                calls.watching.seen(agent_id)
                return
            case CommandName.MESSAGE | CommandName.ACKNOWLEDGE | CommandName.ANSWER:
                await self._message(command)
            case CommandName.ANSWER_READ:
                calls.messages.answer_read(agent_id, str(command.arguments.get("message_id") or ""))
            case CommandName.HANG_UP:
                await calls.carry(_on_desk(agent, AgentState.TALKING), inputs.AgentHangsUp(agent_id))
            case CommandName.DECLINE:
                contact_id = _on_desk(agent, AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING)
                if CommandName.DECLINE not in possible(calls.contacts[contact_id], agent_id):
                    raise NoContactOnDesk(agent_id=agent_id, state=str(agent.state))
                await calls.carry(contact_id, inputs.AgentDeclines(agent_id))
            case CommandName.RESUME_MEDIA:
                await calls.carry(_on_desk(agent, AgentState.TALKING), inputs.AgentResumes(agent_id))
            case CommandName.DIAL if command.arguments.get("missed_contact_id"):
                await calls.dial(called_back(command, calls.missed.of(agent_id), engine, calls.around))
            case CommandName.DIAL:
                await calls.dial(dialled(command, engine, calls.around, now))
            case CommandName.PICK_UP:
                contact_id = parked(command, calls.contacts, engine)
                await calls.carry(contact_id, inputs.AgentPicksUp(agent_id))
            case name if name in SUPERVISION:
                await calls.carry(*supervising(command, calls.contacts, engine))
            case name if name in VERBS:
                contact = calls.contacts[_on_desk(agent, AgentState.TALKING)]
                await calls.carry(contact.contact_id, acting(command, contact, engine, calls.around, now))
            case _:
                raise UnknownCommand(command=command.name)
        calls.desks.changed(agent_id)

    async def _reset(self, agent: Agent) -> None:
        """Whatever is on the desk leaves it: first by way of the contact, then what the contact knows nothing of.
        Not ready comes before, so that the same contact is not offered here again."""
        calls, contact_id = self._calls, agent.contact_id
        await calls.bring_about(calls.engine.not_ready(agent.agent_id, "other", self._clock.now()))
        if contact_id in calls.contacts:
            await calls.carry(str(contact_id), inputs.AgentResets(agent.agent_id))
        if agent.state is not AgentState.NOT_READY:
            await calls.bring_about(calls.engine.reset(agent.agent_id, self._clock.now()))

    async def _message(self, command: Command) -> None:
        """Put a message on the desk, or take it off, answered or not."""
        calls, agent_id = self._calls, changed_seat(command)
        if command.name is CommandName.MESSAGE:
            message = calls.messages.send(agent_id, command.actor, str(command.arguments.get("text") or ""))
            await calls.note_sent(agent_id, message)
            return
        message_id = str(command.arguments.get("message_id") or "")
        answers = command.name is CommandName.ANSWER
        if answers:
            calls.messages.answer(agent_id, message_id, str(command.arguments.get("text") or ""))
        if calls.messages.acknowledge(agent_id, message_id):
            await calls.note_read(agent_id, message_id, command.actor, answered=answers)


def _on_desk(agent: Agent, *states: AgentState) -> str:
    if agent.state not in states or agent.contact_id is None:
        raise NoContactOnDesk(agent_id=agent.agent_id, state=str(agent.state))
    return agent.contact_id
