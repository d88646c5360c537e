"""What the clock alone brings about: ends of leases and wrap-ups, phones that stay away, waits that widen, overflow."""

from datetime import datetime

from rexian.control.acd import assignment, line, offers, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import READY, WRAP_UP, Outcome, Waiting
from rexian.control.acd.overflow import overflow


def due(floor: Floor, now: datetime) -> list[Outcome]:
    """End everything whose time has come; only that is looked at, however many agents there are.

    Contacts come before agents, and in the order of service: whoever is late here must not be served late for it.
    """
    outcomes: list[Outcome] = []
    again: list[Waiting] = []
    for offer_id in floor.offer_deadlines.pop_due(now):
        outcomes += offers.run_out(floor, offer_id, now, again)
    for contact_id in floor.contact_deadlines.pop_due(now):
        contact = floor.waiting.get(contact_id)
        if contact is not None and contact.offer_id is None:
            again.append(contact)
    for contact in sorted(again, key=lambda contact: contact.key) if len(again) > 1 else again:
        outcomes += _serve(floor, contact, now)
    for agent_id in floor.agent_deadlines.pop_due(now):
        outcomes += _agent_due(floor, agent_id, now)
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
    if agent.state is WRAP_UP:
        ended = states.after_work(floor, agent, now, "wrap_up_ended")
        return [ended, *assignment.serve_agent(floor, agent, now)]
    if agent.state is READY and not agent.phone_registered:
        return list(states.phone_missing(floor, agent, now))
    return []


def _serve(floor: Floor, contact: Waiting, now: datetime) -> list[Outcome]:
    """An offer run out, a later stage, the end of a hold, an overflow: whichever it was, all that is true is done."""
    if contact.held_until is not None and contact.held_until <= now:
        line.release(floor, contact)
    outcomes = assignment.serve_contact(floor, contact, now) if contact.held_for is None else []
    if contact.offer_id is None:
        outcomes += overflow(floor, contact, now)
        line.set_clock(floor, contact)
    return outcomes
