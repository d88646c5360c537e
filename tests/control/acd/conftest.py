"""An engine with two queues and three agents on a clock of the test."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AgentChanged, Offer, OfferMade, Outcome
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration
from rexian.kit.clock import ManualClock
from rexian.kit.ids import counted_ids


def seat(agent_id: str, *queue_ids: str) -> AgentConfiguration:
    return AgentConfiguration(agent_id, "centre", agent_id, agent_id, agent_id, "secret", "sip", queue_ids)


def queue(queue_id: str, offer_seconds: float = 20.0) -> QueueConfiguration:
    return QueueConfiguration(queue_id, "centre", queue_id, offer_seconds, 15.0, "", 0.0)


class Floor:
    """The engine, its clock and short ways to what tests do and ask all the time."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime(2024, 7, 5, 9, 0, tzinfo=UTC))
        self.engine = AcdEngine(counted_ids("offer"))
        self.seats = [seat("ann", "q"), seat("bea", "q"), seat("cho", "q", "vip")]
        self.queues = [queue("q"), queue("vip")]
        self.engine.configure(self.seats, self.queues)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def pass_time(self, seconds: float) -> list[Outcome]:
        self.clock.advance(seconds)
        return self.engine.due(self.now)

    def ready(self, *agent_ids: str) -> list[Outcome]:
        """Sign in, connect the phone, go ready: one second apart."""
        outcomes: list[Outcome] = []
        for agent_id in agent_ids:
            self.engine.sign_in(agent_id, self.now)
            self.engine.phone(agent_id, True, self.now)
            outcomes += self.engine.ready(agent_id, self.now)
            self.clock.advance(1)
        return outcomes

    def enqueue(self, contact_id: str, queue_id: str = "q") -> list[Outcome]:
        outcomes = self.engine.enqueue(contact_id, queue_id, self.now, self.now)
        self.clock.advance(1)
        return outcomes

    def offered(self, contact_id: str) -> Offer:
        """Enqueue and take the one offer that is made of it."""
        (offer,) = offers(self.enqueue(contact_id))
        return offer

    def talk(self, contact_id: str) -> Offer:
        offer = self.offered(contact_id)
        self.engine.offer_ringing(offer.offer_id, self.now)
        self.engine.offer_accepted(offer, self.now)
        return offer

    def state(self, agent_id: str) -> str:
        return str(self.engine.agent(agent_id).state)


def offers(outcomes: list[Outcome]) -> list[Offer]:
    return [outcome.offer for outcome in outcomes if isinstance(outcome, OfferMade)]


def changes(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.agent_id, str(outcome.state)) for outcome in outcomes if isinstance(outcome, AgentChanged)]


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def offers_in() -> Callable[[list[Any]], list[Offer]]:
    return offers


@pytest.fixture
def changes_in() -> Callable[[list[Any]], list[tuple[str, str]]]:
    return changes


@pytest.fixture
def make_seat() -> Callable[..., AgentConfiguration]:
    return seat


@pytest.fixture
def make_queue() -> Callable[..., QueueConfiguration]:
    return queue
