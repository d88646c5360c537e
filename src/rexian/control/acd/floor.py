"""The state of the engine: agents, queues, waiting contacts, offers, and what the clock has to end. It decides nothing;
the modules of the policies (states, line, assignment, offers, …) work on it.

The order of idle agents is kept here, because every policy moves agents in or out of it.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from rexian.control.acd.deadlines import Deadlines
from rexian.control.acd.model import READY, Agent, Offer, Waiting
from rexian.control.acd.rules import IdleKey
from rexian.control.acd.served_queue import Membership, ServedQueue
from rexian.control.acd.tally import Tally, local_day
from rexian.kit.ids import IdSource

LONG_AGO = datetime.min.replace(tzinfo=UTC)

CLOCK_JITTER = timedelta(seconds=1)
"""A clock that is set back by less is let be."""


class Floor:
    """`unsettled`: agents or contacts have changed without being matched; `due` must look at all who wait."""

    __slots__ = (
        "_day_ends", "_zone", "agent_deadlines", "agents", "contact_deadlines", "day", "held", "new_id",
        "offer_deadlines", "offers", "queues", "seen", "unsettled", "waiting",
    )  # fmt: skip

    def __init__(self, new_id: IdSource, zone: tzinfo) -> None:
        self.new_id = new_id
        self._zone = zone
        self.day = self._day_ends = LONG_AGO
        self.seen = LONG_AGO
        self.agents: dict[str, Agent] = {}
        self.queues: dict[str, ServedQueue] = {}
        self.waiting: dict[str, Waiting] = {}
        self.held: dict[str, set[str]] = {}
        self.offers: dict[str, Offer] = {}
        self.agent_deadlines = Deadlines()
        self.offer_deadlines = Deadlines()
        self.contact_deadlines = Deadlines()
        self.unsettled = False

    # -- time -----------------------------------------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        """Every verb begins here: a new local day starts the figures anew, a clock that was set back takes all that
        is measured by it along."""
        if now < self.seen:
            if self.seen - now <= CLOCK_JITTER:
                return
            self._set_back(now - self.seen)
            self.day, self._day_ends = local_day(self._zone, now)
        self.seen = now
        if now >= self._day_ends:
            self.day, self._day_ends = local_day(self._zone, now)

    def _set_back(self, by: timedelta) -> None:
        """No lease outlives its seconds, and nobody who waited loses the place to those who come by the new time."""
        for deadlines in (self.agent_deadlines, self.offer_deadlines, self.contact_deadlines):
            deadlines.shift(by)
        for contact in self.waiting.values():
            contact.shift(by)
        for queue in self.queues.values():
            queue.shift(by)
        for agent in self.agents.values():
            self.leave_idle(agent)
            agent.shift(by)
            self.enter_idle(agent)

    def tally(self, agent: Agent) -> Tally:
        """The agent's figures of today."""
        return agent.tally.roll(self.day)

    def day_of(self, time: datetime) -> datetime:
        """When the local day of a time began."""
        return local_day(self._zone, time)[0]

    # -- the order of idle agents ---------------------------------------------------------------------------------

    def enter_idle(self, agent: Agent) -> None:
        """Put an agent who may get offers into the order of each of the queues."""
        if agent.indexed or agent.state is not READY or not agent.phone_registered:
            return
        agent.indexed = True
        since, average, answered = self._figures(agent)
        for membership in agent.memberships:
            queue = membership.queue if membership.queue.day == self.day else self.fresh(membership.queue)
            key = membership.key = queue.make_key(since, membership.level, average, answered, agent.agent_id)
            membership.order.add(key)

    def leave_idle(self, agent: Agent) -> None:
        if agent.indexed:
            agent.indexed = False
            for membership in agent.memberships:
                if membership.key is not None:
                    membership.order.remove(membership.key)
                    membership.key = None

    def fresh(self, queue: ServedQueue) -> ServedQueue:
        """The queue with its idle agents in the order of today's figures: the first look after midnight sorts anew."""
        if queue.day != self.day:
            queue.day = self.day
            for order in queue.idle:
                order.fill([self._key_today(queue, key[-1]) for key in order])
        return queue

    def _key_today(self, queue: ServedQueue, agent_id: str) -> IdleKey:
        membership = queue.members[agent_id]
        membership.key = self.key_of(self.agents[agent_id], membership)
        return membership.key

    def key_of(self, agent: Agent, membership: Membership) -> IdleKey:
        """The agent's key in the idle order of this queue, by today's figures."""
        since, average, answered = self._figures(agent)
        return membership.queue.make_key(since, membership.level, average, answered, agent.agent_id)

    def _figures(self, agent: Agent) -> tuple[datetime, float, int]:
        """What the rules compare of an agent, but for the level in a queue."""
        tally = agent.tally.roll(self.day)
        return agent.idle_since or LONG_AGO, tally.average_idle_seconds, tally.answered
