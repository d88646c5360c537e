"""The engine's own words: agents, waiting contacts, offers, and what a decision brings about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from rexian.control.contracts.desk import AgentState
from rexian.kit.errors import ErrorKind, RexianError

AT_WORK = frozenset({AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING})
"""States in which a contact is on the agent's desk and alive."""


@dataclass
class Agent:
    """One seat as the engine sees it.

    `idle_since` is when the agent last became ready; it is kept while a contact is offered.
    `leaving`: the seat is no longer configured and goes when its work has ended.
    """

    agent_id: str
    queue_ids: tuple[str, ...]
    state: AgentState = AgentState.SIGNED_OUT
    state_since: datetime | None = None
    changed_by: str = "system"
    reason: str = "start"
    not_ready_reason: str | None = None
    next_state: AgentState | None = None
    next_reason: str | None = None
    idle_since: datetime | None = None
    contact_id: str | None = None
    offer_id: str | None = None
    wrap_up_until: datetime | None = None
    phone_registered: bool = False
    phone_lost_at: datetime | None = None
    leaving: bool = False


@dataclass(frozen=True)
class Waiting:
    """A contact in a queue; it is served in the order of `queued_at`."""

    contact_id: str
    queue_id: str
    queued_at: datetime


@dataclass(frozen=True)
class Offer:
    """A lease of a waiting contact to one agent until `deadline`. `reason` tells why this agent."""

    offer_id: str
    contact_id: str
    queue_id: str
    queued_at: datetime
    agent_id: str
    made_at: datetime
    deadline: datetime
    reason: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AgentChanged:
    """An agent is in a new state (or has a new next state); `previous` is the state before."""

    agent_id: str
    previous: AgentState
    state: AgentState
    reason: str
    changed_by: str
    not_ready_reason: str | None
    contact_id: str | None
    wrap_up_until: datetime | None = None


@dataclass(frozen=True)
class OfferMade:
    """The engine has leased a contact: ring the agent."""

    offer: Offer


@dataclass(frozen=True)
class OfferExpired:
    """The lease ran out unanswered: stop ringing. The contact waits on with its place."""

    offer: Offer


Outcome = AgentChanged | OfferMade | OfferExpired


class AgentBusy(RexianError):
    """A contact is on the desk; end it first."""

    code: ClassVar[str] = "agent_busy"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class AgentSignedOut(RexianError):
    """The agent has not taken a seat; sign in at the desk first."""

    code: ClassVar[str] = "agent_signed_out"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class PhoneNotRegistered(RexianError):
    """The agent's phone is not connected; connect it before going ready."""

    code: ClassVar[str] = "phone_not_registered"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class UnknownAgent(RexianError):
    """No seat of this id is known to the switch."""

    code: ClassVar[str] = "unknown_agent"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


class UnknownReason(RexianError):
    """This is not one of the not-ready reasons."""

    code: ClassVar[str] = "unknown_not_ready_reason"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID
