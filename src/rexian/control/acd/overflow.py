"""Overflow: when a waiting contact is to go elsewhere, by its wait, by the length of the queue, or by who is there.

The engine only says so, once for each rule of a stay; the contact keeps waiting with its place until its lane moves it.
A queue that has sent a contact on once is never its target again, so two empty queues do not play ball with a caller.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rexian.control.acd.floor import Floor
from rexian.control.acd.model import Overflowed, Waiting
from rexian.control.acd.served_queue import ServedQueue
from rexian.control.contracts.configuration import OverflowCause, OverflowRule, OverflowTargetKind


def next_overflow(queue: ServedQueue, contact: Waiting) -> list[datetime]:
    """When rules by wait come true for this contact."""
    return [
        contact.entered_at + timedelta(seconds=rule.threshold)
        for _, rule in _open_rules(queue, contact)
        if rule.cause is OverflowCause.WAITED
    ]


def overflow(floor: Floor, contact: Waiting, now: datetime, *, entering: bool = False) -> list[Overflowed]:
    """The first of the queue's rules that has come true for a contact that waits; rules by length count on entering
    only, for who came first is not to be sent away for those who come later."""
    queue = floor.queues[contact.queue_id]
    for index, rule in _open_rules(queue, contact):
        if _is_true(queue, rule, contact, now, entering=entering):
            contact.overflowed |= {index}
            contact.passed |= {queue.queue_id}
            return [Overflowed(contact.contact_id, queue.queue_id, rule)]
    return []


def overflow_all(floor: Floor, queue: ServedQueue, now: datetime) -> list[Overflowed]:
    """Somebody has signed out: those who wait may have to go elsewhere."""
    if not any(rule.cause is OverflowCause.STAFFING for rule in queue.configuration.overflow):
        return []
    keys = sorted(key for line in (*queue.lines, queue.held) for key in line)
    return [outcome for _, contact_id in keys for outcome in overflow(floor, floor.waiting[contact_id], now)]


def _open_rules(queue: ServedQueue, contact: Waiting) -> Iterator[tuple[int, OverflowRule]]:
    for index, rule in enumerate(queue.configuration.overflow):
        been_there = {queue.queue_id, *contact.passed} if rule.target_kind is OverflowTargetKind.QUEUE else ()
        if index not in contact.overflowed and rule.target_id not in been_there:
            yield index, rule


def _is_true(queue: ServedQueue, rule: OverflowRule, contact: Waiting, now: datetime, *, entering: bool) -> bool:
    match rule.cause:
        case OverflowCause.WAITED:
            return now >= contact.entered_at + timedelta(seconds=rule.threshold)
        case OverflowCause.LENGTH:
            return entering and queue.standing + len(queue.held) - queue.absent > rule.threshold
        case OverflowCause.STAFFING:
            return queue.staffed < rule.threshold
