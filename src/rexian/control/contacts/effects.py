"""What a decision asks to be done, after its events are in the journal; carried out in order by the call service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rexian.control.acd.model import Offer


@dataclass(frozen=True)
class Answer:
    channel_id: str


@dataclass(frozen=True)
class CreateBridge:
    bridge_id: str


@dataclass(frozen=True)
class DestroyBridge:
    bridge_id: str


@dataclass(frozen=True)
class Join:
    bridge_id: str
    channel_id: str


@dataclass(frozen=True)
class Leave:
    bridge_id: str
    channel_id: str


@dataclass(frozen=True)
class StartMusic:
    """Music for a channel that is in no bridge (decision 0008)."""

    channel_id: str


@dataclass(frozen=True)
class StopMusic:
    channel_id: str


@dataclass(frozen=True)
class StartRinging:
    """Let somebody who waits for an answer hear the ringing tone; in no bridge, as music."""

    channel_id: str


@dataclass(frozen=True)
class StopRinging:
    channel_id: str


@dataclass(frozen=True)
class MakeClip:
    """Turn a text into a clip; comes back as ClipReady or a failed PlaybackEnded."""

    playback_id: str
    text: str


@dataclass(frozen=True)
class Play:
    channel_id: str
    playback_id: str
    path: str


@dataclass(frozen=True)
class StopPlayback:
    playback_id: str


@dataclass(frozen=True)
class RingLeg:
    """Ring the agent's phone until `timeout_seconds`; `resume` asks the page to answer by itself."""

    agent_id: str
    channel_id: str
    caller_number: str
    timeout_seconds: float
    resume: bool = False


@dataclass(frozen=True)
class CallAgent:
    """Take an agent for this contact whom no queue has offered it to, and ring the phone. Comes back as LegRefused when
    the agent is not free. `asked`: the agent has pressed a button for this very call, so the page answers by itself."""

    agent_id: str
    channel_id: str
    caller_number: str
    timeout_seconds: float
    asked: bool = False


@dataclass(frozen=True)
class CallNumber:
    """Ring a number outside, as `caller_number`."""

    number: str
    channel_id: str
    caller_number: str
    timeout_seconds: float


@dataclass(frozen=True)
class Mute:
    """What comes from the channel reaches nobody."""

    channel_id: str


@dataclass(frozen=True)
class Unmute:
    channel_id: str


@dataclass(frozen=True)
class SendKeys:
    channel_id: str
    digits: str


@dataclass(frozen=True)
class HangUpChannel:
    channel_id: str
    cause: str = "normal"


@dataclass(frozen=True)
class StartTrack:
    channel_id: str
    track: str


@dataclass(frozen=True)
class StopTrack:
    track: str


@dataclass(frozen=True)
class StartSnoop:
    """Listen to both directions of a channel; only with `whispers` may anything be said into it. Comes back as
    SnoopStarted."""

    channel_id: str
    snoop: str
    whispers: bool


@dataclass(frozen=True)
class StopSnoop:
    snoop: str


@dataclass(frozen=True)
class StartTimer:
    name: str
    seconds: float


@dataclass(frozen=True)
class CancelTimer:
    name: str


@dataclass(frozen=True)
class AskObject:
    question: int
    business_object: str
    rule: str
    arguments: Mapping[str, Any]
    deadline_seconds: float


@dataclass(frozen=True)
class FetchUrl:
    """Ask another computer over HTTP; comes back as ObjectAnswered."""

    question: int
    method: str
    url: str
    arguments: Mapping[str, Any]
    deadline_seconds: float


@dataclass(frozen=True)
class EnterQueue:
    """Wait in the queue, or in another one, or at another place, from now on. `priority` is the caller's and the entry
    point's together."""

    queue_id: str
    queued_at: datetime
    priority: int = 0
    named_agent_id: str | None = None
    usual_agent_id: str | None = None
    absent: bool = False
    """The citizen is not on the line and will be called back: the place is kept, nobody is offered."""


@dataclass(frozen=True)
class EndPromise:
    """This other contact need not be called back: the citizen has called again."""

    contact_id: str


@dataclass(frozen=True)
class LeaveQueue:
    pass


@dataclass(frozen=True)
class OfferRings:
    offer_id: str


@dataclass(frozen=True)
class OfferAccepted:
    offer: Offer


@dataclass(frozen=True)
class OfferRefused:
    offer_id: str
    outcome: str


@dataclass(frozen=True)
class KeepOffer:
    """After a restart: a lease made before goes on."""

    offer: Offer


@dataclass(frozen=True)
class KeepTalk:
    """After a restart: this agent is talking with the contact."""

    agent_id: str
    since: datetime


@dataclass(frozen=True)
class KeepCall:
    """After a restart: this agent is being called for the contact."""

    agent_id: str
    since: datetime


@dataclass(frozen=True)
class AgentRings:
    """The phone of an agent who was called alerts."""

    agent_id: str


@dataclass(frozen=True)
class AgentAnswers:
    """An agent who was called is there. `counts` as a citizen's call answered."""

    agent_id: str
    counts: bool


@dataclass(frozen=True)
class AgentReleased:
    """An agent who was called does not come, or is not wanted any more."""

    agent_id: str


@dataclass(frozen=True)
class TalkOver:
    """The agent's part has ended; wrap-up begins."""

    agent_id: str
    queue_id: str


Effect = (
    Answer
    | CreateBridge
    | DestroyBridge
    | Join
    | Leave
    | StartMusic
    | StopMusic
    | StartRinging
    | StopRinging
    | MakeClip
    | Play
    | StopPlayback
    | RingLeg
    | CallAgent
    | CallNumber
    | Mute
    | Unmute
    | SendKeys
    | HangUpChannel
    | StartTrack
    | StopTrack
    | StartSnoop
    | StopSnoop
    | StartTimer
    | CancelTimer
    | AskObject
    | FetchUrl
    | EnterQueue
    | EndPromise
    | LeaveQueue
    | OfferRings
    | OfferAccepted
    | OfferRefused
    | KeepOffer
    | KeepTalk
    | KeepCall
    | AgentRings
    | AgentAnswers
    | AgentReleased
    | TalkOver
)

AT_ONCE = (Answer, StopPlayback, Play, RingLeg, CallNumber, SendKeys, HangUpChannel)
"""What is asked of the media server beside the stage: before it, as the stage may wait for it. All else comes after,
so that nobody waits to be heard for the sake of our own books."""
