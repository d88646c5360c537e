"""Who takes part in a contact besides the citizen, and where: the words the stage is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

CITIZEN = "citizen"
"""The citizen's name among the voices of a room."""


class Role(StrEnum):
    """What somebody is in the contact. There is one agent at most: who answers for the contact."""

    AGENT = "agent"
    CONSULTANT = "consultant"
    """An agent who was asked."""
    EXTERNAL = "external"
    """Somebody outside who was asked."""
    SUPERVISOR = "supervisor"


class Place(StrEnum):
    """Where somebody belongs. Who is alone in a room is not left in it: see `stage`."""

    ALONE = "alone"
    """By oneself: in a menu, say."""
    MUSIC = "music"
    CONTACT = "contact"
    """The room of the citizen and who talks with the citizen."""
    CONSULT = "consult"
    """The room of the agent and who is asked. The citizen never enters it."""
    LISTENING = "listening"
    """A supervisor beside the talk, who hears it through a snoop that carries nothing back."""
    WHISPERING = "whispering"
    """The same; the agent, and nobody else, hears the supervisor."""


BESIDE = frozenset({Place.LISTENING, Place.WHISPERING})


@dataclass(frozen=True)
class Block:
    """An uninterrupted stretch of recording: its tracks and the channels they listen to, both by voice."""

    number: int
    started_at: datetime
    tracks: Mapping[str, str]
    channels: Mapping[str, str]


SYSTEM = "system"
"""Who pauses a recording while the citizen keys something in a menu."""


@dataclass(frozen=True)
class Pause:
    """A stretch in which nothing of a recording is written, by whose wish and why."""

    number: int
    since: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Search:
    """Somebody of a group, or of a queue by its rule, is sought: the next one is rung until then. `tried` counts who is
    being rung; `asker_id` is who has left the contact to them."""

    group_id: str
    queue_id: str
    tried: tuple[str, ...]
    until: datetime
    asker_id: str = ""


@dataclass(frozen=True)
class Party:
    """Somebody besides the citizen: from the ring (`up` false, no segment yet) to the end of the segment.

    `agent_id` is empty for somebody outside, who has a `number`; `voice` is the name in recordings. `channel_id` is
    None while the leg is lost. `muted` is None for who never was.
    """

    party_id: str
    role: Role
    agent_id: str
    queue_id: str
    segment_id: str
    started_at: datetime
    recording_id: str
    channel_id: str | None
    place: Place
    voice: str = "agent"
    number: str = ""
    up: bool = True
    muted: bool | None = None
    block: Block | None = None
    blocks: int = 0
    tracks: frozenset[str] = field(default_factory=frozenset)
    pause: Pause | None = None
    pauses: int = 0
    pause_expired: bool = False
    """The last pause ended because nobody had thought of it."""
    marks: int = 0
    resume_channel_id: str | None = None
    watched: str = ""
    """Whom a supervisor listens to: the citizen, wherever the contact goes, or the party of one seat."""
    search: Search | None = None
    """As which of several this one is rung."""
    entry_id: str = ""
    """The entry of the directory that the number is of."""
    moves: int = 0
    """How often the party has changed its place."""

    @property
    def channels(self) -> list[str]:
        """The channels that exist, or are made, for this party."""
        return [channel_id for channel_id in (self.channel_id, self.resume_channel_id) if channel_id]
