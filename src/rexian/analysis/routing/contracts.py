"""What others see of routing. Times are UTC; nothing here is personal but who was on duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rexian.control.contracts.desk import AgentState


class StayEnd(StrEnum):
    """How a stay in a queue ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    """The citizen hung up."""
    LEFT = "left"
    """The contact was taken elsewhere, or ended through no doing of the citizen."""
    OPEN = "open"
    """It is not over yet."""


@dataclass(frozen=True)
class RecordedOffer:
    """One offer and why this agent: `rule` of the queue, `chosen_by` that decided, how many `candidates`, the
    `first_five` of them with the figures the rules compare, and what the contact was then (`contact`)."""

    offer_id: str
    agent_id: str
    made_at: datetime
    ended_at: datetime | None
    outcome: str | None
    rule: str | None
    chosen_by: str | None
    candidates: int | None
    first_five: tuple[Mapping[str, Any], ...]
    contact: Mapping[str, Any]


@dataclass(frozen=True)
class RecordedStay:
    """One stay of a contact in a queue. `queued_at` is earlier than `entered_at` where a place was kept.
    `organisation_id`: whose call it was.

    `talk_seconds` is None without an answer, and while the talk goes on.
    """

    contact_id: str
    organisation_id: str
    segment_id: str
    queue_id: str
    queued_at: datetime
    entered_at: datetime
    ended_at: datetime | None
    end: StayEnd
    end_reason: str | None
    offers: tuple[RecordedOffer, ...]
    agent_id: str | None = None
    talk_seconds: float | None = None


@dataclass(frozen=True)
class RecordedChange:
    """An agent's change of state."""

    at: datetime
    agent_id: str
    previous: AgentState
    state: AgentState
    reason: str
    changed_by: str
    not_ready_reason: str | None
    contact_id: str | None


@dataclass(frozen=True)
class RecordedDay:
    """All stays that began in a span of time, in the order of their beginning, and the agents' changes in it."""

    since: datetime
    until: datetime
    stays: tuple[RecordedStay, ...]
    changes: tuple[RecordedChange, ...]


class StretchKind(StrEnum):
    """What a part of a stay was."""

    NO_AGENT_FREE = "no_agent_free"
    """Nobody who may serve the contact was ready, or others who came first were served."""
    RINGING = "ringing"
    """It was offered to an agent."""


@dataclass(frozen=True)
class Stretch:
    """A part of a stay: waiting for somebody, or ringing at somebody."""

    kind: StretchKind
    began_at: datetime
    seconds: float
    offer: RecordedOffer | None = None


@dataclass(frozen=True)
class ExplainedStay:
    """A stay with its parts in order: together they are the whole wait."""

    stay: RecordedStay
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a contact waited and who got it."""

    contact_id: str
    stays: tuple[ExplainedStay, ...]
