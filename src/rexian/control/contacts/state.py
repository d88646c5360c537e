"""A contact as it stands, folded from its events; the same fold rebuilds it after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from rexian.control.acd.model import Offer
from rexian.control.contracts.desk import AttachedData, AttachedValue
from rexian.control.contracts.events import EventType
from rexian.control.ivr.run import FlowState


class Phase(StrEnum):
    """Where the contact stands. `closed` = ended and its recordings are complete."""

    NEW = "new"
    MENU = "menu"
    QUEUED = "queued"
    TALKING = "talking"
    RECONNECTING = "reconnecting"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True)
class Draft:
    """An event before it is stamped and sealed: `personal` is clear here and nowhere else."""

    type: EventType
    data: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    """When it happened, if that was before now (recovered from Asterisk's log)."""


@dataclass(frozen=True)
class Saying:
    """A prompt that is being made or, once `started`, played."""

    playback_id: str
    prompt_id: str
    text: str
    started: bool = False


@dataclass(frozen=True)
class Ringing:
    """The lease on this contact and the leg that rings for it."""

    offer: Offer
    channel_id: str
    alerting: bool = False


@dataclass(frozen=True)
class Block:
    """An uninterrupted stretch of recording; `tracks` by party."""

    number: int
    started_at: datetime
    tracks: Mapping[str, str]


@dataclass(frozen=True)
class Talk:
    """The agent segment: who, on which leg (None while reconnecting), and its recording with all its tracks."""

    segment_id: str
    agent_id: str
    queue_id: str
    started_at: datetime
    recording_id: str
    channel_id: str | None
    block: Block | None = None
    blocks: int = 0
    tracks: frozenset[str] = frozenset()
    resume_channel_id: str | None = None


@dataclass(frozen=True)
class Contact:
    """Everything control knows of one contact. Times UTC.

    `unfinished`: talks that are over and whose recordings are still being written; `open_tracks`: all tracks that are.
    """

    contact_id: str
    phase: Phase = Phase.NEW
    sequence: int = 0
    started_at: datetime | None = None
    channel_id: str = ""
    trunk: str = ""
    caller_number: str = ""
    called_number: str = ""
    segment_id: str | None = None
    flow: FlowState | None = None
    resume_flow: FlowState | None = None
    question: int = 0
    saying: Saying | None = None
    queue_id: str = ""
    queued_at: datetime | None = None
    ringing: Ringing | None = None
    talk: Talk | None = None
    open_tracks: frozenset[str] = frozenset()
    unfinished: tuple[Talk, ...] = ()
    attached: AttachedData = field(default_factory=AttachedData)
    ended_at: datetime | None = None

    @property
    def alive(self) -> bool:
        return self.phase not in (Phase.ENDED, Phase.CLOSED)

    @property
    def stopping(self) -> Talk | None:
        """The newest of the talks that are over and still being written."""
        return self.unfinished[-1] if self.unfinished else None


def evolve(contact: Contact, draft: Draft, time: datetime) -> Contact:
    """The contact after an event. Unknown types only count the sequence."""
    contact = replace(contact, sequence=contact.sequence + 1)
    fold = _FOLDS.get(draft.type)
    return fold(contact, draft, time) if fold else contact


def _started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(
        contact,
        phase=Phase.MENU,
        started_at=time,
        channel_id=draft.data["channel_id"],
        trunk=draft.data["trunk"],
        called_number=draft.data["called_number"],
        caller_number=draft.personal["caller_number"],
    )


def _segment_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    contact = replace(contact, segment_id=data["segment_id"])
    match data["kind"]:
        case "queue":
            queued_at = datetime.fromisoformat(data["queued_at"])
            return replace(contact, phase=Phase.QUEUED, queue_id=data["queue_id"], queued_at=queued_at, flow=None)
        case "agent":
            talk = Talk(
                segment_id=data["segment_id"],
                agent_id=data["agent_id"],
                queue_id=data["queue_id"],
                started_at=time,
                recording_id=data["recording_id"],
                channel_id=data["channel_id"],
            )
            return replace(contact, phase=Phase.TALKING, talk=talk, ringing=None)
        case _:
            return replace(contact, phase=Phase.MENU)


def _segment_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    contact = replace(contact, segment_id=None)
    talk = contact.talk
    if talk is not None and talk.segment_id == draft.data["segment_id"]:
        return replace(contact, talk=None, unfinished=(*contact.unfinished, talk))
    return contact


def _node_entered(contact: Contact, draft: Draft, time: datetime) -> Contact:
    stored = draft.personal.get("state")
    return replace(contact, resume_flow=FlowState.resumed(stored)) if stored else contact


def _choice_made(contact: Contact, draft: Draft, time: datetime) -> Contact:
    attached = contact.attached
    path = (*attached.menu_path, draft.data["label"])
    return replace(contact, attached=replace(attached, menu_path=path))


def _identified(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(contact, attached=replace(contact.attached, auth_level=draft.data["auth_level"]))


def _attached(contact: Contact, draft: Draft, time: datetime) -> Contact:
    kept = tuple(value for value in contact.attached.values if value.key != draft.data["key"])
    added = AttachedValue(draft.data["key"], draft.personal["value"], draft.data["format"])
    return replace(contact, attached=replace(contact.attached, values=(*kept, added)))


def _prompt_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    saying = Saying(draft.data["playback_id"], draft.data["prompt_id"], draft.personal["text"], started=True)
    return replace(contact, saying=saying)


def _prompt_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    saying = contact.saying
    over = saying is not None and saying.playback_id == draft.data["playback_id"]
    return replace(contact, saying=None) if over else contact


def _offer_made(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    offer = Offer(
        offer_id=data["offer_id"],
        contact_id=contact.contact_id,
        queue_id=data["queue_id"],
        queued_at=contact.queued_at or time,
        agent_id=data["agent_id"],
        made_at=time,
        deadline=datetime.fromisoformat(data["deadline"]),
        reason=data["reason"],
    )
    return replace(contact, ringing=Ringing(offer, data["channel_id"]))


def _offer_ringing(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(contact, ringing=replace(contact.ringing, alerting=True)) if contact.ringing else contact


def _offer_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(contact, ringing=None)


def _leg_lost(contact: Contact, draft: Draft, time: datetime) -> Contact:
    talk = contact.talk
    assert talk is not None
    return replace(contact, phase=Phase.RECONNECTING, talk=replace(talk, channel_id=None))


def _leg_restored(contact: Contact, draft: Draft, time: datetime) -> Contact:
    talk = contact.talk
    assert talk is not None
    talk = replace(talk, channel_id=draft.data["channel_id"], resume_channel_id=None)
    return replace(contact, phase=Phase.TALKING, talk=talk)


def _block_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    talk = contact.talk
    assert talk is not None
    block = Block(draft.data["block"], time, draft.data["tracks"])
    tracks = frozenset(block.tracks.values())
    talk = replace(talk, block=block, blocks=block.number, tracks=talk.tracks | tracks)
    return replace(contact, talk=talk, open_tracks=contact.open_tracks | tracks)


def _block_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    talk = contact.talk
    return replace(contact, talk=replace(talk, block=None)) if talk else contact


def _recording_stopped(contact: Contact, draft: Draft, time: datetime) -> Contact:
    recording_id = draft.data["recording_id"]
    written = [talk for talk in contact.unfinished if talk.recording_id == recording_id]
    tracks = frozenset(track for talk in written for track in talk.tracks)
    left = tuple(talk for talk in contact.unfinished if talk not in written)
    return replace(contact, unfinished=left, open_tracks=contact.open_tracks - tracks)


def _ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(contact, phase=Phase.ENDED, ended_at=time, flow=None, saying=None)


_FOLDS = {
    EventType.CONTACT_STARTED: _started,
    EventType.SEGMENT_STARTED: _segment_started,
    EventType.SEGMENT_ENDED: _segment_ended,
    EventType.FLOW_NODE_ENTERED: _node_entered,
    EventType.FLOW_CHOICE_MADE: _choice_made,
    EventType.CONTACT_IDENTIFIED: _identified,
    EventType.VALUE_ATTACHED: _attached,
    EventType.PROMPT_STARTED: _prompt_started,
    EventType.PROMPT_ENDED: _prompt_ended,
    EventType.OFFER_MADE: _offer_made,
    EventType.OFFER_RINGING: _offer_ringing,
    EventType.OFFER_ENDED: _offer_ended,
    EventType.LEG_LOST: _leg_lost,
    EventType.LEG_RESTORED: _leg_restored,
    EventType.RECORDING_BLOCK_STARTED: _block_started,
    EventType.RECORDING_BLOCK_ENDED: _block_ended,
    EventType.RECORDING_STOPPED: _recording_stopped,
    EventType.CONTACT_ENDED: _ended,
}
