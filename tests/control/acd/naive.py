"""The ACD once more, naive: lists that are searched from end to end, rules as one comparison, figures counted from what
the engine has told. Slow and plain, so that it can be believed; the engine is held against it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from rexian.control.acd.model import AgentChanged, Offer, OfferExpired, OfferMade, Outcome, Overflowed
from rexian.control.contracts.configuration import AgentConfiguration, AssignmentRule, QueueConfiguration

CIRCLE = (
    AssignmentRule.LONGEST_IDLE,
    AssignmentRule.HIGHEST_SKILL,
    AssignmentRule.LONGEST_AVERAGE_IDLE,
    AssignmentRule.FEWEST_ANSWERED,
    AssignmentRule.NAMED_AGENT,
    AssignmentRule.USUAL_AGENT,
)


@dataclass
class NaiveAgent:
    seat: AgentConfiguration
    state: str = "signed_out"
    phone: bool = False
    idle_since: datetime | None = None
    offered_at: datetime | None = None
    idle_periods: list[tuple[datetime, float]] = field(default_factory=list)
    answers: list[datetime] = field(default_factory=list)


@dataclass
class NaiveContact:
    contact_id: str
    queue_id: str
    queued_at: datetime
    priority: int
    named: str | None
    usual: str | None
    offer: Offer | None = None


class Naive:
    """Told of every command and every outcome; `told` checks each offer against the rules."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.agents: dict[str, NaiveAgent] = {}
        self.queues: dict[str, QueueConfiguration] = {}
        self.contacts: dict[str, NaiveContact] = {}
        self.offers_checked = 0

    def configure(self, seats: list[AgentConfiguration], queues: list[QueueConfiguration], left: set[str]) -> None:
        """`left`: the agents whom the engine knows afterwards."""
        self.queues.update({queue.queue_id: queue for queue in queues})
        for seat in seats:
            self.agents.setdefault(seat.agent_id, NaiveAgent(seat)).seat = seat
        self.agents = {agent_id: agent for agent_id, agent in self.agents.items() if agent_id in left}

    def add(
        self, contact_id: str, queue_id: str, queued_at: datetime, priority: int, named: str | None, usual: str | None
    ) -> None:
        self.contacts[contact_id] = NaiveContact(contact_id, queue_id, queued_at, priority, named, usual)

    def offer_over(self, offer: Offer, *, gone: bool) -> None:
        """Refused or left by the caller."""
        contact = self.contacts[offer.contact_id]
        if gone:
            self.leave(offer.contact_id)
        else:
            contact.offer = None
            self.forget(contact, offer.agent_id)

    def leave(self, contact_id: str) -> None:
        """Gone: an agent whom it was offered to is idle as if nothing had been."""
        contact = self.contacts.pop(contact_id, None)
        if contact is not None and contact.offer is not None:
            self.agents[contact.offer.agent_id].offered_at = None

    def taken_by_another(self, offer: Offer) -> None:
        """Answered late: the agent to whom the contact is offered by now is idle as if nothing had been."""
        current = self.contacts[offer.contact_id].offer
        if current is not None and current.agent_id != offer.agent_id:
            self.agents[current.agent_id].offered_at = None

    def forget(self, contact: NaiveContact, agent_id: str) -> None:
        """Nobody waits for an agent who did not take the contact."""
        contact.named = None if contact.named == agent_id else contact.named
        contact.usual = None if contact.usual == agent_id else contact.usual

    # -- what was told ----------------------------------------------------------------------------------------------

    def told(self, outcomes: list[Outcome], now: datetime, held_for: Any, seated: set[str]) -> None:
        """Take the outcomes of one call in their order. `held_for(contact_id)`: whom the contact waits for alone;
        `seated`: the agents whom the engine knows afterwards."""
        for outcome in outcomes:
            match outcome:
                case OfferMade(offer):
                    self.check(offer, now, held_for)
                    self.contacts[offer.contact_id].offer = offer
                case OfferExpired(offer):
                    self.offer_over(offer, gone=False)
                case AgentChanged():
                    self.agent_changed(outcome, now)
                    if outcome.state == "signed_out" and outcome.agent_id not in seated:
                        del self.agents[outcome.agent_id]
                case Overflowed():
                    assert self.contacts[outcome.contact_id].offer is None

    def agent_changed(self, change: AgentChanged, now: datetime) -> None:
        agent = self.agents[change.agent_id]
        assert agent.state == change.previous
        if change.state in ("reserved", "ringing"):
            agent.offered_at = agent.offered_at or now
        elif change.state == "ready":
            if agent.state not in ("reserved", "ringing"):
                agent.idle_since = now
            agent.offered_at = None
        elif agent.idle_since is not None:
            ended = agent.offered_at or now
            agent.idle_periods.append((now, (ended - agent.idle_since).total_seconds()))
            agent.idle_since = agent.offered_at = None
        if change.state == "talking" and agent.state != "talking":
            agent.answers.append(now)
        agent.state = change.state
        assert change.answered_today == self.answered(agent, now)
        assert (change.idle_periods_today, round(change.idle_seconds_today, 3)) == self.idle_of_day(agent, now)

    # -- the rules ------------------------------------------------------------------------------------------------

    def check(self, offer: Offer, now: datetime, held_for: Any) -> None:
        """Is it the right agent, and the right contact? The agent has just been reserved and counts as idle here."""
        self.offers_checked += 1
        contact, queue = self.contacts[offer.contact_id], self.queues[offer.queue_id]
        assert contact.offer is None
        agent = self.agents[offer.agent_id]
        assert agent.phone
        waits_for = held_for(offer.contact_id)
        if offer.reason["candidates"] > 1 or self.may_serve(agent, contact, now):
            candidates = [
                other
                for other in self.agents.values()
                if self.may_serve(other, contact, now) and other.phone and (other is agent or other.state == "ready")
            ]
            assert waits_for in (None, offer.agent_id)
            best = min(candidates, key=lambda other: self.key(queue, other, contact, now))
            one_only = offer.reason["candidates"] == 1 and self.is_wanted(queue, contact, agent)
            assert best is agent or one_only, (offer, best.seat.agent_id)
        else:
            assert self.is_wanted(queue, contact, agent)
        self.check_nobody_passed(contact, agent, now, held_for)

    def check_nobody_passed(self, contact: NaiveContact, agent: NaiveAgent, now: datetime, held_for: Any) -> None:
        for other in self.contacts.values():
            wants = held_for(other.contact_id)
            if other is contact or other.offer is not None or (wants and wants != agent.seat.agent_id):
                continue
            if wants or self.may_serve(agent, other, now):
                assert self.entry(other) >= self.entry(contact), (contact, other)

    def is_wanted(self, queue: QueueConfiguration, contact: NaiveContact, agent: NaiveAgent) -> bool:
        wanted = {AssignmentRule.NAMED_AGENT: contact.named, AssignmentRule.USUAL_AGENT: contact.usual}
        return wanted.get(queue.rule) == agent.seat.agent_id

    def may_serve(self, agent: NaiveAgent, contact: NaiveContact, now: datetime) -> bool:
        queue, waited = self.queues[contact.queue_id], (now - contact.queued_at).total_seconds()
        groups = {group.group_id for group in queue.groups if group.after_seconds <= waited}
        levels = {skill.skill: skill.level for skill in agent.seat.skills}
        for skill in {demand.skill for demand in queue.demands}:
            steps = sorted((demand.after_seconds, demand.level) for demand in queue.demands if demand.skill == skill)
            asked = min([steps[0][1], *(level for after, level in steps if after <= waited)])
            if levels.get(skill, 0) < asked:
                return False
        return queue.queue_id in agent.seat.queue_ids or bool(groups & set(agent.seat.group_ids))

    def entry(self, contact: NaiveContact) -> tuple[datetime, str]:
        queue = self.queues[contact.queue_id]
        points = contact.priority + queue.priority
        return contact.queued_at - timedelta(seconds=points * queue.seconds_per_priority), contact.contact_id

    def key(self, queue: QueueConfiguration, agent: NaiveAgent, contact: NaiveContact, now: datetime) -> list[Any]:
        periods, seconds = self.idle_of_day(agent, now)
        level = {skill.skill: skill.level for skill in agent.seat.skills}.get(queue.skill, 0)
        figures: dict[AssignmentRule, Any] = {
            AssignmentRule.LONGEST_IDLE: agent.idle_since,
            AssignmentRule.HIGHEST_SKILL: -level,
            AssignmentRule.LONGEST_AVERAGE_IDLE: -seconds / periods if periods else 0.0,
            AssignmentRule.FEWEST_ANSWERED: self.answered(agent, now),
            AssignmentRule.NAMED_AGENT: agent.seat.agent_id != contact.named,
            AssignmentRule.USUAL_AGENT: agent.seat.agent_id != contact.usual,
        }
        turn = CIRCLE.index(queue.rule)
        return [figures[rule] for rule in CIRCLE[turn:] + CIRCLE[:turn]] + [agent.seat.agent_id]

    def midnight(self, now: datetime) -> datetime:
        return now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def answered(self, agent: NaiveAgent, now: datetime) -> int:
        return len([time for time in agent.answers if time >= self.midnight(now)])

    def idle_of_day(self, agent: NaiveAgent, now: datetime) -> tuple[int, float]:
        seconds = [seconds for ended, seconds in agent.idle_periods if ended >= self.midnight(now)]
        return len(seconds), round(sum(seconds), 3)
