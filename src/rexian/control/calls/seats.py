"""Taking an agent for a contact that no queue has offered: a consultation, a transfer to a person.

The ACD is told as of an answered offer, so that it leases nothing else to this agent meanwhile. Who was not ready is
not ready again afterwards: no call may flip a break into being available.
"""

from datetime import datetime

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Offer, Outcome
from rexian.control.contracts.desk import AgentState

FREE = (AgentState.READY, AgentState.NOT_READY)


def is_free(engine: AcdEngine, agent_id: str) -> bool:
    """Whether the agent may be called: signed in, with a phone, and with no contact on the desk."""
    agent = next((agent for agent in engine.agents if agent.agent_id == agent_id), None)
    return agent is not None and agent.state in FREE and agent.phone_registered


def is_elsewhere(engine: AcdEngine, agent_id: str, contact_id: str) -> bool:
    """Whether the agent is in another contact: taken for it in the moment between a lease's end and a late answer."""
    agent = next((agent for agent in engine.agents if agent.agent_id == agent_id), None)
    return agent is not None and agent.state is AgentState.TALKING and agent.contact_id != contact_id


def take(engine: AcdEngine, agent_id: str, contact_id: str, now: datetime) -> list[Outcome]:
    """Put the contact on the desk of an agent who is free."""
    agent = engine.agent(agent_id)
    was_not_ready = (agent.not_ready_reason or "other") if agent.state is AgentState.NOT_READY else None
    call = Offer(
        offer_id=f"call-{contact_id}-{agent_id}",
        contact_id=contact_id,
        queue_id="",
        queued_at=now,
        agent_id=agent_id,
        made_at=now,
        deadline=now,
    )
    outcomes = engine.offer_accepted(call, now)
    return outcomes if was_not_ready is None else [*outcomes, *engine.not_ready(agent_id, was_not_ready, now)]
