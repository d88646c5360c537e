"""Runs a script through the ACD's engine, the same one as in the live system, in simulated time.

Between two happenings nothing is computed, so a day takes as long as its decisions do. The run is deterministic: the
script fixes callers and agents, `seed` only who misses an offer.
"""

import heapq
import math
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from rexian.app.acd.script import AgentMove, Caller, Centre, MoveKind, Script
from rexian.app.acd.trace import AgentTime, Stay, StayOutcome, Trace
from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AT_WORK, AgentChanged, Offer, OfferExpired, OfferMade, Outcome, Overflowed
from rexian.control.contracts.configuration import OverflowTargetKind
from rexian.control.contracts.desk import AgentState
from rexian.kit.ids import counted_ids

Progress = Callable[[int], None]
"""Told now and then how many callers have come so far."""

TOLD_EVERY = 512
LONGEST_AFTER_SECONDS = 6 * 3600.0
"""So long after the last caller whoever still waits is left waiting: nobody will come for them."""


class Run:
    """One pass of one script. `result` gives the trace."""

    def __init__(self, script: Script, centre: Centre, *, seed: int = 0) -> None:
        self._script = script
        self._paces = centre.paces
        self._chance = random.Random(seed)
        self._engine = AcdEngine(counted_ids("offer"), ZoneInfo(centre.time_zone))
        self._engine.configure(centre.agents, centre.queues)
        self._plans: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._seconds = 0.0
        self._now = script.start
        self._callers: dict[str, Caller] = {}
        self._stays: dict[str, Stay] = {}
        self._since: dict[str, tuple[AgentState, float]] = {}
        self._trace = Trace(agents={agent.agent_id: AgentTime() for agent in centre.agents})

    def result(self, tell: Progress = lambda done: None) -> Trace:
        """Run the whole day."""
        moves, callers = self._script.moves, self._script.callers
        move_index = 0
        for number, caller in enumerate(callers):
            while move_index < len(moves) and moves[move_index].at <= caller.arrives_at:
                self._until(moves[move_index].at)
                self._move(moves[move_index])
                move_index += 1
            self._until(caller.arrives_at)
            self._arrive(caller)
            if number % TOLD_EVERY == 0:
                tell(number)
        for move in moves[move_index:]:
            self._until(move.at)
            self._move(move)
        self._work_off(self._seconds + LONGEST_AFTER_SECONDS)
        tell(len(callers))
        return self._close()

    # -- time -----------------------------------------------------------------------------------------------------

    def _until(self, seconds: float) -> None:
        """Let everything happen that is planned or due until then, in order."""
        self._work_off(seconds)
        self._go_to(seconds)

    def _work_off(self, seconds: float) -> None:
        while True:
            planned = self._plans[0][0] if self._plans else math.inf
            deadline = self._engine.next_deadline()
            due = math.inf if deadline is None else (deadline - self._script.start).total_seconds()
            if min(planned, due) > seconds:
                break
            if due <= planned:
                self._go_to(due)
                self._bring_about(self._engine.due(max(self._now, deadline or self._now)))
            else:
                _, _, step = heapq.heappop(self._plans)
                self._go_to(planned)
                step()

    def _go_to(self, seconds: float) -> None:
        if seconds > self._seconds:
            self._seconds = seconds
            self._now = self._at(seconds)

    def _at(self, seconds: float) -> datetime:
        return self._script.start + timedelta(seconds=seconds)

    def _plan(self, after_seconds: float, step: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._plans, (self._seconds + after_seconds, self._count, step))

    # -- callers --------------------------------------------------------------------------------------------------

    def _arrive(self, caller: Caller) -> None:
        stay = Stay(caller.caller_id, caller.queue_id, self._seconds)
        self._callers[caller.caller_id] = caller
        self._stays[caller.caller_id] = stay
        self._trace.stays.append(stay)
        outcomes = self._engine.enqueue(
            caller.caller_id,
            caller.queue_id,
            self._now,
            self._now,
            priority=caller.priority,
            named_agent_id=caller.named_agent_id,
            usual_agent_id=caller.usual_agent_id,
        )
        self._bring_about(outcomes)
        if stay.outcome is not StayOutcome.WAITING:
            return
        if stay.offered_at is None:
            forecast = self._engine.forecast(caller.caller_id, self._now)
            stay.expected_seconds = forecast.wait_seconds if forecast else None
        if caller.patience_seconds <= 0.0 and stay.offered_at is None:
            self._give_up(caller.caller_id)
        elif 0.0 < caller.patience_seconds < math.inf:
            self._plan(caller.patience_seconds, lambda: self._give_up(caller.caller_id))

    def _give_up(self, caller_id: str) -> None:
        if caller_id in self._callers and self._stays[caller_id].outcome is StayOutcome.WAITING:
            self._end(caller_id, StayOutcome.ABANDONED)
            self._bring_about(self._engine.leave(caller_id, self._now))

    def _end(self, caller_id: str, outcome: StayOutcome) -> None:
        stay = self._stays[caller_id]
        stay.outcome, stay.ended_at = outcome, self._seconds

    def _overflow(self, overflowed: Overflowed) -> None:
        """Queues are changed with the place kept; menus and numbers are out of our sight."""
        caller_id, rule = overflowed.contact_id, overflowed.rule
        waiting = self._engine.waiting(caller_id)
        if waiting is None:
            return
        if rule.target_kind is not OverflowTargetKind.QUEUE or self._engine.queue(rule.target_id) is None:
            self._end(caller_id, StayOutcome.OVERFLOWED)
            self._bring_about(self._engine.leave(caller_id, self._now))
            return
        self._bring_about(
            self._engine.enqueue(
                caller_id,
                rule.target_id,
                waiting.queued_at,
                self._now,
                priority=waiting.priority,
                named_agent_id=waiting.named_agent_id,
                usual_agent_id=waiting.usual_agent_id,
            )
        )

    # -- agents ---------------------------------------------------------------------------------------------------

    def _bring_about(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            match outcome:
                case AgentChanged():
                    self._count_time(outcome.agent_id, outcome.state)
                case OfferMade(offer):
                    self._ring(offer)
                case OfferExpired(offer):
                    self._plan(self._script.back_after_seconds, partial(self._go_ready, offer.agent_id))
                case Overflowed():
                    self._overflow(outcome)

    def _ring(self, offer: Offer) -> None:
        self._trace.offers += 1
        self._stays[offer.contact_id].offered_at = self._seconds
        missed_share = self._script.missed_share
        if missed_share and self._chance.random() < missed_share:
            return
        ring_seconds = self._callers[offer.contact_id].ring_seconds
        if ring_seconds <= 0.0:
            self._answer(offer)
            return
        self._bring_about(self._engine.offer_ringing(offer.offer_id, self._now))
        self._plan(ring_seconds, lambda: self._answer(offer))

    def _answer(self, offer: Offer) -> None:
        """Unless the lease has ended meanwhile."""
        if self._engine.offer(offer.offer_id) is None:
            return
        caller = self._callers.pop(offer.contact_id)
        self._end(offer.contact_id, StayOutcome.ANSWERED)
        stay = self._stays.pop(offer.contact_id)
        stay.agent_id = offer.agent_id
        stay.talk_seconds = caller.talk_seconds * self._paces.get((offer.agent_id, offer.queue_id), 1.0)
        self._trace.agents[offer.agent_id].answered += 1
        self._bring_about(self._engine.offer_accepted(offer, self._now))
        self._plan(stay.talk_seconds, lambda: self._hang_up(offer, caller.wrap_up_seconds))

    def _hang_up(self, offer: Offer, wrap_up_seconds: float) -> None:
        outcomes = self._engine.talk_ended(offer.agent_id, offer.contact_id, self._now, wrap_up_seconds)
        self._bring_about(outcomes)

    def _move(self, move: AgentMove) -> None:
        engine, agent_id, now = self._engine, move.agent_id, self._now
        state = engine.agent(agent_id).state
        if move.kind is MoveKind.SIGN_IN:
            self._bring_about(engine.sign_in(agent_id, now))
            self._bring_about(engine.phone(agent_id, True, now))
        elif state is AgentState.SIGNED_OUT:
            return
        elif move.kind is MoveKind.SIGN_OUT:
            self._bring_about(engine.sign_out(agent_id, now, after_work=state in AT_WORK))
        elif move.kind is MoveKind.NOT_READY:
            self._bring_about(engine.not_ready(agent_id, move.reason, now))
        else:
            self._bring_about(engine.ready(agent_id, now))

    def _go_ready(self, agent_id: str) -> None:
        """Back after a missed offer."""
        agent = self._engine.agent(agent_id)
        if agent.state is AgentState.NOT_READY and agent.not_ready_reason == "missed_offer":
            self._bring_about(self._engine.ready(agent_id, self._now))

    def _count_time(self, agent_id: str, state: AgentState) -> None:
        before, since = self._since.get(agent_id, (AgentState.SIGNED_OUT, 0.0))
        seconds = self._trace.agents[agent_id].seconds
        seconds[before] = seconds.get(before, 0.0) + self._seconds - since
        self._since[agent_id] = (state, self._seconds)

    def _close(self) -> Trace:
        for agent_id, (state, _) in list(self._since.items()):
            self._count_time(agent_id, state)
        for stay in self._stays.values():
            if stay.outcome is StayOutcome.WAITING:
                stay.ended_at = self._seconds
        self._trace.ended_at = self._seconds
        return self._trace
