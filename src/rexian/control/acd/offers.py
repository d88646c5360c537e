"""Offers: leases with four ends (accepted, refused, run out, caller gone), so no agent can hang in `reserved`."""

from datetime import datetime

from rexian.control.acd import assignment, line, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import (
    NOT_READY,
    RINGING,
    TALKING,
    Agent,
    AgentChanged,
    Offer,
    OfferExpired,
    Outcome,
    Waiting,
)


def ringing(floor: Floor, offer_id: str, now: datetime) -> list[Outcome]:
    """The agent's phone alerts."""
    offer = floor.offers.get(offer_id)
    if offer is None or floor.agents[offer.agent_id].state is RINGING:
        return []
    return [states.change(floor, floor.agents[offer.agent_id], RINGING, now, "ringing", "system")]


def accepted(floor: Floor, offer: Offer, now: datetime) -> list[Outcome]:
    """The agent has answered: the contact leaves the queue.

    A phone that was answered in the very moment the lease ended counts: what came of that end is taken back. An answer
    that is told again counts once.
    """
    agent = floor.agents.get(offer.agent_id)
    if agent is None or (agent.state is TALKING and agent.contact_id == offer.contact_id):
        return []
    outcomes: list[Outcome] = []
    if floor.offers.pop(offer.offer_id, None) is None:
        outcomes += _take_back(floor, agent, offer, now)
        outcomes += caller_left(floor, offer.contact_id, now)
    floor.offer_deadlines.cancel(offer.offer_id)
    contact = floor.waiting.get(offer.contact_id)
    if contact is not None:
        line.go_out(floor, contact)
    queue = floor.queues.get(offer.queue_id)
    if queue is not None:
        queue.hand_outs.answered((now - offer.made_at).total_seconds())
    agent.offer_id, agent.contact_id, agent.queue_id = None, offer.contact_id, offer.queue_id
    agent.tally.roll(floor.day).answered += 1
    return [*outcomes, states.change(floor, agent, TALKING, now, "answered", "agent")]


def ended(floor: Floor, offer_id: str, outcome: str, now: datetime) -> list[Outcome]:
    """declined, timed_out, agent_unreachable or caller_gone. The contact waits on with its place."""
    offer = floor.offers.pop(offer_id, None)
    if offer is None:
        return []
    agent, contact = floor.agents[offer.agent_id], floor.waiting[offer.contact_id]
    if outcome != "caller_gone":
        return [_refused(floor, offer, outcome, now), *assignment.serve_contact(floor, contact, now)]
    floor.offer_deadlines.cancel(offer_id)
    agent.offer_id = contact.offer_id = None
    line.go_out(floor, contact)
    given_back = states.given_back(floor, agent, now)
    return [given_back, *assignment.serve_agent(floor, agent, now)]


def run_out(floor: Floor, offer_id: str, now: datetime, again: list[Waiting]) -> list[Outcome]:
    """The lease has run out; its contact is to be served again."""
    offer = floor.offers.pop(offer_id, None)
    if offer is None:
        return []
    again.append(floor.waiting[offer.contact_id])
    return [OfferExpired(offer), _refused(floor, offer, "timed_out", now)]


def _refused(floor: Floor, offer: Offer, outcome: str, now: datetime) -> AgentChanged:
    """The agent did not take the contact: not ready, and not rung again before saying so. Only a caller's own leaving
    gives an agent back as ready."""
    floor.offer_deadlines.cancel(offer.offer_id)
    agent, contact = floor.agents[offer.agent_id], floor.waiting[offer.contact_id]
    agent.offer_id = contact.offer_id = None
    line.forget_wish(contact, agent.agent_id)
    reason = "phone_unreachable" if outcome == "agent_unreachable" else "missed_offer"
    return states.change(floor, agent, NOT_READY, now, outcome, "system", not_ready_reason=reason)


def caller_left(floor: Floor, contact_id: str, now: datetime) -> list[Outcome]:
    """The caller has gone or was taken elsewhere: the wait and any offer of it end."""
    contact = floor.waiting.get(contact_id)
    if contact is None:
        return []
    if contact.offer_id is not None:
        return ended(floor, contact.offer_id, "caller_gone", now)
    line.go_out(floor, contact)
    return []


def _take_back(floor: Floor, agent: Agent, answered: Offer, now: datetime) -> list[Outcome]:
    """End the offer that was made meanwhile to an agent who has answered the one before. The agent goes straight on to
    the talk: a state between would let a seat go that is taken away."""
    offer = floor.offers.pop(agent.offer_id or "", None)
    if offer is None:
        return []
    floor.offer_deadlines.cancel(offer.offer_id)
    contact = floor.waiting[offer.contact_id]
    agent.offer_id = contact.offer_id = None
    line.forget_wish(contact, agent.agent_id)
    if offer.contact_id == answered.contact_id:
        return [OfferExpired(offer)]
    return [OfferExpired(offer), *assignment.serve_contact(floor, contact, now)]
