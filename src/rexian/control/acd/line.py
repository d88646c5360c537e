"""The line of a queue: at which place one waits, how waiting widens whom one may get, waiting for a certain agent.

The order is by entry: when the wait began, less a head start for priority. All waiting ages alike, so the order of
two contacts never turns by itself and nobody starves: a higher priority overtakes only those who came at most its head
start before.
"""

from datetime import datetime, timedelta

from rexian.control.acd.floor import Floor
from rexian.control.acd.model import SIGNED_OUT, Agent, PlaceKey, Waiting
from rexian.control.acd.overflow import next_overflow
from rexian.control.acd.served_queue import ServedQueue
from rexian.control.contracts.configuration import AssignmentRule

ABSENT = ""
"""Whom a place waits for that is held for somebody to be called back: no agent has this id."""

PRIORITY_LIMIT = 10
"""Points beyond this count as this many, so that no configuration makes anyone wait for ever."""


def key_of(queue: ServedQueue, contact_id: str, queued_at: datetime, priority: int) -> PlaceKey:
    """The place in the order of service."""
    points = priority + queue.configuration.priority
    if points == 0:
        return (queued_at, contact_id)
    points = max(-PRIORITY_LIMIT, min(PRIORITY_LIMIT, points))
    return (queued_at - timedelta(seconds=points * queue.configuration.seconds_per_priority), contact_id)


def come_in(floor: Floor, contact: Waiting) -> ServedQueue:
    """The contact is in the queue from now on, in no line yet."""
    queue = floor.queues[contact.queue_id]
    floor.waiting[contact.contact_id] = contact
    queue.inside.add((contact.queued_at, contact.contact_id))
    return queue


def go_out(floor: Floor, contact: Waiting) -> None:
    """The contact is in the queue no more."""
    if contact.offer_id is None:
        step_out(floor, contact)
    del floor.waiting[contact.contact_id]
    floor.queues[contact.queue_id].inside.remove((contact.queued_at, contact.contact_id))


def stand_in(floor: Floor, contact: Waiting, stage: int, now: datetime) -> None:
    """Take the place in the line of this stage; who stands in another one already goes over."""
    queue = floor.queues[contact.queue_id]
    if contact.stage is not None:
        queue.lines[contact.stage].remove(contact.key)
    else:
        queue.standing += 1
        if queue.standing == 1:
            queue.hand_outs.line_began(now)
    contact.stage = stage
    queue.lines[stage].add(contact.key)
    set_clock(floor, contact)


def step_out(floor: Floor, contact: Waiting) -> None:
    """Leave the line, or the wait for a certain agent; nothing to do while offered."""
    queue = floor.queues[contact.queue_id]
    if contact.stage is not None:
        queue.lines[contact.stage].remove(contact.key)
        queue.standing -= 1
        contact.stage = None
    elif contact.held_for is not None:
        queue.held.remove(contact.key)
        queue.absent -= contact.held_for == ABSENT
        held = floor.held[contact.held_for]
        held.discard(contact.contact_id)
        if not held:
            del floor.held[contact.held_for]
        contact.held_for = contact.held_until = None
    else:
        return
    floor.contact_deadlines.cancel(contact.contact_id)


def hold(floor: Floor, contact: Waiting, agent: Agent, now: datetime) -> None:
    """Let the contact wait for this agent alone, for as long as the queue says."""
    queue = floor.queues[contact.queue_id]
    contact.held_for = agent.agent_id
    contact.held_until = now + timedelta(seconds=queue.configuration.wait_for_agent_seconds)
    queue.held.add(contact.key)
    floor.held.setdefault(agent.agent_id, set()).add(contact.contact_id)
    set_clock(floor, contact)


def keep_place(floor: Floor, contact: Waiting) -> None:
    """Hold a place for somebody who is not on the line: it counts, and is offered to nobody."""
    queue = floor.queues[contact.queue_id]
    contact.held_for = ABSENT
    queue.held.add(contact.key)
    queue.absent += 1
    floor.held.setdefault(ABSENT, set()).add(contact.contact_id)


def release(floor: Floor, contact: Waiting) -> None:
    """The wait for a certain agent is over; the caller lets the group serve the contact."""
    step_out(floor, contact)
    contact.hold_is_over = True


def move(floor: Floor, contact: Waiting, priority: int) -> None:
    """Another priority, another place."""
    queue = floor.queues[contact.queue_id]
    order = queue.held if contact.held_for is not None else None
    if contact.stage is not None:
        order = queue.lines[contact.stage]
    if order is not None:
        order.remove(contact.key)
    contact.priority = priority
    contact.key = key_of(queue, contact.contact_id, contact.waits_since, priority)
    if order is not None:
        order.add(contact.key)


def wanted_agent(floor: Floor, contact: Waiting) -> Agent | None:
    """The agent whom the contact waits for under the rules of a certain agent: one who has taken the seat."""
    queue = floor.queues[contact.queue_id]
    match queue.configuration.rule:
        case AssignmentRule.NAMED_AGENT:
            agent = floor.agents.get(contact.named_agent_id or "")
        case AssignmentRule.USUAL_AGENT:
            agent = floor.agents.get(contact.usual_agent_id or "")
        case _:
            return None
    return agent if agent is not None and agent.state is not SIGNED_OUT and not agent.leaving else None


def forget_wish(contact: Waiting, agent_id: str) -> None:
    """This agent did not take the contact: do not wait for the same one again."""
    if contact.named_agent_id == agent_id:
        contact.named_agent_id = None
    if contact.usual_agent_id == agent_id:
        contact.usual_agent_id = None


def stage_at(queue: ServedQueue, contact: Waiting, now: datetime) -> int:
    """How far the wait has widened whom the contact may get; a place kept counts from its beginning."""
    stage = len(queue.stages) - 1
    if stage:
        waited = (now - contact.waits_since).total_seconds()
        while stage and queue.stages[stage].after_seconds > waited:
            stage -= 1
    return stage


def set_clock(floor: Floor, contact: Waiting) -> None:
    """When the contact's wait changes next: the next stage, the end of a hold, or an overflow."""
    queue = floor.queues[contact.queue_id]
    times = [contact.held_until] if contact.held_until is not None else []
    if contact.stage is not None and contact.stage + 1 < len(queue.stages):
        times.append(contact.waits_since + timedelta(seconds=queue.stages[contact.stage + 1].after_seconds))
    if queue.configuration.overflow:
        times += next_overflow(queue, contact)
    if times:
        floor.contact_deadlines.set(contact.contact_id, min(times))
