"""Agents who are called by no queue: a consultation, a transfer to a person, a pick-up, a call out, supervision.

As with an offer the agent is reserved, then rings, then talks, so that nobody else leases anything to the same desk.
The end of the ring is the contact's to tell, as it holds the leg. An agent who does not come is as before: idle goes
on, and no call flips a break into being available.
"""

from collections.abc import Collection
from datetime import datetime

from rexian.control.acd import assignment, states
from rexian.control.acd.errors import AgentBusy
from rexian.control.acd.floor import LONG_AGO, Floor
from rexian.control.acd.model import AT_WORK, NOT_READY, OFFERED, READY, RESERVED, RINGING, TALKING, Agent, Outcome

FREE = (READY, NOT_READY)


def is_free(agent: Agent | None) -> bool:
    """Whether the agent may be called: signed in, with a phone, and with no contact on the desk."""
    return agent is not None and agent.state in FREE and agent.phone_registered


def is_elsewhere(agent: Agent | None, contact_id: str) -> bool:
    """Whether the agent was taken for another contact, in the moment between a lease's end and a late answer."""
    if agent is None or agent.contact_id == contact_id:
        return False
    return agent.state is TALKING or (agent.state in OFFERED and agent.offer_id is None)


def longest_idle(floor: Floor, group_id: str, but: Collection[str]) -> str | None:
    """Who of the group, `but` for these agents, is ready longest; None = nobody is."""
    ready = [
        (agent.idle_since or LONG_AGO, agent.agent_id)
        for agent in floor.agents.values()
        if group_id in agent.seat.group_ids and agent.agent_id not in but and agent.indexed
    ]
    return min(ready)[1] if ready else None


def best_idle(floor: Floor, queue_id: str, but: Collection[str]) -> str | None:
    """Who of the queue's agents, `but` for these, gets its next contact by its rule, however far a wait may widen whom
    it gets; None = nobody is idle."""
    queue = floor.queues.get(queue_id)
    front = floor.fresh(queue).front_idle(len(queue.stages) - 1, 1 + len(but)) if queue else []
    return next((str(key[-1]) for key in front if key[-1] not in but), None)


def reserve(floor: Floor, agent: Agent, contact_id: str, now: datetime) -> list[Outcome]:
    """Put the contact on the agent's desk. Raises AgentBusy."""
    if not is_free(agent):
        raise AgentBusy(agent_id=agent.agent_id)
    if agent.state is NOT_READY:
        states.choose_next(floor, agent, NOT_READY, agent.not_ready_reason or "other", agent.changed_by)
    agent.contact_id, agent.queue_id = contact_id, None
    return [states.change(floor, agent, RESERVED, now, "called", "system")]


def ringing(floor: Floor, agent: Agent, contact_id: str, now: datetime) -> list[Outcome]:
    """The agent's phone alerts."""
    if agent.state is not RESERVED or not _is_called(agent, contact_id):
        return []
    return [states.change(floor, agent, RINGING, now, "ringing", "system")]


def answered(
    floor: Floor, agent: Agent, contact_id: str, queue_id: str | None, now: datetime, *, counts: bool
) -> list[Outcome]:
    """The agent is there. `counts`: it is one more call answered in the figures of the day."""
    if not _is_called(agent, contact_id):
        return []
    agent.queue_id = queue_id
    floor.tally(agent).answered += counts
    return [states.change(floor, agent, TALKING, now, "answered", "agent")]


def released(floor: Floor, agent: Agent, contact_id: str, now: datetime) -> list[Outcome]:
    """The agent does not come, or is not wanted any more."""
    if not _is_called(agent, contact_id):
        return []
    given_back = states.given_back(floor, agent, now, "released")
    return [given_back, *assignment.serve_agent(floor, agent, now)]


def restore(floor: Floor, agent: Agent, contact_id: str, since: datetime) -> None:
    """An agent who was being called before the restart still is."""
    if agent.state in AT_WORK:
        return
    agent.contact_id, agent.queue_id = contact_id, None
    states.change(floor, agent, RINGING, since, "ringing", "system")


def _is_called(agent: Agent, contact_id: str) -> bool:
    return agent.state in OFFERED and agent.offer_id is None and agent.contact_id == contact_id
