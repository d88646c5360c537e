"""A recorded day in the form of a run's trace, so that both are counted by the same code."""

from datetime import datetime

from rexian.analysis.routing.contracts import RecordedDay, RecordedStay, StayEnd
from rexian.app.acd.trace import AgentTime, Stay, StayOutcome, Trace
from rexian.control.contracts.desk import AgentState

OUTCOMES = {
    StayEnd.ANSWERED: StayOutcome.ANSWERED,
    StayEnd.ABANDONED: StayOutcome.ABANDONED,
    StayEnd.LEFT: StayOutcome.OVERFLOWED,
    StayEnd.OPEN: StayOutcome.WAITING,
}


def recorded_trace(day: RecordedDay) -> Trace:
    """What happened, by the facts."""
    stays = [_stay(stay, day.since) for stay in day.stays]
    agents = _agent_times(day)
    for stay in stays:
        if stay.agent_id in agents:
            agents[stay.agent_id].answered += 1
    offers = sum(len(stay.offers) for stay in day.stays)
    return Trace(stays, agents, offers, (day.until - day.since).total_seconds())


def _stay(stay: RecordedStay, since: datetime) -> Stay:
    entered_at = (stay.entered_at - since).total_seconds()
    offered = [offer.made_at for offer in stay.offers]
    return Stay(
        caller_id=stay.segment_id,
        queue_id=stay.queue_id,
        arrived_at=entered_at,
        outcome=OUTCOMES[stay.end],
        ended_at=entered_at if stay.ended_at is None else (stay.ended_at - since).total_seconds(),
        offered_at=(offered[-1] - since).total_seconds() if offered else None,
        agent_id=stay.agent_id,
        talk_seconds=stay.talk_seconds or 0.0,
    )


def _agent_times(day: RecordedDay) -> dict[str, AgentTime]:
    """How long each agent was in each state; who was signed in before the day began was so since its beginning."""
    agents: dict[str, AgentTime] = {}
    since: dict[str, tuple[AgentState, datetime]] = {}
    for change in day.changes:
        state, began = since.get(change.agent_id, (change.previous, day.since))
        _add(agents.setdefault(change.agent_id, AgentTime()), state, (change.at - began).total_seconds())
        since[change.agent_id] = (change.state, change.at)
    ended = max((change.at for change in day.changes), default=day.since)
    ended = max([ended, *(stay.ended_at for stay in day.stays if stay.ended_at is not None)])
    for agent_id, (state, began) in since.items():
        _add(agents[agent_id], state, max((ended - began).total_seconds(), 0.0))
    return agents


def _add(agent: AgentTime, state: AgentState, seconds: float) -> None:
    agent.seconds[state] = agent.seconds.get(state, 0.0) + seconds
