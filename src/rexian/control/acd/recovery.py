"""After a restart: agents, talks and offers as the journal last told of them.

Agents come first, then the talks and offers that are found alive, then their phones; nobody is offered anything before,
for who is talking is not known before.
"""

from datetime import datetime

from rexian.control.acd import assignment, line, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import (
    AT_WORK,
    NOT_READY,
    READY,
    RINGING,
    TALKING,
    WRAP_UP,
    Agent,
    AgentChanged,
    Offer,
    Waiting,
)
from rexian.control.acd.tally import Tally


def restore_agent(floor: Floor, change: AgentChanged, since: datetime) -> None:
    """Set an agent as the journal last saw it; one at work stays so only if `restore_talk` or `restore_offer` says
    so afterwards, and is until then what was chosen for the time after work."""
    agent = floor.agents.get(change.agent_id)
    if agent is None:
        return
    at_work = change.state in AT_WORK
    state = (change.next_state or READY) if at_work else change.state
    why = change.next_reason if at_work and state is NOT_READY else change.not_ready_reason
    agent.contact_id = change.contact_id if state is WRAP_UP else None
    states.change(
        floor,
        agent,
        state,
        since,
        change.reason,
        change.changed_by,
        not_ready_reason=why,
        wrap_up_until=change.wrap_up_until,
    )
    _remember(floor, agent, change, since)


def _remember(floor: Floor, agent: Agent, change: AgentChanged, since: datetime) -> None:
    """What the change tells beside the state: the next one, the idle time, the figures of its day."""
    floor.leave_idle(agent)
    agent.next_state, agent.next_reason = change.next_state, change.next_reason
    agent.queue_id = change.queue_id if agent.contact_id else None
    agent.idle_since = (change.idle_since or since) if agent.state is READY else None
    agent.tally = Tally(
        floor.day_of(since), change.answered_today, change.idle_periods_today, change.idle_seconds_today
    )
    floor.enter_idle(agent)
    floor.unsettled = True


def restore_talk(floor: Floor, agent_id: str, contact_id: str, since: datetime, queue_id: str | None) -> None:
    """An agent who was talking before the restart still is."""
    agent = floor.agents.get(agent_id)
    if agent is None or (agent.state is TALKING and agent.contact_id == contact_id):
        return
    agent.contact_id, agent.queue_id = contact_id, queue_id
    floor.leave_idle(agent)
    agent.idle_since = agent.idle_until = None
    states.change(floor, agent, TALKING, since, "answered", "agent")


def restore_offer(floor: Floor, offer: Offer) -> None:
    """A lease made before the restart goes on to its deadline; one that this engine has ended stays ended."""
    agent, queue = floor.agents.get(offer.agent_id), floor.queues.get(offer.queue_id)
    if agent is None or queue is None or agent.state in AT_WORK or offer.contact_id in floor.waiting:
        return
    since = offer.queued_at
    key = line.key_of(queue, offer.contact_id, since, 0)
    contact = Waiting(offer.contact_id, offer.queue_id, since, since, offer.made_at, key)
    line.come_in(floor, contact)
    assignment.lease(floor, agent, contact, offer)
    agent.idle_until = offer.made_at
    states.change(floor, agent, RINGING, offer.made_at, "ringing", "system")
