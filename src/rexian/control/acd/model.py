"""The engine's own words: agents, waiting contacts, offers, and what a decision brings about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rexian.control.acd.tally import Tally
from rexian.control.contracts.configuration import AgentConfiguration, OverflowRule
from rexian.control.contracts.desk import AgentState

if TYPE_CHECKING:
    from rexian.control.acd.served_queue import Membership

SIGNED_OUT = AgentState.SIGNED_OUT
NOT_READY = AgentState.NOT_READY
READY = AgentState.READY
RESERVED = AgentState.RESERVED
RINGING = AgentState.RINGING
TALKING = AgentState.TALKING
WRAP_UP = AgentState.WRAP_UP
"""The states by name: a member looked up in its class costs several times as much, at dozens of places a contact."""

AT_WORK = (RESERVED, RINGING, TALKING)
"""States in which a contact is on the agent's desk and alive."""

OFFERED = (RESERVED, RINGING)
"""States in which a contact is leased to the agent."""


@dataclass(slots=True)
class Agent:
    """One seat as the engine sees it.

    `idle_since` is when the agent last became ready; it is kept while a contact is offered, and `idle_until` is then
    when that was. `indexed` = in the idle order of the queues of `memberships`. `queue_id`: of the contact on the desk.
    `leaving`: the seat is no longer configured and goes when its work has ended.
    """

    agent_id: str
    seat: AgentConfiguration
    tally: Tally
    memberships: "tuple[Membership, ...]" = ()
    state: AgentState = SIGNED_OUT
    state_since: datetime | None = None
    changed_by: str = "system"
    reason: str = "start"
    not_ready_reason: str | None = None
    next_state: AgentState | None = None
    next_reason: str | None = None
    next_by: str = "agent"
    idle_since: datetime | None = None
    idle_until: datetime | None = None
    indexed: bool = False
    contact_id: str | None = None
    queue_id: str | None = None
    offer_id: str | None = None
    wrap_up_until: datetime | None = None
    wrap_up_extensions: int = 0
    phone_registered: bool = False
    phone_lost_at: datetime | None = None
    leaving: bool = False

    @property
    def queue_ids(self) -> tuple[str, ...]:
        """The queues this agent may serve."""
        return tuple(membership.queue.queue_id for membership in self.memberships)

    def shift(self, by: timedelta) -> None:
        """The clock was set to another time."""
        self.idle_since = self.idle_since + by if self.idle_since else None
        self.idle_until = self.idle_until + by if self.idle_until else None
        self.wrap_up_until = self.wrap_up_until + by if self.wrap_up_until else None
        self.phone_lost_at = self.phone_lost_at + by if self.phone_lost_at else None


PlaceKey = tuple[datetime, str]
"""(entry, contact id): the smallest is served first."""


@dataclass(slots=True)
class Waiting:
    """A contact in a queue, waiting or offered.

    `queued_at` is when the wait began (a place kept lies in the past; `waits_since` is the same by the engine's clock),
    `entered_at` when it came into this queue. `key` holds `waits_since` less the head start of its priority: the order
    of service. `stage` is the line it stands in, None while it is offered or held. `held_for`: only this agent may take
    it, until `held_until`; `hold_is_over`: the group may. `overflowed`: the rules that have been used up; `passed`: the
    queues that have sent it on.
    """

    contact_id: str
    queue_id: str
    queued_at: datetime
    waits_since: datetime
    entered_at: datetime
    key: PlaceKey
    priority: int = 0
    named_agent_id: str | None = None
    usual_agent_id: str | None = None
    stage: int | None = None
    held_for: str | None = None
    held_until: datetime | None = None
    hold_is_over: bool = False
    offer_id: str | None = None
    overflowed: frozenset[int] = frozenset()
    passed: frozenset[str] = frozenset()

    def shift(self, by: timedelta) -> None:
        """The clock was set to another time. What was told of the wait, `queued_at`, stays."""
        self.waits_since += by
        self.entered_at += by
        self.key = (self.key[0] + by, self.contact_id)
        self.held_until = self.held_until + by if self.held_until else None


@dataclass(slots=True)
class Offer:
    """A lease of a waiting contact to one agent until `deadline`. `reason` tells why this agent and why this contact:
    rule, chosen_by, candidates, first_five (agent_id and the figures the rules compare), contact (waited_seconds,
    priority, stage, waiting). Nobody changes one; see AgentChanged."""

    offer_id: str
    contact_id: str
    queue_id: str
    queued_at: datetime
    agent_id: str
    made_at: datetime
    deadline: datetime
    reason: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class AgentChanged:
    """An agent is in a new state, or has a new next state or end of wrap-up; `previous` is the state before.

    `idle_since` stands there where it is not the time of the change itself.
    It holds all that a successor needs to go on: the state chosen for the time after work, and the figures of the day.
    Nobody changes one; it is not frozen because five are made for each contact and freezing costs ten times the making.
    """

    agent_id: str
    previous: AgentState
    state: AgentState
    reason: str
    changed_by: str
    not_ready_reason: str | None
    contact_id: str | None
    wrap_up_until: datetime | None = None
    queue_id: str | None = None
    next_state: AgentState | None = None
    next_reason: str | None = None
    idle_since: datetime | None = None
    answered_today: int = 0
    idle_periods_today: int = 0
    idle_seconds_today: float = 0.0


@dataclass(slots=True)
class OfferMade:
    """The engine has leased a contact: ring the agent."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class OfferExpired:
    """The lease ran out unanswered: stop ringing. The contact waits on with its place."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class Overflowed:
    """A rule of the queue wants this contact elsewhere. It waits on with its place until its lane has taken it there
    (`enqueue` in another queue, or `leave`)."""

    contact_id: str
    queue_id: str
    rule: OverflowRule


Outcome = AgentChanged | OfferMade | OfferExpired | Overflowed
