"""Makes the calls of a written day on a fresh engine, with the events that are journalled, and takes the time."""

import gc
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from time import perf_counter_ns, process_time_ns
from typing import Any
from zoneinfo import ZoneInfo

from rexian.app.bench.acd_centre import make_agents, make_queues
from rexian.app.bench.acd_day import START, Call, Day
from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.events import change_data, offer_data
from rexian.control.acd.model import AgentChanged, OfferMade, Outcome
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import ManualClock
from rexian.kit.ids import IdSource, counted_ids, time_ordered_ids

CHANGED, OFFERED = EventType.AGENT_STATE_CHANGED, EventType.OFFER_MADE
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Script:
    """A day written down: the calls that open it, those that warm up, those that are timed."""

    agents: int
    queues: int
    seed: int
    opening: tuple[Call, ...]
    warm_up: tuple[Call, ...]
    timed: tuple[Call, ...]
    assignments: int


@dataclass(frozen=True)
class Cost:
    """`cpu_us` of one assignment: all calls of its way, from coming in to the end of wrap-up, with their events.
    `decisions_us`: wall time of each call that made an offer, in the order of the day."""

    cpu_us: float
    decisions_us: tuple[float, ...]
    events: float


WARM_UP_SHARE = 0.5
"""So many contacts for each agent are answered before the time is taken."""


def write_day(agents: int, queues: int, assignments: int, seed: int) -> Script:
    """Play the day once."""
    _, day = _engine(agents, queues, seed, counted_ids("offer"))
    day.open()
    opened = len(day.calls)
    warm_up = round(agents * WARM_UP_SHARE)
    day.go_on(warm_up)
    warm = len(day.calls)
    day.go_on(warm_up + assignments)
    calls = tuple(day.calls)
    return Script(agents, queues, seed, calls[:opened], calls[opened:warm], calls[warm:], day.answered - warm_up)


def measure(script: Script) -> Cost:
    """Once in one go for the processor's time, once call by call for the time of each decision."""
    engine, stamp = _opened(script)
    calls = [partial(getattr(engine, verb), *arguments, **keywords) for verb, arguments, keywords in script.timed]
    events = 0
    began = process_time_ns()
    for call in calls:
        events += stamp(call())
    cpu_ns = process_time_ns() - began
    return Cost(cpu_ns / script.assignments / 1000, tuple(_decisions(script)), events / script.assignments)


def bytes_per_idle_agent(agents: int, queues: int, seed: int) -> int:
    """What one ready agent takes, its configuration counted."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        engine, _ = _engine(agents, queues, seed, counted_ids("offer"))
        for configuration in make_agents(agents, queues, random.Random(seed)):
            for verb, arguments in (("sign_in", ()), ("phone", (True,)), ("ready", ())):
                getattr(engine, verb)(configuration.agent_id, *arguments, START)
        return (tracemalloc.get_traced_memory()[0] - before) // agents
    finally:
        tracemalloc.stop()


def _decisions(script: Script) -> Iterator[float]:
    engine, stamp = _opened(script)
    for verb, arguments, keywords in script.timed:
        began = perf_counter_ns()
        outcomes = getattr(engine, verb)(*arguments, **keywords)
        stamp(outcomes)
        took = perf_counter_ns() - began
        if any(isinstance(outcome, OfferMade) for outcome in outcomes):
            yield took / 1000


def _opened(script: Script) -> "tuple[AcdEngine, Stamp]":
    """A fresh engine at the moment from which the time is taken. The script is no part of the product, so the garbage
    collector is told to leave it alone."""
    gc.collect()
    gc.freeze()
    engine, _ = _engine(script.agents, script.queues, script.seed, counted_ids("offer"))
    for verb, arguments, keywords in chain(script.opening, script.warm_up):
        getattr(engine, verb)(*arguments, **keywords)
    return engine, Stamp()


def _engine(agents: int, queues: int, seed: int, new_id: IdSource) -> tuple[AcdEngine, Day]:
    engine = AcdEngine(new_id, ZONE)
    seats, served = make_agents(agents, queues, random.Random(seed)), make_queues(queues)
    engine.configure(seats, served)
    return engine, Day(engine, seats, served, seed)


class Stamp:
    """Stamps outcomes into the events that the ledger would journal; tells how many. Ids are made as in the product."""

    def __init__(self) -> None:
        self._clock = ManualClock(START)
        self._new_id = time_ordered_ids(self._clock)

    def __call__(self, outcomes: list[Outcome]) -> int:
        now = self._clock.now()
        events = []
        for outcome in outcomes:
            if isinstance(outcome, AgentChanged):
                events.append(self._event(CHANGED, now, None, change_data(outcome)))
            elif isinstance(outcome, OfferMade):
                offer = outcome.offer
                events.append(self._event(OFFERED, now, offer.contact_id, offer_data(offer)))
        return len(events)

    def _event(self, type_: EventType, now: datetime, contact_id: str | None, data: dict[str, Any]) -> Event:
        return Event(self._new_id(), type_, 1, now, "system", "centre", "node", contact_id, 0, None, False, data, {})
