"""What the clock alone brings about: ends of leases and wrap-ups, phones that stay away, waits that widen, overflow."""

from datetime import datetime

from rexian.control.acd import assignment, line, offers, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import Outcome, Waiting
from rexian.control.acd.overflow import overflow
from rexian.control.contracts.desk import AgentState


def due(floor: Floor, now: datetime) -> list[Outcome]:
    """End everything whose time has come, in order; only that is looked at, however many agents there are."""
    outcomes: list[Outcome] = []
    for offer_id in floor.offer_deadlines.pop_due(now):
        outcomes += offers.expired(floor, offer_id, now)
    for agent_id in floor.agent_deadlines.pop_due(now):
        outcomes += _agent_due(floor, agent_id, now)
    for contact_id in floor.contact_deadlines.pop_due(now):
        contact = floor.waiting.get(contact_id)
        if contact is not None and contact.offer_id is None:
            outcomes += _contact_due(floor, contact, now)
    if floor.unsettled:
        floor.unsettled = False
        outcomes += assignment.serve_all(floor, now)
    return outcomes


def next_deadline(floor: Floor) -> datetime | None:
    """When `due` must be called at the latest, or None."""
    times = (floor.offer_deadlines.next(), floor.agent_deadlines.next(), floor.contact_deadlines.next())
    return min((time for time in times if time is not None), default=None)


def _agent_due(floor: Floor, agent_id: str, now: datetime) -> list[Outcome]:
    agent = floor.agents.get(agent_id)
    if agent is None:
        return []
    if agent.state is AgentState.WRAP_UP:
        ended = states.after_work(floor, agent, now, "wrap_up_ended")
        return [ended, *assignment.serve_agent(floor, agent, now)]
    if agent.state is AgentState.READY and not agent.phone_registered:
        return list(states.phone_missing(floor, agent, now))
    return []


def _contact_due(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """A later stage, the end of a hold, an overflow: whichever it was, all that is true now is done."""
    outcomes: list[Outcome] = []
    if contact.held_until is not None and contact.held_until <= now:
        line.release(floor, contact)
    if contact.held_for is None:
        outcomes += assignment.serve_by_group(floor, contact, now)
    if contact.offer_id is None:
        outcomes += overflow(floor, contact, now)
        line.set_clock(floor, contact)
    return outcomes
