"""The ACD engine: the one owner of agents, queues and offers.

Pure and deterministic: time and ids come in as arguments, every verb returns what it has brought about and does nothing
else. The call service journals the outcomes and acts on them; replay and simulation drive the same engine. The policies
stand in the modules beside it: rules, stages, line, assignment, offers, states, overflow, forecast, clockwork.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from rexian.control.acd import assignment, callbacks, called, clockwork, line, offers, recovery, seating, states
from rexian.control.acd.errors import AgentBusy, NotInWrapUp, PhoneNotRegistered, UnknownReason
from rexian.control.acd.floor import Floor
from rexian.control.acd.forecast import Admission, Forecast, QueueFigures
from rexian.control.acd.model import AT_WORK, Agent, AgentChanged, Offer, Outcome, Waiting
from rexian.control.acd.overflow import overflow
from rexian.control.contracts.commands import NOT_READY_REASONS
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.kit.ids import IdSource


class AcdEngine:
    """Agents, queues, waiting contacts and offers of one centre, whose days begin at midnight in `zone`."""

    def __init__(self, new_id: IdSource, zone: tzinfo = UTC) -> None:
        self._floor = Floor(new_id, zone)

    def configure(self, agents: Iterable[AgentConfiguration], queues: Iterable[QueueConfiguration]) -> None:
        """Take new seats and queues; living states are kept. Call `due` afterwards: it serves who waits already.

        A seat at work is removed when its work has ended; a queue that is gone still serves those who wait in it.
        """
        seating.configure(self._floor, agents, queues)

    def set_open(self, queue_id: str, is_open: bool) -> None:
        """The queue's hours begin or end. Who waits is served all the same; see `admission`."""
        self._floor.queues[queue_id].is_open = is_open

    # -- questions ----------------------------------------------------------------------------------------------

    def agent(self, agent_id: str) -> Agent:
        """The seat; raises UnknownAgent."""
        return states.known(self._floor, agent_id)

    @property
    def agents(self) -> Iterable[Agent]:
        return self._floor.agents.values()

    def offer(self, offer_id: str) -> Offer | None:
        return self._floor.offers.get(offer_id)

    def waiting(self, contact_id: str) -> Waiting | None:
        """The contact's wait, offered ones included; None when it is in no queue."""
        return self._floor.waiting.get(contact_id)

    def queue(self, queue_id: str) -> QueueConfiguration | None:
        queue = self._floor.queues.get(queue_id)
        return queue.configuration if queue else None

    @property
    def queue_ids(self) -> Iterable[str]:
        return self._floor.queues.keys()

    def members(self, queue_id: str) -> Iterable[str]:
        """The agents who may serve the queue, signed in or not."""
        queue = self._floor.queues.get(queue_id)
        return queue.members.keys() if queue else ()

    def knows(self, agent_id: str) -> bool:
        return agent_id in self._floor.agents

    def is_free(self, agent_id: str) -> bool:
        """Whether the agent may be called: signed in, with a phone, and with no contact on the desk."""
        return called.is_free(self._floor.agents.get(agent_id))

    def is_elsewhere(self, agent_id: str, contact_id: str) -> bool:
        """Whether the agent was taken for another contact, in the moment between a lease's end and a late answer."""
        return called.is_elsewhere(self._floor.agents.get(agent_id), contact_id)

    def knows_group(self, group_id: str) -> bool:
        """Whether any seat belongs to it."""
        return any(group_id in agent.seat.group_ids for agent in self._floor.agents.values())

    def longest_idle(self, group_id: str, but: Collection[str] = ()) -> str | None:
        """Who of the group, `but` for these agents, has been idle longest; None = nobody is."""
        return called.longest_idle(self._floor, group_id, but)

    def best_idle(self, queue_id: str, but: Collection[str] = ()) -> str | None:
        """Who of the queue's agents, `but` for these, is first by its rule; None = nobody is idle."""
        return called.best_idle(self._floor, queue_id, but)

    def may_extend_wrap_up(self, agent_id: str) -> bool:
        """Whether the queue allows more time."""
        return states.may_extend_wrap_up(self._floor, self.agent(agent_id))

    def queue_length(self, queue_id: str) -> tuple[int, datetime | None]:
        """How many wait in the queue (offered ones included) and since when the first one."""
        queue = self._floor.queues.get(queue_id)
        first = queue.inside.first() if queue else None
        return (len(queue.inside), first[0]) if queue and first else (0, None)

    def figures(self, queue_id: str) -> QueueFigures:
        """The queue as it is now. Unknown queues raise KeyError."""
        queue = self._floor.queues[queue_id]
        waiting, longest_since = self.queue_length(queue_id)
        return QueueFigures(
            queue_id=queue_id,
            waiting=waiting,
            offered=waiting - queue.standing - len(queue.held),
            longest_since=longest_since,
            staffed=queue.staffed,
            idle=queue.idle_count(len(queue.stages) - 1),
            is_open=queue.is_open,
            hand_out_seconds=queue.hand_outs.interval_seconds,
            answer_seconds=queue.hand_outs.answer_seconds,
        )

    def admission(self, queue_id: str) -> Admission:
        """What a caller who wants to enter is to be told. Unknown queues raise KeyError."""
        queue = self._floor.queues[queue_id]
        limit = queue.configuration.waiting_limit
        if not queue.is_open:
            return Admission.CLOSED
        full = 0 < limit <= len(queue.inside) - queue.absent
        if queue.staffed <= 0:
            return Admission.FULL if full else Admission.NO_AGENT
        if queue.idle[0]:
            return Admission.FREE
        return Admission.FULL if full else Admission.BUSY

    def forecast(self, contact_id: str, now: datetime) -> Forecast | None:
        """The place in the line and the expected wait; None for a contact that does not wait in a line."""
        contact = self._floor.waiting.get(contact_id)
        if contact is None or contact.offer_id is not None:
            return None
        queue = self._floor.queues[contact.queue_id]
        place = queue.place(contact.key)
        return Forecast(place, queue.hand_outs.wait_seconds(place, now))

    def is_turn_near(self, contact_id: str, now: datetime) -> bool:
        """Whether somebody absent is to be called back now."""
        return callbacks.is_turn_near(self._floor, contact_id, now)

    def next_deadline(self) -> datetime | None:
        """When `due` must be called at the latest, or None."""
        return clockwork.next_deadline(self._floor)

    # -- agents -------------------------------------------------------------------------------------------------

    def sign_in(self, agent_id: str, now: datetime) -> list[Outcome]:
        """Take the seat: not-ready first."""
        self._floor.tick(now)
        agent = self.agent(agent_id)
        if agent.state is not AgentState.SIGNED_OUT:
            return []
        return [self._not_ready(agent, now, "signed_in", "agent")]

    def sign_out(
        self,
        agent_id: str,
        now: datetime,
        changed_by: str = "agent",
        *,
        after_work: bool = False,
        reason: str = "signed_out",
    ) -> list[Outcome]:
        """Leave the seat; at work only with `after_work`, then as soon as it has ended. Raises AgentBusy."""
        self._floor.tick(now)
        agent = self.agent(agent_id)
        if agent.state in AT_WORK:
            if not after_work:
                raise AgentBusy(agent_id=agent_id)
            return list(states.choose_next(self._floor, agent, AgentState.SIGNED_OUT, None, changed_by))
        if agent.state is AgentState.SIGNED_OUT:
            return []
        changed = states.change(self._floor, agent, AgentState.SIGNED_OUT, now, reason, changed_by)
        return [changed, *assignment.serve_agent(self._floor, agent, now)]

    def ready(self, agent_id: str, now: datetime, changed_by: str = "agent") -> list[Outcome]:
        """Go ready, or remember it for the end of the talk; ends wrap-up. Raises if signed out or without a phone."""
        self._floor.tick(now)
        agent = states.signed_in(self._floor, agent_id)
        if agent.state in AT_WORK:
            return list(states.choose_next(self._floor, agent, AgentState.READY, None, changed_by))
        if agent.state is AgentState.READY:
            return []
        if not agent.phone_registered:
            raise PhoneNotRegistered(agent_id=agent_id)
        changed = states.change(self._floor, agent, AgentState.READY, now, "ready", changed_by)
        return [changed, *assignment.serve_agent(self._floor, agent, now)]

    def not_ready(self, agent_id: str, reason: str, now: datetime, changed_by: str = "agent") -> list[Outcome]:
        """Stop getting contacts, at once or after the talk. Raises UnknownReason."""
        self._floor.tick(now)
        if reason not in NOT_READY_REASONS:
            raise UnknownReason(reason=reason)
        agent = states.signed_in(self._floor, agent_id)
        if agent.state in AT_WORK:
            return list(states.choose_next(self._floor, agent, AgentState.NOT_READY, reason, changed_by))
        return [self._not_ready(agent, now, reason, changed_by)]

    def phone(self, agent_id: str, registered: bool, now: datetime) -> list[Outcome]:
        """The agent's phone has come or gone. A phone that is away gets no offers; after a grace not-ready is set."""
        self._floor.tick(now)
        agent = self._floor.agents.get(agent_id)
        if agent is None or agent.phone_registered == registered:
            return []
        self._floor.leave_idle(agent)
        agent.phone_registered = registered
        agent.phone_lost_at = None if registered else now
        if agent.state is AgentState.READY and registered:
            self._floor.agent_deadlines.cancel(agent_id)
        elif agent.state is AgentState.READY:
            self._floor.agent_deadlines.set(agent_id, now + states.PHONE_GRACE)
        return assignment.serve_agent(self._floor, agent, now) if registered else []

    def extend_wrap_up(self, agent_id: str, now: datetime, changed_by: str = "agent") -> list[Outcome]:
        """More time for wrap-up, as the queue allows. Raises NotInWrapUp or WrapUpNotExtendable."""
        self._floor.tick(now)
        return [states.extend_wrap_up(self._floor, self.agent(agent_id), changed_by)]

    def end_wrap_up(self, agent_id: str, now: datetime, changed_by: str = "agent") -> list[Outcome]:
        """Wrap-up is done before its time: go on to what was chosen, else to ready. Raises NotInWrapUp."""
        self._floor.tick(now)
        agent = self.agent(agent_id)
        if agent.state is not AgentState.WRAP_UP:
            raise NotInWrapUp(agent_id=agent_id)
        ended = states.after_work(self._floor, agent, now, "wrap_up_ended", changed_by)
        return [ended, *assignment.serve_agent(self._floor, agent, now)]

    def reset(self, agent_id: str, now: datetime) -> list[Outcome]:
        """Clear the desk, whatever stands there: any offer is declined, and the seat is not ready. Who has a part in a
        contact leaves that first."""
        self._floor.tick(now)
        agent = states.signed_in(self._floor, agent_id)
        outcomes = offers.ended(self._floor, agent.offer_id, "declined", now) if agent.offer_id else []
        agent.next_state = agent.next_reason = None
        reset = states.change(self._floor, agent, AgentState.NOT_READY, now, "reset", "agent", not_ready_reason="other")
        return [*outcomes, reset]

    # -- contacts -----------------------------------------------------------------------------------------------

    def enqueue(
        self,
        contact_id: str,
        queue_id: str,
        queued_at: datetime,
        now: datetime,
        *,
        priority: int = 0,
        named_agent_id: str | None = None,
        usual_agent_id: str | None = None,
        absent: bool = False,
    ) -> list[Outcome]:
        """Let a contact wait; `queued_at` may lie in the past (a place kept). Unknown queues raise KeyError. One who is
        `absent`, to be called back, holds the place and is offered to nobody: see `is_turn_near`.

        `priority` is the points of the caller's grade and the entry point together. One that waits already moves to
        the new place; one that is offered just now keeps its offer.
        """
        self._floor.tick(now)
        queue = self._floor.queues[queue_id]
        known = self._floor.waiting.get(contact_id)
        if known is not None and known.offer_id is not None:
            return []
        passed = known.passed if known else frozenset()
        if known is not None:
            line.go_out(self._floor, known)
        entry = line.entry_of(queue, queued_at, priority)
        contact = Waiting(
            contact_id,
            queue_id,
            queued_at,
            queued_at,
            now,
            entry,
            priority,
            named_agent_id,
            usual_agent_id,
            passed=passed,
        )
        line.come_in(self._floor, contact)
        if absent:
            line.keep_place(self._floor, contact)
            return []
        outcomes = assignment.serve_contact(self._floor, contact, now)
        if contact.offer_id is None and queue.configuration.overflow:
            outcomes += overflow(self._floor, contact, now, entering=True)
        return outcomes

    def change_priority(self, contact_id: str, priority: int, now: datetime) -> list[Outcome]:
        """Give a waiting contact another priority, and so another place."""
        self._floor.tick(now)
        contact = self._floor.waiting.get(contact_id)
        if contact is not None:
            line.move(self._floor, contact, priority)
        return []

    def leave(self, contact_id: str, now: datetime) -> list[Outcome]:
        """The caller has gone or was taken elsewhere: the wait and any offer of it end."""
        self._floor.tick(now)
        return offers.caller_left(self._floor, contact_id, now)

    def offer_ringing(self, offer_id: str, now: datetime) -> list[Outcome]:
        """The agent's phone alerts."""
        self._floor.tick(now)
        return offers.ringing(self._floor, offer_id, now)

    def offer_accepted(self, offer: Offer, now: datetime) -> list[Outcome]:
        """The agent has answered: the contact leaves the queue, even if the lease ended in the same moment."""
        self._floor.tick(now)
        return offers.accepted(self._floor, offer, now)

    def offer_ended(self, offer_id: str, outcome: str, now: datetime) -> list[Outcome]:
        """declined, timed_out, agent_unreachable or caller_gone. The contact waits on with its place."""
        self._floor.tick(now)
        return offers.ended(self._floor, offer_id, outcome, now)

    def talk_ended(self, agent_id: str, contact_id: str, now: datetime, wrap_up_seconds: float) -> list[Outcome]:
        """The agent's part in the contact is over: wrap-up begins (or what was chosen as next state)."""
        self._floor.tick(now)
        agent = self._floor.agents.get(agent_id)
        if agent is None or agent.contact_id != contact_id or agent.state is not AgentState.TALKING:
            return []
        if wrap_up_seconds <= 0:
            ended = states.after_work(self._floor, agent, now, "talk_ended")
            return [ended, *assignment.serve_agent(self._floor, agent, now)]
        until = now + timedelta(seconds=wrap_up_seconds)
        agent.wrap_up_extensions = 0
        return [states.change(self._floor, agent, AgentState.WRAP_UP, now, "talk_ended", "system", wrap_up_until=until)]

    # -- agents who are called by no queue ----------------------------------------------------------------------

    def call_agent(self, agent_id: str, contact_id: str, now: datetime) -> list[Outcome]:
        """Reserve the agent for a contact. Raises UnknownAgent and AgentBusy."""
        self._floor.tick(now)
        return called.reserve(self._floor, self.agent(agent_id), contact_id, now)

    def call_rings(self, agent_id: str, contact_id: str, now: datetime) -> list[Outcome]:
        """The phone of who is called alerts."""
        self._floor.tick(now)
        agent = self._floor.agents.get(agent_id)
        return called.ringing(self._floor, agent, contact_id, now) if agent else []

    def call_answered(
        self, agent_id: str, contact_id: str, queue_id: str | None, now: datetime, *, counts: bool
    ) -> list[Outcome]:
        """Who was called is there. `counts` as a call answered; `talk_ended` is its end."""
        self._floor.tick(now)
        agent = self._floor.agents.get(agent_id)
        return called.answered(self._floor, agent, contact_id, queue_id, now, counts=counts) if agent else []

    def call_released(self, agent_id: str, contact_id: str, now: datetime) -> list[Outcome]:
        """Who was called does not come: as before, idle or on a break."""
        self._floor.tick(now)
        agent = self._floor.agents.get(agent_id)
        return called.released(self._floor, agent, contact_id, now) if agent else []

    def due(self, now: datetime) -> list[Outcome]:
        """What the clock alone brings about, and whom a new configuration lets serve."""
        self._floor.tick(now)
        return clockwork.due(self._floor, now)

    # -- after a restart ----------------------------------------------------------------------------------------

    def restore_agent(self, change: AgentChanged, since: datetime) -> None:
        """Set an agent as the journal last saw it. Tell of talks and offers next, and of phones only after that: an
        agent without one gets no offer meanwhile."""
        recovery.restore_agent(self._floor, change, since)

    def restore_talk(self, agent_id: str, contact_id: str, since: datetime, queue_id: str | None = None) -> None:
        """An agent who was talking before the restart still is."""
        recovery.restore_talk(self._floor, agent_id, contact_id, since, queue_id)

    def restore_call(self, agent_id: str, contact_id: str, since: datetime) -> None:
        """An agent who was being called before the restart still is."""
        agent = self._floor.agents.get(agent_id)
        if agent is not None:
            called.restore(self._floor, agent, contact_id, since)

    def restore_offer(self, offer: Offer) -> None:
        """A lease made before the restart goes on to its deadline; one that this engine has ended stays ended."""
        recovery.restore_offer(self._floor, offer)

    def _not_ready(self, agent: Agent, now: datetime, reason: str, by: str) -> AgentChanged:
        return states.change(self._floor, agent, AgentState.NOT_READY, now, reason, by, not_ready_reason=reason)
