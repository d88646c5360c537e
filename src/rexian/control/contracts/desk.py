"""The agent's desk as the core sees it: the only truth a page mirrors, sent whole at each change.

A page never computes a state of its own; it shows the newest `DeskView`. Whole views make a gap in the stream harmless:
the last one wins. Personal values here are clear; `access` masks them by role before they leave the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rexian.control.contracts.commands import CommandName

LIVE_STREAM = "LIVE"
LIVE_SUBJECT = "live.agent"
"""A message for agent A is published on `live.agent.A`; a browser resumes from the stream's sequence."""

QUEUE_SUBJECT = "live.queues"
"""In the same stream: the figures of the queues that have changed, whether anybody serves them or not."""


class AgentState(StrEnum):
    """What an agent is doing. `reserved` = an offer is made, `ringing` = the leg alerts."""

    SIGNED_OUT = "signed_out"
    NOT_READY = "not_ready"
    READY = "ready"
    RESERVED = "reserved"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


class WorkPhase(StrEnum):
    """Where the contact on the desk stands."""

    OFFERED = "offered"
    RINGING = "ringing"
    TALKING = "talking"
    RECONNECTING = "reconnecting"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True)
class AttachedValue:
    """One thing the menu learned. `format` says how to show it: text, amount, date, month, count, id_number, name,
    account, mobile."""

    key: str
    value: str
    format: str = "text"


@dataclass(frozen=True)
class AttachedData:
    """随路数据: what travels with the contact from the menu to the desk."""

    auth_level: str = "none"
    menu_path: tuple[str, ...] = ()
    values: tuple[AttachedValue, ...] = ()


@dataclass(frozen=True)
class DeskParty:
    """Somebody besides the citizen who takes part, or is being called. `place`: contact (with the citizen), consult (in
    the other room). `number` is of somebody outside, `agent_id` of a colleague, `name`
    of a colleague or an entry of the directory."""

    role: str
    agent_id: str | None
    name: str
    number: str
    place: str
    ringing: bool
    muted: bool


@dataclass(frozen=True)
class DeskRecording:
    """The recording of one's own part. `running`: this moment is being recorded; not on hold, say.

    `paused_by` is an agent, or `system` while the citizen keys something in a menu. At `resumes_at` it goes on by
    itself; `pause_expired` warns that it has.
    """

    running: bool
    paused_at: datetime | None = None
    paused_by: str = ""
    pause_reason: str = ""
    resumes_at: datetime | None = None
    pause_expired: bool = False


@dataclass(frozen=True)
class DeskWarning:
    """A list that the caller is on: `vip`, `red` or `black`, and why."""

    kind: str
    reason: str = field(repr=False)


@dataclass(frozen=True)
class DeskWork:
    """The contact an agent is dealing with; times are UTC.

    `kind`: inbound, outbound or internal (a colleague stands in the citizen's place). `role` is this agent's own part:
    agent, consultant, supervisor, or colleague (who was called internally). `held`: the citizen hears music.
    `parties`: this agent too.
    """

    contact_id: str
    phase: WorkPhase
    caller_number: str
    called_number: str
    queue_name: str
    queued_at: datetime
    offered_at: datetime
    offer_deadline: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrap_up_until: datetime | None = None
    attached: AttachedData = field(default_factory=AttachedData)
    kind: str = "inbound"
    role: str = "agent"
    held: bool = False
    parties: tuple[DeskParty, ...] = ()
    handover: Mapping[str, Any] = field(default_factory=dict)
    """What the desk before has given along."""
    recording: DeskRecording | None = None
    warnings: tuple[DeskWarning, ...] = ()
    unanswered: str = ""
    """Why who was called last did not come, while the agent waits for nobody else: declined, timed_out,
    agent_unreachable, agent_busy, cancelled."""
    is_callback: bool = False
    """The citizen did not call just now: it was promised to call back, and we did."""


@dataclass(frozen=True)
class QueueLoad:
    """One queue the agent serves: how many wait now and since when the first one."""

    queue_id: str
    name: str
    waiting: int
    longest_since: datetime | None = None


@dataclass(frozen=True)
class ParkedContact:
    """A contact of one of the agent's queues that waits to be picked up."""

    contact_id: str
    caller_number: str
    queue_name: str
    since: datetime


@dataclass(frozen=True)
class MissedCall:
    """A call that this agent has missed and nobody else has taken: of a citizen's number, or of a colleague. `name` is
    the colleague's."""

    contact_id: str
    number: str = field(repr=False)
    colleague_id: str | None
    queue_id: str
    missed_at: datetime
    name: str = ""
    queue_name: str = ""


class TroubleCause(StrEnum):
    """Why a seat is in trouble: its phone is not registered, or its page gives no sign of life."""

    NO_PHONE = "no_phone"
    PAGE_SILENT = "page_silent"


class TroubleStage(StrEnum):
    """How far it has come. `back`: phone or page is there again, and the agent is to sign in."""

    WARNED = "warned"
    SIGNED_OUT = "signed_out"
    BACK = "back"


@dataclass(frozen=True)
class SeatTrouble:
    """What is wrong with a seat, and when it will be signed out for it (only while it is warned)."""

    stage: TroubleStage
    cause: TroubleCause
    since: datetime
    sign_out_at: datetime | None = None


@dataclass(frozen=True)
class SeatMessage:
    """A supervisor's message to the seat; `sender_id` is a user."""

    message_id: str
    sender_id: str
    sent_at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class SeatAnswer:
    """The seat's answer to a message: for the user who sent that, and nobody else."""

    message_id: str
    to_id: str
    sent_at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class DeskView:
    """All an agent's page needs to show. `verbs`: the commands that are possible now, with the contact on the desk and
    with the seat; ready, not ready and sign-out at work are for what follows it."""

    agent_id: str
    state: AgentState
    state_since: datetime
    changed_by: str
    reason: str
    not_ready_reason: str | None
    next_state: AgentState | None
    phone_registered: bool
    work: DeskWork | None
    queues: tuple[QueueLoad, ...]
    verbs: tuple[CommandName, ...] = ()
    next_reason: str | None = None
    """Of `next_state`, where that is not ready."""
    trouble: SeatTrouble | None = None
    messages: tuple[SeatMessage, ...] = ()
    """Unread ones, oldest first."""
    answers: tuple[SeatAnswer, ...] = ()
    """To supervisors who have not read them yet, oldest first."""
    parked: tuple[ParkedContact, ...] = ()
    missed: tuple[MissedCall, ...] = ()
    """Of the last day, newest first."""
