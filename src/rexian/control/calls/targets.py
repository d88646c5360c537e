"""Whom or where a command wants: checked before it reaches the contact's lane.

A group, or a queue that is asked, gives its first agent here, so that whoever asks learns at once that nobody is there;
who does not come is followed by the next (see contacts.searching).
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from rexian.control.acd.engine import AcdEngine
from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.turn import Surroundings
from rexian.control.contracts.commands import Command, CommandName
from rexian.kit.errors import ErrorKind, RexianError

DIALLABLE = re.compile(r"\+?[0-9]{2,24}")
NAMES = ("target_agent_id", "group_id", "entry_id", "queue_id", "flow_id")


class AgentNotFree(RexianError):
    """The colleague cannot take a call now."""

    code: ClassVar[str] = "agent_not_free"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class GroupNotFree(RexianError):
    """Nobody of the group, or of the queue that is asked, can take a call now."""

    code: ClassVar[str] = "group_not_free"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class DirectoryEntryClosed(RexianError):
    """It is not the hour of this directory entry. details: next_opening, where one is known."""

    code: ClassVar[str] = "directory_entry_closed"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class NumberNotDiallable(RexianError):
    """This is not a number that can be called."""

    code: ClassVar[str] = "number_not_diallable"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class TargetUnknown(RexianError):
    """There is no such queue, flow, group or directory entry."""

    code: ClassVar[str] = "target_unknown"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


def target_of(command: Command, engine: AcdEngine, around: Surroundings, now: datetime) -> Target:
    """A colleague who is free, one of a group, an entry of the directory or a number; for a question one of a queue,
    for a transfer the queue itself or a flow. Raises the errors above, and UnknownAgent."""
    agent_id, group_id, entry_id, queue_id, flow_id = (str(command.arguments.get(name) or "") for name in NAMES)
    if command.name is CommandName.SEND_TO_MENU:
        return _place("", flow_id, around)
    if agent_id:
        return _colleague(agent_id, engine)
    if group_id:
        return _of_group(group_id, command.agent_id, engine)
    if command.name is CommandName.CONSULT and queue_id:
        return _of_queue(queue_id, command.agent_id, engine)
    if entry_id:
        return _entry(entry_id, around.entry, now)
    if command.name is CommandName.TRANSFER and (queue_id or flow_id):
        return _place(queue_id, flow_id, around)
    return Target(number=_number(command.arguments, around.entry))


def _number(arguments: Mapping[str, Any], entry: EntryTables) -> str:
    """It must look like a number, and a trunk must carry it. Raises NumberNotDiallable."""
    number = str(arguments.get("number") or "")
    if not DIALLABLE.fullmatch(number) or entry.dialling(number) is None:
        raise NumberNotDiallable
    return number


def _colleague(agent_id: str, engine: AcdEngine) -> Target:
    engine.agent(agent_id)
    if not engine.is_free(agent_id):
        raise AgentNotFree(agent_id=agent_id)
    return Target(agent_id=agent_id)


def _of_group(group_id: str, asking: str, engine: AcdEngine) -> Target:
    if not engine.knows_group(group_id):
        raise TargetUnknown(group_id=group_id)
    agent_id = engine.longest_idle(group_id, but=(asking,))
    if agent_id is None:
        raise GroupNotFree(group_id=group_id)
    return Target(agent_id=agent_id, group_id=group_id)


def _of_queue(queue_id: str, asking: str, engine: AcdEngine) -> Target:
    if engine.queue(queue_id) is None:
        raise TargetUnknown(queue_id=queue_id)
    agent_id = engine.best_idle(queue_id, but=(asking,))
    if agent_id is None:
        raise GroupNotFree(queue_id=queue_id)
    return Target(agent_id=agent_id, queue_id=queue_id)


def _entry(entry_id: str, tables: EntryTables, now: datetime) -> Target:
    """Its number stands in no error: the agent need not know it."""
    entry = tables.directory_entry(entry_id)
    if entry is None:
        raise TargetUnknown(entry_id=entry_id)
    if not tables.is_reachable(entry, now):
        opening = tables.next_reachable(entry, now)
        raise DirectoryEntryClosed(entry_id=entry_id, next_opening=opening.isoformat() if opening else None)
    if tables.dialling(entry.number) is None:
        raise NumberNotDiallable
    return Target(number=entry.number, entry_id=entry_id)


def _place(queue_id: str, flow_id: str, around: Surroundings) -> Target:
    if around.queue(queue_id) is None and flow_id not in around.flows:
        raise TargetUnknown(queue_id=queue_id, flow_id=flow_id)
    return Target(queue_id=queue_id, flow_id=flow_id)
