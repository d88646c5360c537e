"""Who waits although an agent who could serve them is idle: by the engine's own rules there is nobody, ever.

Looks at states and lines, not at the idle orders that the engine chooses from, so that a fault in keeping those is
seen. Pure; asked from time to time by the alarms, which tell what lasts.
"""

from collections.abc import Iterator

from rexian.control.acd.floor import Floor
from rexian.control.acd.model import Agent
from rexian.control.contracts.desk import AgentState


def overlooked(floor: Floor) -> dict[str, str]:
    """Contact and queue of whom any idle agent could serve now: the first in each line, and who waits for that one."""
    found: dict[str, str] = {}
    for agent in floor.agents.values():
        if _is_idle(agent):
            found.update(_beside(floor, agent))
    return found


def is_idle_for(floor: Floor, queue_id: str) -> bool:
    """Whether an agent who may serve the queue at once is idle."""
    queue = floor.queues.get(queue_id)
    members = queue.members.items() if queue else ()
    return any(member.tier == 0 and _is_idle(floor.agents[agent_id]) for agent_id, member in members)


def _is_idle(agent: Agent) -> bool:
    return agent.state is AgentState.READY and agent.phone_registered


def _beside(floor: Floor, agent: Agent) -> Iterator[tuple[str, str]]:
    for contact_id in floor.held.get(agent.agent_id, ()):
        yield contact_id, floor.waiting[contact_id].queue_id
    for membership in agent.memberships:
        key = membership.queue.first_in_line(membership.tier) if membership.queue.standing else None
        if key is not None:
            yield key[1], membership.queue.queue_id
