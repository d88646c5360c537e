"""Who serves whom, and why.

Two moments decide: a contact may be served by more agents than before (it came, its demands widened, its hold ended),
then the best idle agent by the queue's rule is chosen; or an agent became idle, then the contact with the smallest
entry among all lines this agent may serve. After each of them no idle agent is left who could serve anybody waiting.
"""

from datetime import datetime
from typing import Any

from rexian.control.acd import line, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import READY, RESERVED, SIGNED_OUT, Agent, Offer, OfferMade, Outcome, PlaceKey, Waiting
from rexian.control.acd.overflow import overflow_all
from rexian.control.acd.rules import WISHES, IdleKey
from rexian.control.acd.served_queue import ServedQueue
from rexian.control.contracts.configuration import AssignmentRule

SHOWN = 5
"""How many candidates a decision's reason names."""


def serve_contact(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """Offer the contact to the best idle agent, or let it wait: for a certain agent first, if the rule is so and the
    contact does not stand in the group's line already (under the rule of before)."""
    queue = floor.queues[contact.queue_id]
    may_hold = queue.waits_for_one and contact.stage is None and not contact.hold_is_over
    wanted = line.wanted_agent(floor, contact) if may_hold else None
    if wanted is not None:
        if wanted.indexed:
            return _offer_alone(floor, contact, wanted, now)
        line.hold(floor, contact, wanted, now)
        return []
    return serve_by_group(floor, contact, now)


def serve_by_group(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """Offer the contact to the best idle agent of the queue, or let it stand in line."""
    queue = floor.fresh(floor.queues[contact.queue_id])
    stage = line.stage_at(queue, contact, now)
    front = queue.front_idle(stage, SHOWN)
    if front:
        key, chosen_by = _preferred(queue, contact, stage, front[0])
        reason = _reason(queue, contact, chosen_by, front, queue.idle_count(stage), now)
        return _offer(floor, contact, floor.agents[key[-1]], reason, now)
    if contact.stage != stage:
        line.stand_in(floor, contact, stage, now)
    return []


def serve_agent(floor: Floor, agent: Agent, now: datetime) -> list[Outcome]:
    """What an agent's new state means for those who wait. One who is idle now gets the first of all contacts that wait
    for somebody like this, else a place in the order of idle agents."""
    if agent.state is SIGNED_OUT:
        return serve_without(floor, agent, now)
    if agent.state is not READY or not agent.phone_registered:
        return []
    first = _first_held(floor, agent) if floor.held else None
    for membership in agent.memberships:
        if membership.queue.standing:
            key = membership.queue.first_in_line(membership.tier)
            if key is not None and (first is None or key < first):
                first = key
    if first is None:
        floor.enter_idle(agent)
        return []
    if floor.unsettled:
        floor.enter_idle(agent)
        return _serve_again(floor, floor.waiting[first[1]], now)
    return _offer_alone(floor, floor.waiting[first[1]], agent, now)


def _first_held(floor: Floor, agent: Agent) -> PlaceKey | None:
    held = floor.held.get(agent.agent_id)
    return min(floor.waiting[contact_id].key for contact_id in held) if held else None


def serve_without(floor: Floor, agent: Agent, now: datetime) -> list[Outcome]:
    """The agent has signed out: who waited for this one gets the group, and queues may have lost their last one."""
    outcomes: list[Outcome] = []
    held = [floor.waiting[contact_id] for contact_id in floor.held.get(agent.agent_id, ())]
    for contact in sorted(held, key=lambda contact: contact.key):
        line.release(floor, contact)
        outcomes += serve_by_group(floor, contact, now)
    for membership in agent.memberships:
        outcomes += overflow_all(floor, membership.queue, now)
    return outcomes


def serve_all(floor: Floor, now: datetime) -> list[Outcome]:
    """Look at everyone who waits, in the order of service: the configuration has changed, or control has returned."""
    outcomes: list[Outcome] = []
    waiting = [contact for contact in floor.waiting.values() if contact.offer_id is None]
    for contact in sorted(waiting, key=lambda contact: contact.key):
        outcomes += _serve_again(floor, contact, now)
    return outcomes


def _serve_again(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """Look again at a contact that waits already, in a line or for a certain agent."""
    if contact.held_for is None:
        return serve_by_group(floor, contact, now)
    agent = floor.agents.get(contact.held_for)
    return _offer_alone(floor, contact, agent, now) if agent is not None and agent.indexed else []


def _offer_alone(floor: Floor, contact: Waiting, agent: Agent, now: datetime) -> list[Outcome]:
    """There is nobody else to choose from: the only idle agent, or the certain one."""
    queue = floor.queues[contact.queue_id]
    membership = queue.members.get(agent.agent_id)
    front = [floor.key_of(agent, membership)] if membership is not None else []
    reason = _reason(queue, contact, queue.configuration.rule, front, 1, now)
    return _offer(floor, contact, agent, reason, now)


def _preferred(queue: ServedQueue, contact: Waiting, stage: int, best: IdleKey) -> tuple[IdleKey, AssignmentRule]:
    """The best agent, or the one whom the contact prefers among the equal ones."""
    rule = queue.configuration.rule
    if contact.named_agent_id is None and contact.usual_agent_id is None:
        return best, rule
    for equal, wish in WISHES[rule]:
        wanted = contact.named_agent_id if wish is AssignmentRule.NAMED_AGENT else contact.usual_agent_id
        membership = queue.members.get(wanted or "")
        key = membership.key if membership is not None and membership.tier <= stage else None
        if key is not None and key[:equal] == best[:equal]:
            return key, wish
    return best, rule


def _offer(floor: Floor, contact: Waiting, agent: Agent, reason: dict[str, Any], now: datetime) -> list[Outcome]:
    """Lease the contact to the agent."""
    queue = floor.queues[contact.queue_id]
    offer = Offer(
        floor.new_id(),
        contact.contact_id,
        contact.queue_id,
        contact.queued_at,
        agent.agent_id,
        now,
        now + queue.lease,
        reason,
    )
    if contact.stage is not None:
        queue.hand_outs.handed_out(now)
    line.step_out(floor, contact)
    lease(floor, agent, contact, offer)
    return [states.change(floor, agent, RESERVED, now, "offered", "system"), OfferMade(offer)]


def lease(floor: Floor, agent: Agent, contact: Waiting, offer: Offer) -> None:
    """From now on the contact is on the agent's desk, until the lease ends."""
    floor.offers[offer.offer_id] = offer
    floor.offer_deadlines.set(offer.offer_id, offer.deadline)
    contact.offer_id = agent.offer_id = offer.offer_id
    agent.contact_id, agent.queue_id = offer.contact_id, offer.queue_id


def _reason(
    queue: ServedQueue,
    contact: Waiting,
    chosen_by: AssignmentRule,
    front: list[IdleKey],
    candidates: int,
    now: datetime,
) -> dict[str, Any]:
    """Why this agent and why this contact, for whoever asks later; replay tells the rest."""
    return {
        "rule": queue.configuration.rule,
        "chosen_by": chosen_by,
        "candidates": candidates,
        "first_five": [queue.explain(key, now) for key in front],
        "contact": {
            "waited_seconds": (now - contact.queued_at).total_seconds(),
            "priority": contact.priority,
            "stage": contact.stage or 0,
            "waiting": queue.standing,
        },
    }
