"""Overflow: the ACD says that a waiting contact is to go elsewhere; here it goes, or stays where going is of no use.

A target that is closed, empty, full or cannot be called is passed over, and so is one where overflow has led this wait
before: nobody is sent in a circle. Whoever is not answered at an entry of the directory has the place of before.
"""

from rexian.control.acd.forecast import Admission
from rexian.control.contacts import admission, calling, menu, waiting
from rexian.control.contacts.effects import LeaveQueue
from rexian.control.contacts.inputs import Overflows, Target
from rexian.control.contacts.parties import Place, Role
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.configuration import OverflowRule, OverflowTargetKind
from rexian.control.contracts.events import EventType


def overflow(turn: Turn, event: Overflows) -> None:
    """Follow the rule, if the contact still waits there and no phone rings for it."""
    contact, rule = turn.contact, event.rule
    waits = contact.phase is Phase.QUEUED and contact.queue_id == event.queue_id and contact.ringing is None
    if not waits or f"{rule.target_kind}:{rule.target_id}" in contact.been_at:
        return
    match rule.target_kind:
        case OverflowTargetKind.QUEUE:
            _to_queue(turn, rule)
        case OverflowTargetKind.FLOW:
            _to_flow(turn, rule)
        case OverflowTargetKind.DIRECTORY:
            _to_entry(turn, rule)


def _to_queue(turn: Turn, rule: OverflowRule) -> None:
    queue = turn.around.queue(rule.target_id)
    if queue is None or queue.queue_id == turn.contact.queue_id or admission.refusal(turn, queue) is not None:
        return
    if turn.around.lines.admission(queue.queue_id) is not Admission.NO_AGENT:
        _note(turn, rule)
        waiting.enter(turn, queue.queue_id, queued_at=turn.contact.queued_at)


def _to_flow(turn: Turn, rule: OverflowRule) -> None:
    flow = turn.around.flows.get(rule.target_id)
    if flow is not None:
        _leave(turn, rule)
        menu.begin(turn, flow)


def _to_entry(turn: Turn, rule: OverflowRule) -> None:
    """The department, say, answers for the contact. A closed entry is not called."""
    entry = turn.around.entry.directory_entry(rule.target_id)
    if entry is None or not turn.around.entry.is_reachable(entry, turn.now):
        return
    if turn.around.entry.dialling(entry.number) is not None:
        _leave(turn, rule)
        turn.happen(EventType.SEGMENT_STARTED, segment_id=turn.new_id(), kind="transfer", agent_id=None)
        calling.call(turn, Role.AGENT, Place.CONTACT, Target(number=entry.number))


def _leave(turn: Turn, rule: OverflowRule) -> None:
    """Out of the queue, for whatever is no queue."""
    _note(turn, rule)
    waiting.fall_silent(turn)
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="overflowed")
    turn.do(LeaveQueue())


def _note(turn: Turn, rule: OverflowRule) -> None:
    turn.happen(
        EventType.OVERFLOWED,
        queue_id=turn.contact.queue_id,
        cause=str(rule.cause),
        target_kind=str(rule.target_kind),
        target_id=rule.target_id,
    )
