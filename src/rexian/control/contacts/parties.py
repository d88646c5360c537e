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


class Place(StrEnum):
    """Where somebody belongs. Who is alone in a room is not left in it: see `stage`."""

    ALONE = "alone"
    """By oneself: in a menu, say."""
    MUSIC = "music"
    CONTACT = "contact"
    """The contact bridge."""


@dataclass(frozen=True)
class Block:
    """An uninterrupted stretch of recording: its tracks and the channels they listen to, both by voice."""

    number: int
    started_at: datetime
    tracks: Mapping[str, str]
    channels: Mapping[str, str]


@dataclass(frozen=True)
class Party:
    """One of us in the contact: a segment, its leg (`channel_id` None while it is lost) and its recording."""

    party_id: str
    role: Role
    agent_id: str
    queue_id: str
    segment_id: str
    started_at: datetime
    recording_id: str
    channel_id: str | None
    place: Place
    block: Block | None = None
    blocks: int = 0
    tracks: frozenset[str] = field(default_factory=frozenset)
    resume_channel_id: str | None = None

    @property
    def voice(self) -> str:
        """The name of this party's track in a recording."""
        return str(self.role)

    @property
    def channels(self) -> list[str]:
        """The channels that exist, or are made, for this party."""
        return [channel_id for channel_id in (self.channel_id, self.resume_channel_id) if channel_id]
