"""What can happen to a contact: typed inputs of its lane, strictly in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rexian.control.acd.model import Offer
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import OverflowRule
from rexian.control.contracts.entry import NOBODY_SPECIAL, KeptPlace, Treatment
from rexian.control.ports import Observation


@dataclass(frozen=True)
class CitizenArrived:
    """A call came in on a trunk."""

    channel_id: str
    trunk: str
    caller_number: str
    called_number: str
    treatment: Treatment = NOBODY_SPECIAL
    """How the lists of marked callers want this one treated."""
    kept: KeptPlace | None = None
    """The place of an earlier call from the same number, which was lost a moment ago."""
    waited: bool = False
    """It was answered by music already, while control was away."""
    turned_away: bool = False
    """Asterisk cannot keep up: the exchange is to try another route, or the caller later."""


@dataclass(frozen=True)
class ChannelGone:
    """A channel has ended. `at` is set when Asterisk's own log tells the time of it afterwards (recovered)."""

    channel_id: str
    cause: str
    at: datetime | None = None


@dataclass(frozen=True)
class KeyPressed:
    channel_id: str
    digit: str


@dataclass(frozen=True)
class ClipReady:
    """What is to be said has become a clip: `path` without extension."""

    playback_id: str
    clip_id: str
    path: str
    seconds: float


@dataclass(frozen=True)
class PlaybackEnded:
    """A prompt is over, or could not be made or played."""

    playback_id: str
    failed: bool = False


@dataclass(frozen=True)
class ObjectAnswered:
    """A business object has answered the question with this number."""

    question: int
    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)
    elapsed_ms: int = 0


@dataclass(frozen=True)
class OfferArrived:
    """The ACD has leased this contact to an agent."""

    offer: Offer


@dataclass(frozen=True)
class OfferLapsed:
    """The lease ran out."""

    offer: Offer


@dataclass(frozen=True)
class Overflows:
    """A rule of the queue wants the contact elsewhere."""

    queue_id: str
    rule: OverflowRule


@dataclass(frozen=True)
class CalledAgain:
    """The citizen who waits to be called back has called, and waits on the line now."""


@dataclass(frozen=True)
class PromiseCancelled:
    """A supervisor, who needs no seat for it, takes the promise of a call-back back. `reason`: one of
    CANCEL_REASONS."""

    user_id: str
    reason: str


@dataclass(frozen=True)
class TurnIsNear:
    """An agent is, or is about to be, free for somebody who waits to be called back."""


@dataclass(frozen=True)
class AgentElsewhere:
    """The agent answered as the lease ended, and had been given another contact by then."""

    agent_id: str


@dataclass(frozen=True)
class LegRinging:
    channel_id: str


@dataclass(frozen=True)
class LegAnswered:
    channel_id: str


@dataclass(frozen=True)
class LegRefused:
    """The agent's phone could not be rung."""

    channel_id: str
    outcome: str


@dataclass(frozen=True)
class TrackEnded:
    """Nothing more is written to this track."""

    track: str


@dataclass(frozen=True)
class SnoopStarted:
    """A supervisor's snoop is there."""

    snoop: str


@dataclass(frozen=True)
class SnoopEnded:
    snoop: str


@dataclass(frozen=True)
class MediaSilent:
    """The agent's phone is gone and no voice comes from the leg any more."""

    channel_id: str


@dataclass(frozen=True)
class AgentHangsUp:
    agent_id: str


@dataclass(frozen=True)
class AgentDeclines:
    agent_id: str


@dataclass(frozen=True)
class AgentResets:
    """The agent's desk is cleared, whatever part the agent has in the contact."""

    agent_id: str


@dataclass(frozen=True)
class AgentResumes:
    """The agent's page has lost its voice and asks to be rung again."""

    agent_id: str


@dataclass(frozen=True)
class Target:
    """Who is to be called, an agent or a number outside (of an entry of the directory, perhaps); or where a contact is
    to go, a queue or a flow. An agent with a group or a queue is the first who is tried of it."""

    agent_id: str = ""
    group_id: str = ""
    number: str = field(default="", repr=False)
    queue_id: str = ""
    flow_id: str = ""
    entry_id: str = ""


@dataclass(frozen=True)
class AgentActs:
    """An agent uses a verb on the contact (see `verbs`); what is not possible now does nothing."""

    agent_id: str
    verb: CommandName
    target: Target = Target()
    digits: str = ""
    handover: Mapping[str, Any] = field(default_factory=dict)
    """What the next desk is to show with the ring."""
    word: str = ""
    """Why a recording is paused, or what a mark in it says: one of a list, never free text."""


@dataclass(frozen=True)
class PhoneHolds:
    """Somebody's phone has put the call on hold by itself, or taken it back."""

    channel_id: str
    held: bool


@dataclass(frozen=True)
class PhoneTransfers:
    """An agent's phone wants the call to go to a number by itself. `has_left`: the media server has taken its leg out
    of the room for that."""

    channel_id: str
    number: str = field(repr=False)
    has_left: bool


@dataclass(frozen=True)
class AgentPicksUp:
    """An agent wants this parked contact."""

    agent_id: str


@dataclass(frozen=True)
class AgentDials:
    """An agent begins a contact with the citizen at this number, or with a colleague, whose staff number it is then."""

    agent_id: str
    number: str = field(repr=False)
    colleague_id: str = ""
    queue_id: str = ""
    """For which queue the agent calls, where it is for one."""
    follows: str = ""
    """The missed contact that is called back."""


@dataclass(frozen=True)
class SupervisorActs:
    """A supervisor uses a verb on the contact of another's desk (see `supervising`). `follows_seat`: stay with that
    agent instead of the contact."""

    agent_id: str
    verb: CommandName
    watched_agent_id: str = ""
    follows_seat: bool = False


@dataclass(frozen=True)
class TimerFired:
    """A timer ran out. `number` tells it from an earlier one of the same name that was cancelled meanwhile."""

    name: str
    number: int = 0


@dataclass(frozen=True)
class FlowBroken:
    """The menu cannot go on (a fault in the flow): the caller gets a person."""


@dataclass(frozen=True)
class ControlReturned:
    """Control was away; this is what the media server holds now. `ended_at` and `causes` tell when and why channels
    have ended meanwhile, as far as it is known."""

    observation: Observation
    ended_at: Mapping[str, datetime]
    causes: Mapping[str, str] = field(default_factory=dict)


Input = (
    CitizenArrived
    | ChannelGone
    | KeyPressed
    | ClipReady
    | PlaybackEnded
    | ObjectAnswered
    | OfferArrived
    | OfferLapsed
    | Overflows
    | TurnIsNear
    | CalledAgain
    | PromiseCancelled
    | AgentElsewhere
    | LegRinging
    | LegAnswered
    | LegRefused
    | TrackEnded
    | SnoopStarted
    | SnoopEnded
    | MediaSilent
    | AgentHangsUp
    | AgentDeclines
    | AgentResets
    | AgentResumes
    | AgentActs
    | PhoneHolds
    | PhoneTransfers
    | AgentPicksUp
    | AgentDials
    | SupervisorActs
    | TimerFired
    | FlowBroken
    | ControlReturned
)
