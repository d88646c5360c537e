"""What the media server holds if everything asked of it was done; it refuses what must never be asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rexian.control.contacts import effects
from rexian.control.contacts.stage import Music, Stage
from rexian.control.ports import Observation, ObservedChannel


@dataclass
class World:
    """Bridges with their members, tracks, and who hears music."""

    bridges: dict[str, list[str]] = field(default_factory=dict)
    tracks: set[str] = field(default_factory=set)
    music: set[str] = field(default_factory=set)
    ringing: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    snoops: dict[str, effects.StartSnoop] = field(default_factory=dict)

    def do(self, effect: effects.Effect) -> None:
        match effect:
            case effects.CreateBridge(bridge_id):
                assert bridge_id not in self.bridges, f"{bridge_id} is there already"
                self.bridges[bridge_id] = []
            case effects.DestroyBridge(bridge_id):
                assert bridge_id in self.bridges, f"{bridge_id} is not there"
                del self.bridges[bridge_id]
            case effects.Join(bridge_id, channel_id):
                assert channel_id not in self.music | self.ringing, f"{channel_id} joins with music"
                assert channel_id not in self.joined(), f"{channel_id} is in a bridge already"
                self.bridges[bridge_id].append(channel_id)
            case effects.Leave(bridge_id, channel_id):
                self.bridges[bridge_id].remove(channel_id)
            case effects.HangUpChannel(channel_id):
                self.end(channel_id)
            case effects.StartMusic(channel_id):
                assert channel_id not in self.joined(), f"{channel_id} hears music in a bridge"
                self.music.add(channel_id)
            case effects.StopMusic(channel_id):
                assert channel_id not in self.joined(), f"{channel_id} hears music in a bridge"
                self.music.discard(channel_id)
            case effects.StartRinging(channel_id):
                assert channel_id not in self.joined(), f"{channel_id} hears ringing in a bridge"
                self.ringing.add(channel_id)
            case effects.StopRinging(channel_id):
                assert channel_id not in self.joined(), f"{channel_id} hears ringing in a bridge"
                self.ringing.discard(channel_id)
            case effects.Mute(channel_id):
                self.muted.add(channel_id)
            case effects.Unmute(channel_id):
                self.muted.discard(channel_id)
            case effects.SendKeys(channel_id):
                assert channel_id in self.joined(), f"keys for {channel_id}, who is with nobody"
            case effects.StartSnoop(_, snoop):
                assert snoop not in self.snoops, f"{snoop} is there already"
                self.snoops[snoop] = effect
            case effects.StopSnoop(snoop):
                self.end(snoop)
            case effects.StartTrack(channel_id, track):
                assert channel_id in self.joined(), f"{track} begins before its party is there"
                self.tracks.add(track)
            case effects.StopTrack(track):
                self.tracks.discard(track)
            case _:
                pass

    def end(self, channel_id: str) -> None:
        """The channel is no more."""
        for members in self.bridges.values():
            if channel_id in members:
                members.remove(channel_id)
        self.snoops = {name: snoop for name, snoop in self.snoops.items() if channel_id not in (name, snoop.channel_id)}
        self.music.discard(channel_id)
        self.ringing.discard(channel_id)
        self.muted.discard(channel_id)
        self.tracks.discard(channel_id)

    def keep(self, channels: Iterable[str]) -> None:
        """Only these channels are left."""
        kept = set(channels)
        for members in self.bridges.values():
            members[:] = [member for member in members if member in kept]
        self.tracks &= kept
        self.music &= kept
        self.ringing &= kept
        self.muted &= kept
        self.snoops = {name: snoop for name, snoop in self.snoops.items() if name in kept}

    def joined(self) -> dict[str, str]:
        """Which channel is in which bridge."""
        return {channel: bridge for bridge, members in self.bridges.items() for channel in members}

    def observation(self, up: Iterable[str], ringing: Iterable[str]) -> Observation:
        """What control finds when it comes back and these channels are left."""
        joined = self.joined()
        channels = {name: ObservedChannel(name, "Up", joined.get(name)) for name in up}
        channels |= {name: ObservedChannel(name, "Ringing", None) for name in ringing}
        return Observation(channels, {key: frozenset(inside) for key, inside in self.bridges.items()}, frozenset())

    def check(self, wanted: Stage) -> None:
        """All that is wanted is there and nothing else."""
        there = {bridge: sorted(members) for bridge, members in self.bridges.items()}
        assert there == {bridge: sorted(members) for bridge, members in wanted.bridges.items()}
        assert all(len(members) > 1 for members in there.values()), f"somebody is alone in {there}"
        assert self.tracks <= set(wanted.tracks)
        playing = {leg for leg, music in wanted.music.items() if music is Music.PLAYING}
        assert playing <= self.music <= set(wanted.music)
        assert self.snoops.keys() <= wanted.snoops.keys()
        assert all((snoop.channel_id, snoop.whispers) == vars_of(wanted, name) for name, snoop in self.snoops.items())
        assert self.ringing == wanted.ringing
        assert self.muted == {leg for leg, muted in wanted.muted.items() if muted}


def vars_of(wanted: Stage, name: str) -> tuple[str, bool]:
    """Whom the wanted snoop listens to, and whether it whispers."""
    return wanted.snoops[name].channel_id, wanted.snoops[name].whispers
