"""A contact as it stands. It is folded from its events (see `folds`); the same fold rebuilds it after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rexian.control.acd.model import Offer
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contracts.desk import AttachedData
from rexian.control.contracts.entry import NOBODY_SPECIAL, KeptPlace, Treatment
from rexian.control.contracts.events import EventType
from rexian.control.ivr.run import FlowState


class Phase(StrEnum):
    """Where the contact stands. `closed` = ended and its recordings are complete."""

    NEW = "new"
    MENU = "menu"
    QUEUED = "queued"
    CALLBACK = "callback"
    """The citizen has hung up, or is about to, and is called back when the turn comes."""
    CALLING = "calling"
    """Who is to answer for the contact next is rung; the citizen hears music."""
    PARKED = "parked"
    """The citizen hears music until somebody picks the contact up."""
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
class Wish:
    """What the entry point asks of a queue: points of priority besides the caller's own, and a certain agent."""

    priority: int = 0
    named_agent_id: str | None = None
    usual_agent_id: str | None = None


@dataclass(frozen=True)
class Callback:
    """What is promised to a citizen who was let go, because it was `asked` for or the call was `lost`. `rests_since`:
    out of the line until the next attempt."""

    number: str = field(repr=False)
    booked_at: datetime
    reason: str
    attempts: int = 0
    rests_since: datetime | None = None

    @property
    def resting(self) -> bool:
        return self.rests_since is not None


@dataclass(frozen=True)
class Dialogue:
    """A caller who waits books a call-back: what was asked, what was keyed so far. Memory of this process only."""

    step: str
    digits: str = field(default="", repr=False)
    silences: int = 0


@dataclass(frozen=True)
class Contact:
    """Everything control knows of one contact. Times UTC.

    `place` is where the citizen belongs. `unfinished`: parties that have left and whose recordings are still being
    written; `open_tracks`: all tracks that are. `snoops`: those that the media server has told of.
    """

    contact_id: str
    phase: Phase = Phase.NEW
    sequence: int = 0
    kind: str = "inbound"
    """inbound, outbound, or internal: a colleague stands where the citizen does elsewhere."""
    colleague_id: str = ""
    """Of an internal contact: the agent who was called, and who is no party of it."""
    started_at: datetime | None = None
    channel_id: str = ""
    up: bool = True
    """Whether the citizen is there: false while an outbound contact is not answered."""
    trunk: str = ""
    caller_number: str = ""
    called_number: str = ""
    treatment: Treatment = NOBODY_SPECIAL
    segment_id: str | None = None
    flow_id: str = ""
    flow_version: int = 0
    """The version that the contact has begun and finishes on."""
    parked_at: datetime | None = None
    errand: bool = False
    """The flow is run for an agent, who waits for the citizen to come back."""
    flow: FlowState | None = None
    resume_flow: FlowState | None = None
    question: int = 0
    saying: Saying | None = None
    queue_id: str = ""
    queued_at: datetime | None = None
    wish: Wish = Wish()
    kept: KeptPlace | None = None
    callback: Callback | None = None
    dialogue: Dialogue | None = None
    unanswered: str = ""
    """Why who was called last did not come, until something else happens: the outcome of `party.left`."""
    been_at: frozenset[str] = frozenset()
    """Where overflow has led the contact from and to in this wait, `kind:id`: it leads nowhere twice."""
    ringing: Ringing | None = None
    place: Place = Place.ALONE
    parties: tuple[Party, ...] = ()
    open_tracks: frozenset[str] = frozenset()
    unfinished: tuple[Party, ...] = ()
    snoops: frozenset[str] = frozenset()
    attached: AttachedData = field(default_factory=AttachedData)
    handover: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None

    @property
    def alive(self) -> bool:
        return self.phase not in (Phase.ENDED, Phase.CLOSED)

    @property
    def priority(self) -> int:
        """The points with which the contact waits."""
        return self.treatment.priority + self.wish.priority

    @property
    def reached_at(self) -> str:
        """The citizen's number on the line: the one that was keyed for a call-back, where there was one."""
        return self.callback.number if self.callback else self.caller_number

    @property
    def talk(self) -> Party | None:
        """The agent who answers for the contact."""
        return next((party for party in self.parties if party.role is Role.AGENT and party.up), None)

    @property
    def called(self) -> Party | None:
        """Who is being rung to answer for this contact or to be asked, by no queue's offer: one at a time."""
        return next((party for party in self.parties if not party.up and party.role is not Role.SUPERVISOR), None)

    @property
    def consulted(self) -> Party | None:
        """Who talks with the agent in the consult room."""
        return next((party for party in self._asked if party.place is Place.CONSULT), None)

    @property
    def joined(self) -> Party | None:
        """Who was asked and has joined the citizen's talk; the first of them."""
        return next((party for party in self._asked if party.place is Place.CONTACT), None)

    @property
    def _asked(self) -> list[Party]:
        return [party for party in self.parties if party.up and party.role in (Role.CONSULTANT, Role.EXTERNAL)]

    @property
    def barged(self) -> Party | None:
        """A supervisor who talks with the citizen."""
        there = (party for party in self.parties if party.up and party.place is Place.CONTACT)
        return next((party for party in there if party.role is Role.SUPERVISOR), None)

    def party_of(self, agent_id: str) -> Party | None:
        """The part an agent has in the contact."""
        return next((party for party in self.parties if agent_id and party.agent_id == agent_id), None)

    def party_on(self, channel_id: str) -> Party | None:
        """The party whose leg this is."""
        return next((party for party in self.parties if party.channel_id == channel_id), None)

    @property
    def stopping(self) -> Party | None:
        """The newest of the parties that have left and are still being written."""
        return self.unfinished[-1] if self.unfinished else None
