"""What a command asks of a contact, checked before it reaches the lane: a verb that is possible, somebody who can be
called, keys that a telephone has."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls import seats
from rexian.control.contacts.inputs import AgentActs, Target
from rexian.control.contacts.state import Contact
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import Command, CommandName
from rexian.kit.errors import ErrorKind, RexianError

DIALLABLE = re.compile(r"\+?[0-9]{2,24}")
KEYS = re.compile(r"[0-9*#]{1,32}")


class VerbNotPossible(RexianError):
    """This cannot be done with the call as it stands now."""

    code: ClassVar[str] = "verb_not_possible"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class AgentNotFree(RexianError):
    """The colleague cannot take a call now."""

    code: ClassVar[str] = "agent_not_free"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class NumberNotDiallable(RexianError):
    """This is not a number that can be called."""

    code: ClassVar[str] = "number_not_diallable"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class KeysNotSendable(RexianError):
    """Only digits, star and hash can be sent, 32 at a time."""

    code: ClassVar[str] = "keys_not_sendable"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


def acting(command: Command, contact: Contact, engine: AcdEngine) -> AgentActs:
    """The verb as an input of the contact's lane. Raises the errors above, and UnknownAgent."""
    arguments = command.arguments
    target, digits = Target(), ""
    if command.name is CommandName.CONSULT:
        target = _target(arguments, engine)
    if command.name is CommandName.SEND_KEYS:
        digits = _keys(arguments)
    if command.name not in possible(contact, command.agent_id):
        raise VerbNotPossible(verb=str(command.name))
    return AgentActs(command.agent_id, command.name, target, digits)


def _target(arguments: Mapping[str, Any], engine: AcdEngine) -> Target:
    """A colleague who is free, or else a number."""
    agent_id, number = str(arguments.get("target_agent_id") or ""), str(arguments.get("number") or "")
    if agent_id:
        engine.agent(agent_id)
        if not seats.is_free(engine, agent_id):
            raise AgentNotFree(agent_id=agent_id)
        return Target(agent_id=agent_id)
    if not DIALLABLE.fullmatch(number):
        raise NumberNotDiallable
    return Target(number=number)


def _keys(arguments: Mapping[str, Any]) -> str:
    digits = str(arguments.get("digits") or "")
    if not KEYS.fullmatch(digits):
        raise KeysNotSendable
    return digits
