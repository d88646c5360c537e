"""A made-up day at the ACD: who calls, who answers, how long, all from one seed. Played once to write it down.

Every verb of a contact's way is used as the call service uses it: it comes, is offered, rings, is answered or not,
talks, is wrapped up; the clock ends wrap-ups and leases and widens demands. Load swings between quiet (agents wait for
contacts) and rush (contacts wait for agents). The engine is deterministic, so the calls written down here can be made
again on another engine, with nothing else between them: that is what is measured.
"""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Offer, OfferMade, Outcome
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TALK_SECONDS, WRAP_UP_SECONDS, RING_SECONDS = 120.0, 15.0, 3.0
SWING_SECONDS = 300.0
"""How long it is quiet, then how long there is a rush."""
QUIET, RUSH = 0.6, 1.25
"""Offered work as a share of what the agents can do."""
MISSED = 0.02
"""The share of offers that nobody answers."""
WISHES = 0.1
"""The share of contacts that ask for an agent, and of those that have a usual one."""

Call = tuple[str, tuple[Any, ...], dict[str, Any]]
"""(verb of the engine, arguments, keywords)."""
Step = Callable[[], None]


class Day:
    """Plays callers and agents on an engine; `calls` is what was asked of it."""

    def __init__(
        self, engine: AcdEngine, agents: list[AgentConfiguration], queues: list[QueueConfiguration], seed: int
    ) -> None:
        self.calls: list[Call] = []
        self.answered = 0
        self._engine = engine
        self._agents, self._queues = agents, queues
        self._chance = random.Random(seed)
        self._now = START
        self._plans: list[tuple[datetime, int, Step]] = []
        self._count = 0
        self._per_second = len(agents) / (TALK_SECONDS + WRAP_UP_SECONDS + RING_SECONDS)

    def open(self) -> None:
        """All agents take their seats and go ready; the first call is on its way."""
        for agent in self._agents:
            self._ask("sign_in", agent.agent_id, START)
            self._ask("phone", agent.agent_id, True, START)
            self._ask("ready", agent.agent_id, START)
        self._ask("due", START)
        self._plan(0.0, self._call)

    def go_on(self, answered: int) -> None:
        """Play until so many contacts have been answered."""
        while self.answered < answered:
            time, _, step = heapq.heappop(self._plans)
            deadline = self._engine.next_deadline()
            while deadline is not None and deadline <= time:
                self._now = max(self._now, deadline)
                self._ask("due", self._now)
                deadline = self._engine.next_deadline()
            self._now = max(self._now, time)
            step()

    def _plan(self, seconds: float, step: Step) -> None:
        self._count += 1
        heapq.heappush(self._plans, (self._now + timedelta(seconds=seconds), self._count, step))

    def _ask(self, verb: str, *arguments: Any, **keywords: Any) -> None:
        self.calls.append((verb, arguments, keywords))
        outcomes: list[Outcome] = getattr(self._engine, verb)(*arguments, **keywords)
        for outcome in outcomes:
            if isinstance(outcome, OfferMade):
                self._take(outcome.offer)

    def _call(self) -> None:
        """One caller; the next one comes when the load says so."""
        chance, now = self._chance, self._now
        rush = int((now - START).total_seconds() / SWING_SECONDS) % 2
        self._plan(chance.expovariate(self._per_second * (RUSH if rush else QUIET)), self._call)
        self._ask(
            "enqueue",
            f"contact-{self._count}",
            chance.choice(self._queues).queue_id,
            now,
            now,
            priority=3 if chance.random() < 0.05 else 0,
            named_agent_id=self._wish(),
            usual_agent_id=self._wish(),
        )

    def _wish(self) -> str | None:
        return self._chance.choice(self._agents).agent_id if self._chance.random() < WISHES else None

    def _take(self, offer: Offer) -> None:
        """The phone rings; most are answered, who has missed one comes back after a while."""
        self._plan(0.2, lambda: self._ask("offer_ringing", offer.offer_id, self._now))
        if self._chance.random() >= MISSED:
            self._plan(RING_SECONDS, lambda: self._talk(offer))
        else:
            self._plan(60.0, lambda: self._ask("ready", offer.agent_id, self._now))

    def _talk(self, offer: Offer) -> None:
        self.answered += 1
        self._plan(self._chance.expovariate(1 / TALK_SECONDS), lambda: self._hang_up(offer))
        self._ask("offer_accepted", offer, self._now)

    def _hang_up(self, offer: Offer) -> None:
        self._ask("talk_ended", offer.agent_id, offer.contact_id, self._now, WRAP_UP_SECONDS)
