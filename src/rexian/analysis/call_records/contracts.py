"""What others see of a call record. Times are UTC, spans are seconds; personal values are clear only where said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of the contact."""

    ANSWERED = "answered"
    """An agent talked with the citizen."""
    ABANDONED = "abandoned"
    """The citizen was in a queue and no agent answered; or was promised a call-back that came too late."""
    SELF_SERVICE = "self_service"
    """The contact ended in the menu."""
    CALLED_AGAIN = "called_again"
    """The citizen was to be called back and called again instead; that contact has the place and tells the rest."""
    CALLBACK_CANCELLED = "callback_cancelled"
    """A supervisor has taken the promise of a call-back back."""
    NOT_REACHED = "not_reached"
    """A call out, or a call-back at its last attempt, that the citizen did not answer."""
    REFUSED = "refused"
    """The platform did not take the call."""


@dataclass(frozen=True)
class CallSegment:
    """One party's handling of the contact. `offers` counts the agents tried during a queue stay.

    `interrupted_seconds`: how long agent and citizen did not hear each other: a lost voice, hold, a consultation.
    """

    segment_id: str
    kind: str
    agent_id: str | None
    queue_id: str | None
    flow_id: str | None
    started_at: datetime
    ended_at: datetime
    reason: str | None
    offers: int
    interrupted_seconds: float


@dataclass(frozen=True)
class CallRecord:
    """A finished contact.

    `waiting_seconds` runs from queue entry to the agent's answer or the end of the stay, ringing included;
    `talk_seconds` is the time agents and citizen heard each other. `caller_number_sealed` opens with the contact's key.
    """

    contact_id: str
    organisation_id: str
    kind: str
    trunk: str | None
    called_number: str | None
    caller_number_sealed: str | None
    started_at: datetime
    ended_at: datetime
    ended_by: str | None
    reason: str | None
    outcome: Outcome
    waiting_seconds: float
    talk_seconds: float
    agent_ids: tuple[str, ...]
    queue_ids: tuple[str, ...]
    auth_level: str
    menu_path: tuple[str, ...]
    recording_ids: tuple[str, ...]
    recovered: bool
    segments: tuple[CallSegment, ...]


@dataclass(frozen=True)
class ListedCall:
    """A line of the call record list. `caller_number` is clear (None once its key is erased): the API masks it."""

    record: CallRecord
    caller_number: str | None


@dataclass(frozen=True)
class CallPage:
    """Newest first; `next_cursor` asks for the older ones, None at the end."""

    calls: tuple[ListedCall, ...]
    next_cursor: str | None


@dataclass(frozen=True)
class OfferDetail:
    """One offer and why this agent: `rule`, how many `candidates`, the `first_five` that were weighed."""

    offer_id: str
    agent_id: str | None
    queue_id: str | None
    made_at: datetime
    rang_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    rule: str | None
    candidates: int | None
    first_five: tuple[str, ...]


@dataclass(frozen=True)
class PromptDetail:
    """One prompt as the citizen heard it. `text` is clear; None when not asked for or its key is erased."""

    playback_id: str
    prompt_id: str | None
    started_at: datetime
    clip_seconds: float | None
    outcome: str | None
    text_sealed: str | None
    text: str | None = None


@dataclass(frozen=True)
class CallDetail:
    """All there is to show of one contact."""

    record: CallRecord
    caller_number: str | None
    offers: tuple[OfferDetail, ...]
    prompts: tuple[PromptDetail, ...]
    follows: str | None = None
    """The missed contact that an agent has called back by this one."""


@dataclass(frozen=True)
class CallFilter:
    """Which records the asking person may see; None = no limit of that sort."""

    organisation_ids: frozenset[str] | None = None
    agent_id: str | None = None
