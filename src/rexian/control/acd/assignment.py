"""Who serves whom, and why.

Two moments decide: a contact may be served by more agents than before (it came, its demands widened, its hold ended),
then the best idle agent by the queue's rule is chosen; or an agent became idle, then the contact with the smallest
entry among all lines this agent may serve. After each of them no idle agent is left who could serve anybody waiting.
"""

from datetime import datetime, timedelta
from typing import Any

from rexian.control.acd import line, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import Agent, Offer, OfferMade, Outcome, PlaceKey, Waiting
from rexian.control.acd.overflow import overflow_all
from rexian.control.acd.rules import WISHES, IdleKey
from rexian.control.acd.served_queue import ServedQueue
from rexian.control.contracts.configuration import AssignmentRule
from rexian.control.contracts.desk import AgentState

SHORTEST_LEASE_SECONDS = 1.0
SHOWN = 5
"""How many candidates a decision's reason names."""


def serve_contact(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """Offer the contact to the best idle agent, or let it wait: for a certain agent first, if the rule is so."""
    wanted = None if contact.hold_is_over else line.wanted_agent(floor, contact)
    if wanted is not None:
        if wanted.indexed:
            return _offer(floor, contact, wanted, wanted_rule(floor, contact), now)
        line.hold(floor, contact, wanted, now)
        return []
    return serve_by_group(floor, contact, now)


def serve_by_group(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """Offer the contact to the best idle agent of the queue, or let it stand in line."""
    queue = floor.fresh(floor.queues[contact.queue_id])
    stage = line.stage_at(queue, contact, now)
    best = queue.best_idle(stage)
    if best is not None:
        key, chosen_by = _preferred(floor, queue, contact, stage, best)
        return _offer(floor, contact, floor.agents[key[-1]], chosen_by, now)
    if contact.stage != stage:
        line.stand_in(floor, contact, stage, now)
    return []


def serve_agent(floor: Floor, agent: Agent, now: datetime) -> list[Outcome]:
    """Offer the agent, if idle now, the first of all contacts that wait for somebody like this."""
    if agent.state is AgentState.SIGNED_OUT:
        return serve_without(floor, agent, now)
    if not agent.indexed:
        return []
    first = _first_held(floor, agent)
    for membership in agent.memberships:
        if membership.queue.standing:
            key = membership.queue.first_in_line(membership.tier)
            if key is not None and (first is None or key < first):
                first = key
    if first is None:
        return []
    contact = floor.waiting[first[1]]
    if contact.held_for is not None:
        return _offer(floor, contact, agent, wanted_rule(floor, contact), now)
    return serve_by_group(floor, contact, now)


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
        if contact.held_for is None:
            outcomes += serve_by_group(floor, contact, now)
        elif (agent := floor.agents.get(contact.held_for)) is not None and agent.indexed:
            outcomes += _offer(floor, contact, agent, wanted_rule(floor, contact), now)
    return outcomes


def wanted_rule(floor: Floor, contact: Waiting) -> AssignmentRule:
    """The rule by which a contact gets the agent it waits for: that of its queue."""
    return floor.queues[contact.queue_id].configuration.rule


def _preferred(
    floor: Floor, queue: ServedQueue, contact: Waiting, stage: int, best: IdleKey
) -> tuple[IdleKey, AssignmentRule]:
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


def _offer(floor: Floor, contact: Waiting, agent: Agent, chosen_by: AssignmentRule, now: datetime) -> list[Outcome]:
    """Lease the contact to the agent."""
    queue = floor.fresh(floor.queues[contact.queue_id])
    seconds = max(queue.configuration.offer_seconds, SHORTEST_LEASE_SECONDS)
    offer = Offer(
        floor.new_id(),
        contact.contact_id,
        contact.queue_id,
        contact.queued_at,
        agent.agent_id,
        now,
        now + timedelta(seconds=seconds),
        _reason(floor, queue, contact, agent, chosen_by, now),
    )
    if contact.stage is not None:
        queue.hand_outs.handed_out(now)
    line.step_out(floor, contact)
    lease(floor, agent, contact, offer)
    return [states.change(floor, agent, AgentState.RESERVED, now, "offered", "system"), OfferMade(offer)]


def lease(floor: Floor, agent: Agent, contact: Waiting, offer: Offer) -> None:
    """From now on the contact is on the agent's desk, until the lease ends."""
    floor.offers[offer.offer_id] = offer
    floor.offer_deadlines.set(offer.offer_id, offer.deadline)
    contact.offer_id = agent.offer_id = offer.offer_id
    agent.contact_id, agent.queue_id = offer.contact_id, offer.queue_id


def _reason(
    floor: Floor, queue: ServedQueue, contact: Waiting, agent: Agent, chosen_by: AssignmentRule, now: datetime
) -> dict[str, Any]:
    """Why this agent and why this contact, for whoever asks later; replay tells the rest."""
    stage = line.stage_at(queue, contact, now)
    front = [floor.agents[key[-1]] for key in queue.front_idle(stage, SHOWN)]
    return {
        "rule": queue.configuration.rule.value,
        "chosen_by": chosen_by.value,
        "candidates": queue.idle_count(stage),
        "first_five": [_figures(queue, candidate, now) for candidate in front],
        "contact": {
            "waited_seconds": (now - contact.queued_at).total_seconds(),
            "priority": contact.priority,
            "stage": stage,
            "waiting": queue.standing,
        },
    }


def _figures(queue: ServedQueue, agent: Agent, now: datetime) -> dict[str, Any]:
    """What the rules compare."""
    tally, since = agent.tally, agent.idle_since
    return {
        "agent_id": agent.agent_id,
        "idle_seconds": (now - since).total_seconds() if since else 0.0,
        "level": queue.members[agent.agent_id].level,
        "average_idle_seconds": tally.average_idle_seconds,
        "answered": tally.answered,
    }
