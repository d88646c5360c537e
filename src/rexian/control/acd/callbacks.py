"""When somebody who is absent is called back: as soon as an agent is, or is about to be, free for that place.

Asked by the call service about those whose place is kept. No more are called than agents come free meanwhile, and who
stands before them is counted first, so that nobody is overtaken (decision 0012).
"""

from datetime import datetime, timedelta

from rexian.control.acd.floor import Floor
from rexian.control.acd.line import ABSENT
from rexian.control.acd.model import READY, Agent
from rexian.control.acd.served_queue import ServedQueue

LEAD = timedelta(seconds=20)
"""About what it takes until somebody who is called has answered."""


def is_turn_near(floor: Floor, contact_id: str, now: datetime) -> bool:
    """Whether an agent will be there for this place by the time the citizen has answered."""
    contact = floor.waiting.get(contact_id)
    if contact is None or contact.held_for != ABSENT:
        return False
    queue = floor.queues[contact.queue_id]
    place = queue.place(contact.key)
    if place <= _free_soon(floor, queue, now):
        return True
    wait_seconds = queue.hand_outs.wait_seconds(place, now)
    return queue.staffed > 0 and wait_seconds is not None and wait_seconds <= LEAD.total_seconds()


def _free_soon(floor: Floor, queue: ServedQueue, now: datetime) -> int:
    """Idle agents, and those whose wrap-up ends in time."""
    agents = (floor.agents[agent_id] for agent_id in queue.members if agent_id in floor.agents)
    return queue.idle_count(len(queue.stages) - 1) + sum(_wraps_up(agent, now + LEAD) for agent in agents)


def _wraps_up(agent: Agent, until: datetime) -> bool:
    goes_on = agent.next_state in (None, READY) and agent.phone_registered
    return goes_on and agent.wrap_up_until is not None and agent.wrap_up_until <= until
