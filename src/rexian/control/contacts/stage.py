"""The stage: what there should be at the media server for a contact, and the steps from one arrangement to another.

Decisions only say who belongs where; `stage` makes the arrangement of it, `difference` the effects. After a restart the
same difference runs from what the media server holds (`held`). Two rules stand here and nowhere else: nobody is alone
in a bridge, and who hears music is in none (decisions 0008 and 0011).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from rexian.control.contacts.effects import (
    CreateBridge,
    DestroyBridge,
    Effect,
    HangUpChannel,
    Join,
    Leave,
    StartMusic,
    StartTrack,
    StopMusic,
    StopTrack,
)
from rexian.control.contacts.names import BRIDGE, LEG, TRACK, MediaNames
from rexian.control.contacts.parties import CITIZEN, Place
from rexian.control.contacts.state import Contact, Phase
from rexian.control.ports import Observation


class Music(Enum):
    """What a channel outside of all bridges hears."""

    PLAYING = "playing"
    INTERRUPTED = "interrupted"
    """A prompt has taken its place, and does not give it back by itself."""
    UNKNOWN = "unknown"
    """The media server does not tell."""


@dataclass(frozen=True)
class Stage:
    """An arrangement: the channels of the contact, who is together, who hears music, which tracks listen to whom."""

    legs: tuple[str, ...] = ()
    bridges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    music: Mapping[str, Music] = field(default_factory=dict)
    tracks: Mapping[str, str] = field(default_factory=dict)

    def without(self, channel_id: str) -> "Stage":
        """The same after that channel has ended by itself."""
        legs = tuple(leg for leg in self.legs if leg != channel_id)
        bridges = {
            bridge: tuple(member for member in members if member != channel_id)
            for bridge, members in self.bridges.items()
        }
        music = {leg: music for leg, music in self.music.items() if leg != channel_id}
        tracks = {track: heard for track, heard in self.tracks.items() if track != channel_id}
        return Stage(legs, bridges, music, tracks)

    def bridge_of(self, channel_id: str) -> str | None:
        return next((bridge for bridge, members in self.bridges.items() if channel_id in members), None)


def voices(contact: Contact, place: Place) -> Mapping[str, str]:
    """Who talks with whom in a room: their channels by voice. Nobody, while there are not at least two."""
    there = {party.voice: party.channel_id for party in contact.parties if party.place is place and party.channel_id}
    if contact.place is place:
        there = {CITIZEN: contact.channel_id, **there}
    return there if len(there) > 1 else {}


def stage(contact: Contact, names: MediaNames) -> Stage:
    """What there should be at the media server."""
    if contact.phase is Phase.NEW or not contact.alive:
        return Stage()
    together = tuple(voices(contact, Place.CONTACT).values())
    blocks = [party.block for party in contact.parties if party.block]
    return Stage(
        legs=tuple(_legs(contact)),
        bridges={names.contact_bridge: together} if together else {},
        music=_music(contact, together),
        tracks={track: block.channels.get(voice, "") for block in blocks for voice, track in block.tracks.items()},
    )


def _legs(contact: Contact) -> Iterator[str]:
    for party in contact.parties:
        yield from party.channels
    if contact.ringing is not None:
        yield contact.ringing.channel_id
    yield contact.channel_id


def _music(contact: Contact, together: tuple[str, ...]) -> Mapping[str, Music]:
    if contact.place is Place.ALONE or contact.channel_id in together:
        return {}
    interrupted = contact.saying is not None and contact.saying.started
    return {contact.channel_id: Music.INTERRUPTED if interrupted else Music.PLAYING}


def held(observation: Observation, contact: Contact, names: MediaNames) -> Stage:
    """What the media server holds of this contact."""
    channels = observation.channels
    legs = tuple(leg for leg in channels if leg == contact.channel_id or names.are(LEG, leg))
    bridges = {
        bridge: tuple(leg for leg in legs if channels[leg].bridge_id == bridge)
        for bridge in observation.bridges
        if names.are(BRIDGE, bridge)
    }
    apart = [leg for leg in legs if channels[leg].bridge_id is None and channels[leg].state == "Up"]
    return Stage(
        legs=legs,
        bridges=bridges,
        music=dict.fromkeys(apart, Music.UNKNOWN),
        tracks={track: "" for track in channels if names.are(TRACK, track)},
    )


def difference(before: Stage, after: Stage) -> list[Effect]:
    """The steps from one arrangement to the next, in the only order that is right.

    Tracks end before their parties part and begin when these are together; nobody is in a bridge while music starts
    or stops; a bridge is made before its first use and destroyed after its last.
    """
    return [
        *(StopTrack(track) for track in before.tracks if track not in after.tracks),
        *_leaving(before, after),
        *(StopMusic(leg) for leg in after.legs if leg in before.music and leg not in after.music),
        *(CreateBridge(bridge) for bridge in after.bridges if bridge not in before.bridges),
        *_joining(before, after),
        *(StartTrack(heard, track) for track, heard in after.tracks.items() if track not in before.tracks),
        *(HangUpChannel(leg) for leg in before.legs if leg not in after.legs),
        *(StartMusic(leg) for leg, music in after.music.items() if _begins(before.music.get(leg), music)),
        *(DestroyBridge(bridge) for bridge in before.bridges if bridge not in after.bridges),
    ]


def _leaving(before: Stage, after: Stage) -> Iterator[Effect]:
    """Who is hung up anyway need not leave first."""
    for bridge, members in before.bridges.items():
        staying = after.bridges.get(bridge, ())
        yield from (Leave(bridge, leg) for leg in members if leg in after.legs and leg not in staying)


def _joining(before: Stage, after: Stage) -> Iterator[Effect]:
    for bridge, members in after.bridges.items():
        present = before.bridges.get(bridge, ())
        yield from (Join(bridge, leg) for leg in members if leg not in present)


def _begins(before: Music | None, after: Music) -> bool:
    return after is Music.PLAYING and before is not Music.PLAYING
