"""The commands about a seat itself, whatever is on its desk: taken or left, ready or not, wrap-up. Desk and supervisor
alike; the engine notes who."""

from collections.abc import Callable, Mapping
from datetime import datetime

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AT_WORK, Outcome
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.desk import AgentState

AGENT, SUPERVISOR = "agent", "supervisor"

Action = Callable[[AcdEngine, str, Command, datetime], list[Outcome]]


def changed_seat(command: Command) -> str:
    """Whose desk a command changes and answers with: a supervisor who only steps in needs none."""
    on_others = (*FORCES, CommandName.RELEASE, CommandName.MESSAGE, CommandName.ANSWER_READ)
    return str(command.arguments.get("watched_agent_id")) if command.name in on_others else command.agent_id


def change(engine: AcdEngine, command: Command, now: datetime) -> list[Outcome]:
    """Carry out one of ACTIONS. Raises the engine's refusals."""
    return ACTIONS[command.name](engine, changed_seat(command), command, now)


def verbs(engine: AcdEngine, agent_id: str) -> tuple[CommandName, ...]:
    """What is possible with the seat now, whatever can be done with the contact on its desk."""
    agent = engine.agent(agent_id)
    if agent.state is AgentState.SIGNED_OUT:
        return (CommandName.SIGN_IN,)
    at_work, wraps_up = agent.state in AT_WORK, agent.state is AgentState.WRAP_UP
    allowed = {
        CommandName.READY: at_work or (agent.phone_registered and agent.state is not AgentState.READY),
        CommandName.NOT_READY: True,
        CommandName.SIGN_OUT: True,
        CommandName.RESET: at_work or wraps_up,
        CommandName.END_WRAP_UP: wraps_up,
        CommandName.EXTEND_WRAP_UP: wraps_up and engine.may_extend_wrap_up(agent_id),
    }
    return tuple(verb for verb, is_possible in allowed.items() if is_possible)


def _by(command: Command) -> str:
    return SUPERVISOR if command.name in FORCES else AGENT


def _sign_in(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    return engine.sign_in(agent_id, now)


def _sign_out(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    after_work = command.arguments.get("after_work") is True
    return engine.sign_out(agent_id, now, _by(command), after_work=after_work)


def _ready(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    return engine.ready(agent_id, now, _by(command))


def _not_ready(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    return engine.not_ready(agent_id, str(command.arguments.get("reason")), now, _by(command))


def _extend_wrap_up(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    return engine.extend_wrap_up(agent_id, now)


def _end_wrap_up(engine: AcdEngine, agent_id: str, command: Command, now: datetime) -> list[Outcome]:
    return engine.end_wrap_up(agent_id, now)


ACTIONS: Mapping[CommandName, Action] = {
    CommandName.SIGN_IN: _sign_in,
    CommandName.SIGN_OUT: _sign_out,
    CommandName.READY: _ready,
    CommandName.NOT_READY: _not_ready,
    CommandName.EXTEND_WRAP_UP: _extend_wrap_up,
    CommandName.END_WRAP_UP: _end_wrap_up,
    CommandName.FORCE_READY: _ready,
    CommandName.FORCE_NOT_READY: _not_ready,
    CommandName.FORCE_SIGN_OUT: _sign_out,
}
FORCES = (CommandName.FORCE_READY, CommandName.FORCE_NOT_READY, CommandName.FORCE_SIGN_OUT)
