"""What a command asks of a contact, checked before it reaches the lane: a verb that is possible, somebody who can be
called, keys that a telephone has."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

import orjson

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.targets import AgentNotFree, NumberNotDiallable, target_of
from rexian.control.contacts.inputs import AgentActs, AgentDials, SupervisorActs, Target
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Surroundings
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import MARK_KINDS, PAUSE_REASONS, Command, CommandName
from rexian.control.contracts.desk import MissedCall
from rexian.kit.errors import ErrorKind, RexianError

HANDOVER_BYTES = 16_384
WORDS = {
    CommandName.PAUSE_RECORDING: ("reason", PAUSE_REASONS),
    CommandName.MARK_RECORDING: ("kind", MARK_KINDS),
}
"""Verbs that take a word of a list, and the argument that gives it."""

KEYS = re.compile(r"[0-9*#]{1,32}")


class VerbNotPossible(RexianError):
    """This cannot be done with the call as it stands now."""

    code: ClassVar[str] = "verb_not_possible"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class MissedCallGone(RexianError):
    """This call is not among the missed ones any more."""

    code: ClassVar[str] = "missed_call_gone"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class HandoverTooLarge(RexianError):
    """There is too much to give along with the call."""

    code: ClassVar[str] = "handover_too_large"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class WordUnknown(RexianError):
    """This reason or kind is not in the list."""

    code: ClassVar[str] = "word_unknown"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class KeysNotSendable(RexianError):
    """Only digits, star and hash can be sent, 32 at a time."""

    code: ClassVar[str] = "keys_not_sendable"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


def acting(command: Command, contact: Contact, engine: AcdEngine, around: Surroundings, now: datetime) -> AgentActs:
    """The verb as an input of the contact's lane. Raises the errors above, and those of `targets`."""
    arguments = command.arguments
    target, digits = Target(), ""
    if command.name in (CommandName.CONSULT, CommandName.TRANSFER, CommandName.SEND_TO_MENU):
        target = target_of(command, engine, around, now)
    if command.name is CommandName.SEND_KEYS:
        digits = _keys(arguments)
    word = _word(command)
    if command.name not in possible(contact, command.agent_id):
        raise VerbNotPossible(verb=str(command.name))
    return AgentActs(command.agent_id, command.name, target, digits, _handover(arguments), word)


def supervising(command: Command, contacts: Mapping[str, Contact], engine: AcdEngine) -> tuple[str, SupervisorActs]:
    """The supervisor's verb, and the contact it is for: the one already supervised, else that of the watched desk.
    Raises VerbNotPossible, AgentNotFree and UnknownAgent."""
    supervisor, verb = command.agent_id, command.name
    watched_agent_id = str(command.arguments.get("watched_agent_id") or "")
    own = None if verb is CommandName.RELEASE else contacts.get(engine.agent(supervisor).contact_id or "")
    if own is not None and own.party_of(supervisor) is not None:
        if verb not in possible(own, supervisor):
            raise VerbNotPossible(verb=str(verb))
        return own.contact_id, SupervisorActs(supervisor, verb)
    contact = contacts.get(engine.agent(watched_agent_id).contact_id or "")
    watched = contact.party_of(watched_agent_id) if contact else None
    if contact is None or watched is None or not watched.up or verb is CommandName.TAKE_OVER:
        raise VerbNotPossible(verb=str(verb))
    if verb is not CommandName.RELEASE and not engine.is_free(supervisor):
        raise AgentNotFree(agent_id=supervisor)
    follows_seat = command.arguments.get("follow") == "seat"
    return contact.contact_id, SupervisorActs(supervisor, verb, watched_agent_id, follows_seat)


def called_back(command: Command, missed: Iterable[MissedCall], engine: AcdEngine, around: Surroundings) -> AgentDials:
    """The call-back of one of the desk's missed calls. Raises AgentNotFree, MissedCallGone and NumberNotDiallable."""
    wanted = str(command.arguments.get("missed_contact_id"))
    call = next((call for call in missed if call.contact_id == wanted), None)
    if call is None:
        raise MissedCallGone
    if not engine.is_free(command.agent_id):
        raise AgentNotFree(agent_id=command.agent_id)
    if call.colleague_id:
        if not engine.is_free(call.colleague_id):
            raise AgentNotFree(agent_id=call.colleague_id)
        staff_number = around.staff_number(call.colleague_id)
        return AgentDials(command.agent_id, staff_number, call.colleague_id, follows=call.contact_id)
    if around.entry.dialling(call.number) is None:
        raise NumberNotDiallable
    return AgentDials(command.agent_id, call.number, queue_id=call.queue_id, follows=call.contact_id)


def dialled(command: Command, engine: AcdEngine, around: Surroundings, now: datetime) -> AgentDials:
    """A call from a desk that is free, to a number, an entry of the directory or a colleague. Raises AgentNotFree and
    the errors of `targets`."""
    if not engine.is_free(command.agent_id) or command.arguments.get("target_agent_id") == command.agent_id:
        raise AgentNotFree(agent_id=command.agent_id)
    target = target_of(command, engine, around, now)
    if target.agent_id:
        return AgentDials(command.agent_id, around.staff_number(target.agent_id), target.agent_id)
    return AgentDials(command.agent_id, target.number)


def parked(command: Command, contacts: Mapping[str, Contact], engine: AcdEngine) -> str:
    """The contact to be picked up. Raises AgentNotFree and VerbNotPossible."""
    contact = contacts.get(str(command.arguments.get("contact_id") or ""))
    if contact is None or contact.phase is not Phase.PARKED or contact.called is not None:
        raise VerbNotPossible(verb=str(command.name))
    if not engine.is_free(command.agent_id):
        raise AgentNotFree(agent_id=command.agent_id)
    return contact.contact_id


def _handover(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    handover = arguments.get("handover") or {}
    if not isinstance(handover, Mapping) or len(orjson.dumps(handover)) > HANDOVER_BYTES:
        raise HandoverTooLarge
    return handover


def _word(command: Command) -> str:
    """Why a recording is paused, or what a mark in it says."""
    if command.name not in WORDS:
        return ""
    argument, words = WORDS[command.name]
    word = str(command.arguments.get(argument) or "")
    if word not in words:
        raise WordUnknown(word=argument)
    return word


def _keys(arguments: Mapping[str, Any]) -> str:
    digits = str(arguments.get("digits") or "")
    if not KEYS.fullmatch(digits):
        raise KeysNotSendable
    return digits
