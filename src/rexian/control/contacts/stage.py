"""The stage: what there should be at the media server for a contact, and the steps from one arrangement to another.

Decisions only say who belongs where; `stage` makes the arrangement of it, `difference` the effects. After a restart the
same difference runs from what the media server holds (`held`). Two rules stand here and nowhere else: nobody is alone
in a bridge, and who hears music is in none (decisions 0008 and 0011).
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import Enum

from rexian.control.contacts.effects import (
    CreateBridge,
    DestroyBridge,
    Effect,
    HangUpChannel,
    Join,
    Leave,
    Mute,
    StartMusic,
    StartRinging,
    StartSnoop,
    StartTrack,
    StopMusic,
    StopRinging,
    StopSnoop,
    StopTrack,
    Unmute,
)
from rexian.control.contacts.names import BRIDGE, LEG, SPY, TRACK, MediaNames
from rexian.control.contacts.parties import BESIDE, CITIZEN, Party, Place
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
class Snoop:
    """An ear at a leg. What is said to it goes nowhere, unless it `whispers`: to that leg alone."""

    channel_id: str
    whispers: bool


@dataclass(frozen=True)
class Stage:
    """An arrangement: the channels of the contact, who is together, who hears music, which tracks and snoops listen."""

    legs: tuple[str, ...] = ()
    bridges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    music: Mapping[str, Music] = field(default_factory=dict)
    tracks: Mapping[str, str] = field(default_factory=dict)
    ringing: frozenset[str] = frozenset()
    """Who hears the ringing tone."""
    muted: Mapping[str, bool] = field(default_factory=dict)
    """Whether a leg is muted, of those that ever were."""
    snoops: Mapping[str, Snoop] = field(default_factory=dict)

    def without(self, channel_id: str) -> "Stage":
        """The same after that channel has ended by itself."""
        legs = tuple(leg for leg in self.legs if leg != channel_id)
        bridges = {
            bridge: tuple(member for member in members if member != channel_id)
            for bridge, members in self.bridges.items()
        }
        music = {leg: music for leg, music in self.music.items() if leg != channel_id}
        tracks = {track: heard for track, heard in self.tracks.items() if track != channel_id}
        return Stage(legs, bridges, music, tracks, self.ringing - {channel_id}, self.muted, self.snoops)


def voices(contact: Contact, place: Place) -> Mapping[str, str]:
    """Who talks with whom in a room: their channels by voice. Nobody, while there are not at least two."""
    here = (party for party in contact.parties if party.place is place and party.up)
    there = {party.voice: party.channel_id for party in here if party.channel_id}
    if contact.place is place and contact.up:
        there = {CITIZEN: contact.channel_id, **there}
    return there if len(there) > 1 else {}


def stage(contact: Contact, names: MediaNames) -> Stage:
    """What there should be at the media server."""
    if contact.phase is Phase.NEW or not contact.alive:
        return Stage()
    if not contact.parties:
        return Stage(legs=tuple(_legs(contact)), music=_music(contact, frozenset()))
    rooms = {names.contact_bridge: Place.CONTACT, names.consult_bridge: Place.CONSULT}
    company = {bridge: tuple(voices(contact, place).values()) for bridge, place in rooms.items()}
    ears = {party: ear for party in contact.parties if (ear := _ear(contact, party, names)) is not None}
    company |= {names.of(BRIDGE, party.party_id): _listening(contact, party, ear[0]) for party, ear in ears.items()}
    bridges = {bridge: members for bridge, members in company.items() if members}
    blocks = [party.block for party in contact.parties if party.block]
    return Stage(
        legs=tuple(_legs(contact)),
        bridges=bridges,
        music=_music(contact, {leg for members in bridges.values() for leg in members}),
        ringing=_ringing(contact),
        tracks={track: block.channels.get(voice, "") for block in blocks for voice, track in block.tracks.items()},
        muted={
            party.channel_id: party.muted for party in contact.parties if party.muted is not None and party.channel_id
        },
        snoops=dict(ears.values()),
    )


def _ear(contact: Contact, party: Party, names: MediaNames) -> tuple[str, Snoop] | None:
    """The snoop of a supervisor beside the talk: at the citizen's leg, which no transfer changes, or at the agent's, to
    follow the seat or to whisper. Each change needs a new one, and so a new name."""
    if party.place not in BESIDE or not party.up or party.channel_id is None:
        return None
    seat = next((other for other in contact.parties if other.party_id == party.watched), contact.talk)
    follows_seat = party.watched != CITIZEN
    whispers = party.place is Place.WHISPERING and seat is not None and seat.channel_id is not None
    channel_id = seat.channel_id if seat and (whispers or follows_seat) else contact.channel_id
    if channel_id is None:
        return None
    tail = channel_id.rsplit(".", 1)[-1]
    return names.of(SPY, f"{party.party_id}-{party.moves}-{tail}"), Snoop(channel_id, whispers)


def _listening(contact: Contact, party: Party, snoop: str) -> tuple[str, ...]:
    """The supervisor's room, as soon as the snoop is there."""
    return (party.channel_id, snoop) if party.channel_id and snoop in contact.snoops else ()


