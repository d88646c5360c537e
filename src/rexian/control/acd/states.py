"""The agent's states: the one place where a state changes, and what that means for the day's figures and the clock.

Every change is visible (an outcome), has a reason and an author, and can be taken back by the agent with one command:
what the system sets (not-ready after a missed offer, say) is a state like any other. A next state chosen at work is
kept through offers, talks, wrap-ups and restarts until the work has ended, or another one is chosen.
"""

from datetime import datetime, timedelta

from rexian.control.acd.errors import AgentSignedOut, NotInWrapUp, UnknownAgent, WrapUpNotExtendable
from rexian.control.acd.floor import Floor
from rexian.control.acd.model import (
    AT_WORK,
    NOT_READY,
    OFFERED,
    READY,
    RESERVED,
    RINGING,
    SIGNED_OUT,
    WRAP_UP,
    Agent,
    AgentChanged,
)
from rexian.control.contracts.desk import AgentState

PHONE_GRACE = timedelta(seconds=15)
"""How long a ready agent's phone may be away (a reloaded page, a restarted web process) before not-ready is set."""

WRAP_UP_EXTENSION_SECONDS = 60.0
"""Where the queue of the talk is not known any more."""


def known(floor: Floor, agent_id: str) -> Agent:
    """The seat; raises UnknownAgent."""
    agent = floor.agents.get(agent_id)
    if agent is None:
        raise UnknownAgent(agent_id=agent_id)
    return agent


def signed_in(floor: Floor, agent_id: str) -> Agent:
    """The seat of an agent who has taken it; raises AgentSignedOut too."""
    agent = known(floor, agent_id)
    if agent.state is SIGNED_OUT:
        raise AgentSignedOut(agent_id=agent_id)
    return agent


def change(
    floor: Floor,
    agent: Agent,
    state: AgentState,
    now: datetime,
    reason: str,
    by: str,
    *,
    not_ready_reason: str | None = None,
    wrap_up_until: datetime | None = None,
) -> AgentChanged:
    """Put the agent into a state. An agent given back from an offer keeps the idle time; see `given_back`. One who is
    ready now enters the order of idle agents by `assignment.serve_agent`, unless somebody waits."""
    previous = agent.state
    if agent.indexed:
        floor.leave_idle(agent)
    if state not in AT_WORK and state is not WRAP_UP:
        agent.contact_id = agent.queue_id = agent.next_state = agent.next_reason = None
        if agent.leaving:
            state, not_ready_reason = SIGNED_OUT, None
            floor.agents.pop(agent.agent_id, None)
    if state is not RINGING or previous is not RESERVED:
        _count_idle(floor, agent, state, now)
    agent.state, agent.state_since, agent.reason, agent.changed_by = state, now, reason, by
    agent.not_ready_reason, agent.wrap_up_until = not_ready_reason, wrap_up_until
    if previous is not state and (previous is SIGNED_OUT or state is SIGNED_OUT):
        _count_staff(agent, state)
    if wrap_up_until is not None:
        floor.agent_deadlines.set(agent.agent_id, wrap_up_until)
    elif state is READY and not agent.phone_registered:
        floor.agent_deadlines.set(agent.agent_id, (agent.phone_lost_at or now) + PHONE_GRACE)
    elif previous is WRAP_UP or (previous is READY and not agent.phone_registered):
        floor.agent_deadlines.cancel(agent.agent_id)
    return told(floor, agent, previous)


def told(floor: Floor, agent: Agent, previous: AgentState) -> AgentChanged:
    """What there is to know of the agent now."""
    tally = agent.tally
    if tally.day < floor.day:
        tally.roll(floor.day)
    since = agent.idle_since
    return AgentChanged(
        agent.agent_id,
        previous,
        agent.state,
        agent.reason,
        agent.changed_by,
        agent.not_ready_reason,
        agent.contact_id,
        agent.wrap_up_until,
        agent.queue_id,
        agent.next_state,
        agent.next_reason,
        since if since != agent.state_since else None,
        tally.answered,
        tally.idle_periods,
        tally.idle_seconds,
    )


