"""The ACD engine: the one owner of agents, queues and offers.

Pure and deterministic: time and ids come in as arguments, every method returns what it has brought about and does
nothing else. The call service journals the outcomes and acts on them; replay and simulation drive the same engine.
An offer is a lease: it ends by accept, refusal, time-out or the caller's leaving, and by nothing else, so no agent can
hang in `reserved`. Rule of this engine: the ready agent who is idle longest gets the contact that waits longest.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rexian.control.acd.line import Line
from rexian.control.acd.model import (
    AT_WORK,
    Agent,
    AgentBusy,
    AgentChanged,
    AgentSignedOut,
    Offer,
    OfferExpired,
    OfferMade,
    Outcome,
    PhoneNotRegistered,
    UnknownAgent,
    UnknownReason,
    Waiting,
)
from rexian.control.contracts.commands import NOT_READY_REASONS
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.kit.ids import IdSource

PHONE_GRACE = timedelta(seconds=15)
"""How long a ready agent's phone may be away (a reloaded page, a restarted web process) before not-ready is set."""


class AcdEngine:
    """Agents, queues, waiting contacts and offers of one centre."""

    def __init__(self, new_id: IdSource) -> None:
        self._new_id = new_id
        self._agents: dict[str, Agent] = {}
        self._queues: dict[str, QueueConfiguration] = {}
        self._waiting: dict[str, Waiting] = {}
        self._lines: dict[str, Line] = {}
        self._idle: dict[str, Line] = {}
        self._offers: dict[str, Offer] = {}

    # -- configuration ------------------------------------------------------------------------------------------

    def configure(self, agents: Iterable[AgentConfiguration], queues: Iterable[QueueConfiguration]) -> None:
        """Take new seats and queues; living states are kept. Call `due` afterwards: it serves who waits already.

        A seat at work is removed when its work has ended; a queue that is gone still serves those who wait in it.
        """
        self._queues.update({queue.queue_id: queue for queue in queues})
        for queue_id in self._queues:
            self._lines.setdefault(queue_id, Line())
            self._idle.setdefault(queue_id, Line())
        wanted = {agent.agent_id: agent for agent in agents}
        for agent in [agent for agent in self._agents.values() if agent.agent_id not in wanted]:
            agent.leaving = True
            if agent.contact_id is None:
                self._leave_idle(self._agents.pop(agent.agent_id))
        for agent_id, seat in wanted.items():
            agent = self._agents.setdefault(agent_id, Agent(agent_id, seat.queue_ids))
            self._leave_idle(agent)
            agent.queue_ids, agent.leaving = seat.queue_ids, False
            self._enter_idle(agent)

    # -- questions ----------------------------------------------------------------------------------------------

    def agent(self, agent_id: str) -> Agent:
        """The seat; raises UnknownAgent."""
        if agent_id not in self._agents:
            raise UnknownAgent(agent_id=agent_id)
        return self._agents[agent_id]

    @property
    def agents(self) -> Iterable[Agent]:
        return self._agents.values()

    def offer(self, offer_id: str) -> Offer | None:
        return self._offers.get(offer_id)

    def queue_length(self, queue_id: str) -> tuple[int, datetime | None]:
        """How many wait in the queue (offered ones included) and since when the first one."""
        offered = [offer.queued_at for offer in self._offers.values() if offer.queue_id == queue_id]
        line = self._lines.get(queue_id, Line())
        first = line.first()
        times = offered + ([first[1]] if first else [])
        return len(line) + len(offered), min(times) if times else None

    def next_deadline(self) -> datetime | None:
        """When `due` must be called at the latest, or None."""
        times = [offer.deadline for offer in self._offers.values()]
        for agent in self._agents.values():
            if agent.wrap_up_until is not None:
                times.append(agent.wrap_up_until)
            if agent.state is AgentState.READY and not agent.phone_registered:
                away_since = agent.phone_lost_at or agent.state_since
                times += [away_since + PHONE_GRACE] if away_since else []
        return min(times, default=None)

    # -- agents -------------------------------------------------------------------------------------------------

    def sign_in(self, agent_id: str, now: datetime) -> list[Outcome]:
        agent = self.agent(agent_id)
        if agent.state is not AgentState.SIGNED_OUT:
            return []
        return [self._change(agent, AgentState.NOT_READY, now, "signed_in", "agent", not_ready_reason="signed_in")]

    def sign_out(self, agent_id: str, now: datetime, changed_by: str = "agent") -> list[Outcome]:
        agent = self.agent(agent_id)
        if agent.state in AT_WORK:
            raise AgentBusy(agent_id=agent_id)
        if agent.state is AgentState.SIGNED_OUT:
            return []
        return [self._change(agent, AgentState.SIGNED_OUT, now, "signed_out", changed_by)]

    def ready(self, agent_id: str, now: datetime) -> list[Outcome]:
        """Go ready, or remember it for the end of the talk; ends wrap-up. Raises if signed out or without a phone."""
        agent = self._signed_in(agent_id)
        if agent.state in AT_WORK:
            agent.next_state, agent.next_reason = AgentState.READY, None
            return []
        if agent.state is AgentState.READY:
            return []
        if not agent.phone_registered:
            raise PhoneNotRegistered(agent_id=agent_id)
        return [self._change(agent, AgentState.READY, now, "ready", "agent"), *self._match(agent.queue_ids, now)]

    def not_ready(self, agent_id: str, reason: str, now: datetime) -> list[Outcome]:
        """Stop getting contacts, at once or after the talk. Raises UnknownReason."""
        if reason not in NOT_READY_REASONS:
            raise UnknownReason(reason=reason)
        agent = self._signed_in(agent_id)
        if agent.state in AT_WORK:
            agent.next_state, agent.next_reason = AgentState.NOT_READY, reason
            return []
        return [self._change(agent, AgentState.NOT_READY, now, reason, "agent", not_ready_reason=reason)]

    def phone(self, agent_id: str, registered: bool, now: datetime) -> list[Outcome]:
        """The agent's phone has come or gone. A phone that is away gets no offers; after a grace not-ready is set."""
        if agent_id not in self._agents or self._agents[agent_id].phone_registered == registered:
            return []
        agent = self._agents[agent_id]
        agent.phone_registered = registered
        agent.phone_lost_at = None if registered else now
        self._leave_idle(agent)
        self._enter_idle(agent)
        return self._match(agent.queue_ids, now) if registered else []

    # -- contacts -----------------------------------------------------------------------------------------------

    def enqueue(self, contact_id: str, queue_id: str, queued_at: datetime, now: datetime) -> list[Outcome]:
        """Let a contact wait; `queued_at` may lie in the past (a place kept). Unknown queues raise KeyError.

        One that waits already moves to the new place; one that is offered just now keeps its offer.
        """
        waiting = self._waiting.get(contact_id)
        if waiting is not None:
            if contact_id not in self._lines[waiting.queue_id]:
                return []
            self._lines[waiting.queue_id].remove(contact_id)
        self._waiting[contact_id] = Waiting(contact_id, queue_id, queued_at)
        self._lines[queue_id].add(contact_id, queued_at)
        return self._match((queue_id,), now)

    def leave(self, contact_id: str, now: datetime) -> list[Outcome]:
        """The caller has gone or was taken elsewhere: the wait and any offer of it end."""
        outcomes: list[Outcome] = []
        for offer in [offer for offer in self._offers.values() if offer.contact_id == contact_id]:
            outcomes += self.offer_ended(offer.offer_id, "caller_gone", now)
        waiting = self._waiting.pop(contact_id, None)
        if waiting is not None:
            self._lines[waiting.queue_id].remove(contact_id)
        return outcomes

    def offer_ringing(self, offer_id: str, now: datetime) -> list[Outcome]:
        offer = self._offers.get(offer_id)
        if offer is None or self._agents[offer.agent_id].state is AgentState.RINGING:
            return []
        agent = self._agents[offer.agent_id]
        return [self._change(agent, AgentState.RINGING, now, "ringing", "system")]

    def offer_accepted(self, offer: Offer, now: datetime) -> list[Outcome]:
        """The agent has answered: the contact leaves the queue.

        A phone that was answered in the very moment the lease ended counts: what came of that end is taken back.
        """
        agent = self._agents.get(offer.agent_id)
        if agent is None:
            return []
        outcomes: list[Outcome] = []
        if self._offers.pop(offer.offer_id, None) is None:
            outcomes += self._take_back(agent, now)
            outcomes += self.leave(offer.contact_id, now)
        self._waiting.pop(offer.contact_id, None)
        agent.offer_id, agent.contact_id = None, offer.contact_id
        return [*outcomes, self._change(agent, AgentState.TALKING, now, "answered", "agent")]

    def _take_back(self, agent: Agent, now: datetime) -> list[Outcome]:
        """End the offer that was made meanwhile to an agent who has answered the one before."""
        other = self._offers.get(agent.offer_id or "")
        return [OfferExpired(other), *self.offer_ended(other.offer_id, "timed_out", now)] if other else []

    def offer_ended(self, offer_id: str, outcome: str, now: datetime) -> list[Outcome]:
        """declined, timed_out, agent_unreachable or caller_gone. The contact waits on with its place.

        Only the caller's own leaving gives the agent back as ready: one who did not take a call is not rung again
        before saying so, and sees why.
        """
        offer = self._offers.pop(offer_id, None)
        if offer is None:
            return []
        agent = self._agents[offer.agent_id]
        agent.offer_id = None
        if outcome == "caller_gone":
            self._waiting.pop(offer.contact_id, None)
            given_back = self._after_work(agent, now, "caller_gone", idle_since=agent.idle_since)
            return [given_back, *self._match(agent.queue_ids, now)]
        reason = "phone_unreachable" if outcome == "agent_unreachable" else "missed_offer"
        changed = self._change(agent, AgentState.NOT_READY, now, outcome, "system", not_ready_reason=reason)
        if offer.contact_id in self._waiting:
            self._lines[offer.queue_id].add(offer.contact_id, offer.queued_at)
        return [changed, *self._match((offer.queue_id,), now)]

    def talk_ended(self, agent_id: str, contact_id: str, now: datetime, wrap_up_seconds: float) -> list[Outcome]:
        """The agent's part in the contact is over: wrap-up begins (or what was chosen as next state)."""
        agent = self._agents.get(agent_id)
        if agent is None or agent.contact_id != contact_id or agent.state is not AgentState.TALKING:
            return []
        if wrap_up_seconds <= 0:
            return [self._after_work(agent, now, "talk_ended"), *self._match(agent.queue_ids, now)]
        until = now + timedelta(seconds=wrap_up_seconds)
        return [self._change(agent, AgentState.WRAP_UP, now, "talk_ended", "system", wrap_up_until=until)]

    def due(self, now: datetime) -> list[Outcome]:
        """What the clock alone brings about: leases and wrap-ups that end, phones that stay away."""
        outcomes: list[Outcome] = []
        for offer in [offer for offer in self._offers.values() if offer.deadline <= now]:
            outcomes += [OfferExpired(offer), *self.offer_ended(offer.offer_id, "timed_out", now)]
        for agent in list(self._agents.values()):
            if agent.wrap_up_until is not None and agent.wrap_up_until <= now:
                outcomes += [self._after_work(agent, now, "wrap_up_ended"), *self._match(agent.queue_ids, now)]
            if agent.state is AgentState.READY and not agent.phone_registered:
                outcomes += self._miss_phone(agent, now)
        return [*outcomes, *self._match(tuple(self._lines), now)]

    def _miss_phone(self, agent: Agent, now: datetime) -> list[Outcome]:
        """A ready agent without a phone: not-ready after the grace, which begins now if its loss was never told."""
        if agent.phone_lost_at is None:
            agent.phone_lost_at = now
        if agent.phone_lost_at + PHONE_GRACE > now:
            return []
        reason = "phone_unreachable"
        return [self._change(agent, AgentState.NOT_READY, now, reason, "system", not_ready_reason=reason)]

    # -- after a restart ----------------------------------------------------------------------------------------

    def restore_agent(self, change: AgentChanged, since: datetime) -> None:
        """Set an agent as the journal last saw it; one at work stays so only if `restore_talk` or `restore_offer` says
        so afterwards. Tell of phones only after that: an agent without one gets no offer meanwhile."""
        agent = self._agents.get(change.agent_id)
        if agent is None:
            return
        state = AgentState.READY if change.state in AT_WORK else change.state
        agent.contact_id = change.contact_id if state is AgentState.WRAP_UP else None
        self._change(
            agent,
            state,
            since,
            change.reason,
            change.changed_by,
            not_ready_reason=change.not_ready_reason,
            wrap_up_until=change.wrap_up_until,
        )

    def restore_talk(self, agent_id: str, contact_id: str, since: datetime) -> None:
        """An agent who was talking before the restart still is."""
        agent = self._agents.get(agent_id)
        if agent is not None and (agent.state is not AgentState.TALKING or agent.contact_id != contact_id):
            agent.contact_id = contact_id
            self._change(agent, AgentState.TALKING, since, "answered", "agent")

    def restore_offer(self, offer: Offer) -> None:
        """A lease made before the restart goes on to its deadline; one that this engine has ended stays ended."""
        agent = self._agents.get(offer.agent_id)
        if agent is not None and offer.contact_id not in self._waiting:
            self._lease(agent, offer)
            self._waiting[offer.contact_id] = Waiting(offer.contact_id, offer.queue_id, offer.queued_at)
            self._change(agent, AgentState.RINGING, offer.made_at, "ringing", "system")

    # -- inside -------------------------------------------------------------------------------------------------

    def _signed_in(self, agent_id: str) -> Agent:
        agent = self.agent(agent_id)
        if agent.state is AgentState.SIGNED_OUT:
            raise AgentSignedOut(agent_id=agent_id)
        return agent

    def _match(self, queue_ids: Iterable[str], now: datetime) -> list[Outcome]:
        """Lease contacts to agents until one side of every given queue is empty."""
        outcomes: list[Outcome] = []
        while True:
            open_queues = [
                queue
                for queue in queue_ids
                if queue in self._lines and len(self._lines[queue]) and self._idle[queue].first()
            ]
            fronts = [(self._lines[queue].first(), queue) for queue in open_queues]
            ready = [(front[1], front[0], queue) for front, queue in fronts if front]
            if not ready:
                return outcomes
            _, contact_id, queue_id = min(ready)
            outcomes += self._make_offer(contact_id, queue_id, now)

    def _make_offer(self, contact_id: str, queue_id: str, now: datetime) -> list[Outcome]:
        idle = self._idle[queue_id]
        candidates, first_five = len(idle), idle.front(5)
        agent = self._agents[first_five[0][0]]
        queue, waiting = self._queues[queue_id], self._waiting[contact_id]
        offer = Offer(
            offer_id=self._new_id(),
            contact_id=contact_id,
            queue_id=queue_id,
            queued_at=waiting.queued_at,
            agent_id=agent.agent_id,
            made_at=now,
            deadline=now + timedelta(seconds=queue.offer_seconds),
            reason={
                "rule": "longest_idle",
                "candidates": candidates,
                "first_five": [{"agent_id": key, "idle_since": since.isoformat()} for key, since in first_five],
            },
        )
        self._lines[queue_id].remove(contact_id)
        self._lease(agent, offer)
        return [self._change(agent, AgentState.RESERVED, now, "offered", "system"), OfferMade(offer)]

    def _lease(self, agent: Agent, offer: Offer) -> None:
        self._offers[offer.offer_id] = offer
        agent.offer_id, agent.contact_id = offer.offer_id, offer.contact_id

    def _after_work(
        self, agent: Agent, now: datetime, reason: str, *, idle_since: datetime | None = None
    ) -> AgentChanged:
        """What was chosen meanwhile, else ready: at the end of the line, or in the place of `idle_since`."""
        if agent.next_state is AgentState.NOT_READY:
            chosen = agent.next_reason or "other"
            return self._change(agent, AgentState.NOT_READY, now, chosen, "agent", not_ready_reason=chosen)
        return self._change(agent, AgentState.READY, now, reason, "system", idle_since=idle_since)

    def _change(
        self,
        agent: Agent,
        state: AgentState,
        now: datetime,
        reason: str,
        by: str,
        *,
        not_ready_reason: str | None = None,
        wrap_up_until: datetime | None = None,
        idle_since: datetime | None = None,
    ) -> AgentChanged:
        previous = agent.state
        self._leave_idle(agent)
        if state not in AT_WORK and state is not AgentState.WRAP_UP:
            agent.contact_id, agent.next_state, agent.next_reason = None, None, None
            if agent.leaving:
                state, not_ready_reason = AgentState.SIGNED_OUT, None
                self._agents.pop(agent.agent_id, None)
        agent.state, agent.state_since, agent.reason, agent.changed_by = state, now, reason, by
        agent.not_ready_reason, agent.wrap_up_until = not_ready_reason, wrap_up_until
        if state is AgentState.READY:
            agent.idle_since = idle_since or now
        elif state not in (AgentState.RESERVED, AgentState.RINGING):
            agent.idle_since = None
        self._enter_idle(agent)
        return AgentChanged(
            agent.agent_id, previous, state, reason, by, not_ready_reason, agent.contact_id, wrap_up_until
        )

    def _enter_idle(self, agent: Agent) -> None:
        if agent.state is AgentState.READY and agent.phone_registered and agent.idle_since is not None:
            for queue_id in agent.queue_ids:
                if queue_id in self._idle:
                    self._idle[queue_id].add(agent.agent_id, agent.idle_since)

    def _leave_idle(self, agent: Agent) -> None:
        for queue_id in agent.queue_ids:
            if queue_id in self._idle:
                self._idle[queue_id].remove(agent.agent_id)