def _legs(contact: Contact) -> Iterator[str]:
    for party in contact.parties:
        yield from party.channels
    if contact.ringing is not None:
        yield contact.ringing.channel_id
    if contact.channel_id:
        yield contact.channel_id


def _music(contact: Contact, together: Set[str]) -> Mapping[str, Music]:
    """Who waits by oneself hears music; agents do not, they know what they wait for."""
    outside = (party for party in contact.parties if party.up and party.number)
    music = {party.channel_id: Music.PLAYING for party in outside if party.channel_id}
    if contact.place is not Place.ALONE and contact.up:
        interrupted = contact.saying is not None and contact.saying.started
        music[contact.channel_id] = Music.INTERRUPTED if interrupted else Music.PLAYING
    return {leg: heard for leg, heard in music.items() if leg not in together}


def _ringing(contact: Contact) -> frozenset[str]:
    """An agent who waits by oneself for somebody to answer."""
    agent, called = contact.talk, contact.called
    if agent is None or agent.channel_id is None or voices(contact, agent.place):
        return frozenset()
    awaits = not contact.up if called is None else called.place is agent.place
    return frozenset({agent.channel_id}) if awaits else frozenset()


def held(observation: Observation, contact: Contact, names: MediaNames) -> Stage:
    """What the media server holds of this contact."""
    channels = observation.channels
    legs = tuple(leg for leg in channels if leg == contact.channel_id or names.are(LEG, leg))
    bridges = {
        bridge: tuple(found for found in channels if channels[found].bridge_id == bridge)
        for bridge in observation.bridges
        if names.are(BRIDGE, bridge)
    }
    apart = [leg for leg in legs if channels[leg].bridge_id is None and channels[leg].state == "Up"]
    return Stage(
        legs=legs,
        bridges=bridges,
        music=dict.fromkeys(apart, Music.UNKNOWN),
        ringing=frozenset(apart) - {contact.channel_id},
        tracks={track: "" for track in channels if names.are(TRACK, track)},
        snoops={snoop: Snoop("", whispers=False) for snoop in channels if names.are(SPY, snoop)},
    )


def difference(before: Stage, after: Stage) -> list[Effect]:
    """The steps from one arrangement to the next, in the only order that is right.

    Tracks end before their parties part and begin when these are together; nobody is in a bridge while music starts
    or stops; a bridge is made before its first use and destroyed after its last.
    """
    return [
        *(StopTrack(track) for track in before.tracks if track not in after.tracks),
        *(StopSnoop(snoop) for snoop in before.snoops if snoop not in after.snoops),
        *_leaving(before, after),
        *(StopMusic(leg) for leg in after.legs if leg in before.music and leg not in after.music),
        *(StopRinging(leg) for leg in after.legs if leg in before.ringing - after.ringing),
        *(CreateBridge(bridge) for bridge in after.bridges if bridge not in before.bridges),
        *_joining(before, after),
        *_muting(before, after),
        *(StartTrack(heard, track) for track, heard in after.tracks.items() if track not in before.tracks),
        *(
            StartSnoop(snoop.channel_id, name, snoop.whispers)
            for name, snoop in after.snoops.items()
            if name not in before.snoops
        ),
        *(HangUpChannel(leg) for leg in before.legs if leg not in after.legs),
        *(StartMusic(leg) for leg, music in after.music.items() if _begins(before.music.get(leg), music)),
        *(StartRinging(leg) for leg in after.legs if leg in after.ringing and not _rings(before, leg)),
        *(DestroyBridge(bridge) for bridge in before.bridges if bridge not in after.bridges),
    ]


def _leaving(before: Stage, after: Stage) -> Iterator[Effect]:
    """Who is hung up anyway need not leave first."""
    there = {*after.legs, *after.snoops}
    for bridge, members in before.bridges.items():
        staying = after.bridges.get(bridge, ())
        yield from (Leave(bridge, leg) for leg in members if leg in there and leg not in staying)


def _joining(before: Stage, after: Stage) -> Iterator[Effect]:
    for bridge, members in after.bridges.items():
        present = before.bridges.get(bridge, ())
        yield from (Join(bridge, leg) for leg in members if leg not in present)


def _muting(before: Stage, after: Stage) -> Iterator[Effect]:
    for leg, muted in after.muted.items():
        if before.muted.get(leg) is not muted:
            yield Mute(leg) if muted else Unmute(leg)


def _rings(before: Stage, leg: str) -> bool:
    return leg in before.ringing and before.music.get(leg) is not Music.UNKNOWN


def _begins(before: Music | None, after: Music) -> bool:
    return after is Music.PLAYING and before is not Music.PLAYING