def choose_next(floor: Floor, agent: Agent, state: AgentState, reason: str | None, by: str) -> list[AgentChanged]:
    """Remember what the agent is to be when the work has ended. The choice made last counts."""
    if (agent.next_state, agent.next_reason, agent.next_by) == (state, reason, by):
        return []
    agent.next_state, agent.next_reason, agent.next_by = state, reason, by
    return [told(floor, agent, agent.state)]


def after_work(floor: Floor, agent: Agent, now: datetime, reason: str, by: str = "system") -> AgentChanged:
    """What was chosen meanwhile, else ready."""
    chosen, chosen_by = agent.next_state, agent.next_by
    if chosen is SIGNED_OUT:
        return change(floor, agent, SIGNED_OUT, now, "signed_out", chosen_by)
    if chosen is NOT_READY:
        why = agent.next_reason or "other"
        return change(floor, agent, NOT_READY, now, why, chosen_by, not_ready_reason=why)
    return change(floor, agent, READY, now, reason, by)


def given_back(floor: Floor, agent: Agent, now: datetime, reason: str = "caller_gone") -> AgentChanged:
    """The caller has gone before the agent answered: idle goes on as if nothing had been."""
    agent.idle_until = None
    return after_work(floor, agent, now, reason)


def phone_missing(floor: Floor, agent: Agent, now: datetime) -> list[AgentChanged]:
    """A ready agent without a phone: not-ready after the grace, which begins now if its loss was never told."""
    if agent.phone_lost_at is None:
        agent.phone_lost_at = now
        floor.agent_deadlines.set(agent.agent_id, now + PHONE_GRACE)
        return []
    reason = "phone_unreachable"
    return [change(floor, agent, NOT_READY, now, reason, "system", not_ready_reason=reason)]


def may_extend_wrap_up(floor: Floor, agent: Agent) -> bool:
    """Whether the queue allows more time."""
    queue = floor.queues.get(agent.queue_id or "")
    allowed = queue.configuration.wrap_up_extensions if queue else 1
    return agent.wrap_up_until is not None and agent.wrap_up_extensions < allowed


def extend_wrap_up(floor: Floor, agent: Agent, by: str) -> AgentChanged:
    """Give more time, as the queue allows. Raises NotInWrapUp or WrapUpNotExtendable."""
    if agent.state is not WRAP_UP or agent.wrap_up_until is None:
        raise NotInWrapUp(agent_id=agent.agent_id)
    if not may_extend_wrap_up(floor, agent):
        raise WrapUpNotExtendable(agent_id=agent.agent_id)
    queue = floor.queues.get(agent.queue_id or "")
    seconds = queue.configuration.wrap_up_extension_seconds if queue else WRAP_UP_EXTENSION_SECONDS
    agent.wrap_up_extensions += 1
    agent.wrap_up_until += timedelta(seconds=seconds)
    agent.reason, agent.changed_by = "wrap_up_extended", by
    floor.agent_deadlines.set(agent.agent_id, agent.wrap_up_until)
    return told(floor, agent, WRAP_UP)


def _count_idle(floor: Floor, agent: Agent, state: AgentState, now: datetime) -> None:
    """An idle period runs from ready until the offer that was not given back, or until another state was chosen."""
    if state in OFFERED:
        agent.idle_until = agent.idle_until or now
    elif state is not READY:
        if agent.idle_since is not None:
            ended = agent.idle_until or now
            floor.tally(agent).idle_ended((ended - agent.idle_since).total_seconds())
        agent.idle_since = agent.idle_until = None
    elif agent.state not in OFFERED or agent.idle_since is None:
        agent.idle_since, agent.idle_until = now, None


def _count_staff(agent: Agent, state: AgentState) -> None:
    """The agent has taken the seat or left it."""
    step = -1 if state is SIGNED_OUT else 1
    for membership in agent.memberships:
        membership.queue.staffed += step
