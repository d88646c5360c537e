"""Takes new seats and queues while work goes on: living states are kept, only what has changed is touched."""

from collections.abc import Iterable

from rexian.control.acd import line
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import SIGNED_OUT, Agent, Waiting
from rexian.control.acd.served_queue import Membership, ServedQueue
from rexian.control.acd.stages import level_of, tier_of
from rexian.control.acd.tally import Tally
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration


def configure(floor: Floor, agents: Iterable[AgentConfiguration], queues: Iterable[QueueConfiguration]) -> None:
    """A seat at work is removed when its work has ended; a queue that is gone still serves those who wait in it.
    Nobody is matched here: `due` does it."""
    wanted = {agent.agent_id: agent for agent in agents}
    changed = [queue for queue in queues if _is_new(floor, queue)]
    for agent in [agent for agent in floor.agents.values() if agent.agent_id not in wanted]:
        _take_away(floor, agent)
    seated = [agent for agent in floor.agents.values() if changed or agent.seat != wanted.get(agent.agent_id)]
    for agent in seated:
        _leave_queues(floor, agent)
    for queue in changed:
        _set_up(floor, queue)
    for agent_id, seat in wanted.items():
        agent = floor.agents.get(agent_id) or Agent(agent_id, seat, Tally(floor.day))
        if agent_id not in floor.agents:
            floor.agents[agent_id] = agent
            seated.append(agent)
        agent.seat, agent.leaving = seat, False
    for agent in seated:
        if agent.agent_id in floor.agents:
            _join_queues(floor, agent)
    floor.unsettled = True


def _is_new(floor: Floor, queue: QueueConfiguration) -> bool:
    known = floor.queues.get(queue.queue_id)
    return known is None or known.configuration != queue


def _take_away(floor: Floor, agent: Agent) -> None:
    agent.leaving = True
    if agent.contact_id is None:
        _leave_queues(floor, agent)
        floor.agent_deadlines.cancel(agent.agent_id)
        del floor.agents[agent.agent_id]
    for contact_id in list(floor.held.get(agent.agent_id, ())):
        _give_to_group(floor, floor.waiting[contact_id])


def _give_to_group(floor: Floor, contact: Waiting) -> None:
    """Nobody certain is waited for any more: a place in the line, where `due` finds it."""
    line.release(floor, contact)
    line.stand_in(floor, contact, line.stage_at(floor.queues[contact.queue_id], contact, floor.seen), floor.seen)


def _set_up(floor: Floor, configuration: QueueConfiguration) -> None:
    """A new queue, or a known one with other settings: those who stand in line keep their places, those who wait for a
    certain agent go on only if the rule still wants that one."""
    queue = floor.queues.get(configuration.queue_id)
    if queue is None:
        floor.queues[configuration.queue_id] = ServedQueue(configuration, floor.day)
        return
    standing = [floor.waiting[key[1]] for row in queue.lines for key in row]
    held = [floor.waiting[key[1]] for key in queue.held]
    queue.configure(configuration)
    for contact in standing:
        contact.key = line.key_of(queue, contact.contact_id, contact.waits_since, contact.priority)
        contact.stage = line.stage_at(queue, contact, floor.seen)
        queue.lines[contact.stage].add(contact.key)
        line.set_clock(floor, contact)
    for contact in held:
        line.move(floor, contact, contact.priority)
        if line.wanted_agent(floor, contact) is not floor.agents.get(contact.held_for or ""):
            _give_to_group(floor, contact)


def _leave_queues(floor: Floor, agent: Agent) -> None:
    floor.leave_idle(agent)
    for membership in agent.memberships:
        membership.queue.members.pop(agent.agent_id, None)
        membership.queue.staffed -= agent.state is not SIGNED_OUT
    agent.memberships = ()


def _join_queues(floor: Floor, agent: Agent) -> None:
    """The queues of the seat in its own order, then those of its groups."""
    candidates = [floor.queues[queue_id] for queue_id in agent.seat.queue_ids if queue_id in floor.queues]
    if agent.seat.group_ids:
        candidates += [queue for queue in floor.queues.values() if queue not in candidates]
    memberships = []
    for queue in candidates:
        tier = tier_of(queue.configuration, queue.stages, agent.seat)
        if tier is not None:
            membership = Membership(queue, tier, level_of(queue.configuration, agent.seat))
            queue.members[agent.agent_id] = membership
            queue.staffed += agent.state is not SIGNED_OUT
            memberships.append(membership)
    agent.memberships = tuple(memberships)
    floor.enter_idle(agent)
