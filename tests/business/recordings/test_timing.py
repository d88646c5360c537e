"""Late sound goes back to where it was said: tracks made as Asterisk makes them, of packets that stall and get lost."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rexian.business.recordings import audio
from rexian.business.recordings.contracts import Block
from rexian.business.recordings.rules import lay_out
from rexian.business.recordings.timing import FRAME_MS, FRAME_SAMPLES, SILENCE, order_of
from rexian.control.contracts.arrivals import Arrival, read_arrivals

pytestmark = pytest.mark.pure

STARTED_MS = 1_700_000_000_000
FRAMES = 3000
"""A minute."""

ALIGNED = 4
"""Frames: two sides of a recording stand at most 80 ms apart (docs/decisions/0003)."""


@dataclass
class Leg:
    """A packet a frame, each with the number of its frame as its sound (never 0), over a line and into a tap.

    `stalls` of the line and of the media server: how long from which frame on.
    """

    loss: float = 0.0
    line_stalls: dict[int, int] = field(default_factory=dict)
    server_stalls: dict[int, int] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    seed: int = 1

    def run(self) -> tuple[np.ndarray, list[Arrival]]:
        """The track, and the notes of every 150th frame."""
        chance = random.Random(self.seed)
        on_line: list[int] = []
        queue: list[int] = []
        track: list[int] = []
        arrivals: list[Arrival] = []
        packets, keyed = 0, False
        for frame in range(FRAMES):
            has_key = any(start <= frame < start + length for start, length in self.keys.items())
            if chance.random() >= self.loss:
                on_line.append(0 if has_key else frame + 1)
            keyed = keyed or has_key
            server_stands = _stalled(self.server_stalls, frame)
            if not _stalled(self.line_stalls, frame) and not server_stands:
                packets += len(on_line)
                queue += [sound for sound in on_line if sound]
                on_line = []
            if not server_stands:
                track.append(queue.pop(0) if queue else 0)
            if frame % 150 == 80 and not server_stands:
                at_ms = STARTED_MS + frame * FRAME_MS + chance.randrange(-10, 10)
                arrivals.append(Arrival(at_ms, packets, keyed))
                keyed = False
        return np.repeat(np.array(track, dtype=np.int16), FRAME_SAMPLES), arrivals


def _stalled(stalls: dict[int, int], frame: int) -> bool:
    return any(start <= frame < start + length for start, length in stalls.items())


def away(samples: np.ndarray, arrivals: list[Arrival], *, after: int) -> tuple[int, int]:
    """How far what was said stands from its own time, behind a frame: the earliest and the latest."""
    order = order_of(samples, arrivals, STARTED_MS)
    said = samples[::FRAME_SAMPLES].astype(int)
    if order is not None:
        said = np.where(order == SILENCE, 0, said[np.maximum(order, 0)])
    places = np.flatnonzero(said)
    moved = (places - (said[places] - 1))[places > after]
    return int(moved.min()), int(moved.max())


@pytest.mark.parametrize("loss", [0.0, 0.005, 0.02, 0.15])
@pytest.mark.parametrize("frozen", [0, 4, 7, 12])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_a_stall_of_the_media_server(loss: float, frozen: int, seed: int) -> None:
    """It misses ticks; the packets that came meanwhile fill the places of those that are lost later."""
    samples, arrivals = Leg(loss=loss, server_stalls={400: frozen, 900: frozen}, seed=seed).run()
    earliest, latest = away(samples, arrivals, after=1300)
    assert -ALIGNED <= earliest <= latest <= ALIGNED


@pytest.mark.parametrize("loss", [0.0, 0.005, 0.15])
@pytest.mark.parametrize("late", [4, 7, 12])
def test_after_a_stall_of_the_line(loss: float, late: int) -> None:
    samples, arrivals = Leg(loss=loss, line_stalls={400: late, 900: late + 2}).run()
    earliest, latest = away(samples, arrivals, after=1300)
    assert -ALIGNED <= earliest <= latest <= ALIGNED


def test_without_the_notes_a_stall_puts_all_that_follows_away() -> None:
    samples, _ = Leg(line_stalls={400: 7}).run()
    assert away(samples, [], after=600) == (7, 7)
    samples, _ = Leg(loss=0.15, server_stalls={400: 7}).run()
    assert away(samples, [], after=600)[0] == -7


def test_nothing_is_lost_of_a_leg_that_is_late_and_whole() -> None:
    samples, arrivals = Leg(line_stalls={400: 7}).run()
    order = order_of(samples, arrivals, STARTED_MS)
    assert order is not None
    before, after = set(samples), set(samples[::FRAME_SAMPLES][order[order != SILENCE]])
    assert after - {0} == before - {0}


def test_a_stall_in_the_first_moments_counts_where_nothing_is_lost() -> None:
    samples, arrivals = Leg(line_stalls={40: 7}).run()
    earliest, latest = away(samples, arrivals, after=300)
    assert -ALIGNED <= earliest <= latest <= ALIGNED


@pytest.mark.parametrize("loss", [0.0, 0.15])
def test_a_leg_that_was_never_late_stays_as_it_is(loss: float) -> None:
    samples, arrivals = Leg(loss=loss).run()
    assert order_of(samples, arrivals, STARTED_MS) is None


def test_keys_are_no_lateness() -> None:
    samples, arrivals = Leg(keys={500: 12, 520: 10, 700: 12}).run()
    assert order_of(samples, arrivals, STARTED_MS) is None


def test_a_long_silence_is_no_lateness() -> None:
    """Muted, or on a phone that sends nothing while nobody speaks."""
    samples, arrivals = Leg().run()
    samples[600 * FRAME_SAMPLES : 700 * FRAME_SAMPLES] = 0
    assert order_of(samples, arrivals, STARTED_MS) is None


def test_sound_that_has_noughts_of_its_own_stays_as_it_is() -> None:
    samples, arrivals = Leg(line_stalls={400: 7}).run()
    samples[5] = 0
    assert order_of(samples, arrivals, STARTED_MS) is None


@pytest.mark.parametrize("packets", [0, 75, 300])
def test_a_leg_whose_packets_are_no_frames_stays_as_it_is(packets: int) -> None:
    samples, arrivals = Leg(line_stalls={400: 7}).run()
    other = [Arrival(arrival.at_ms, place * packets) for place, arrival in enumerate(arrivals)]
    assert order_of(samples, other, STARTED_MS) is None


def test_notes_are_read_as_they_were_written() -> None:
    notes = [Arrival(5, 1), Arrival(6, 2, keyed=True)]
    broken = ["7 3", "\n", "8 x\n", "9\n", "6 9\n", "7 1\n"]
    assert read_arrivals([*(note.line() for note in notes), *broken]) == notes


def test_the_file_holds_what_was_put_back(tmp_path: Path) -> None:
    """One side was late, the other was not; both are cut into pieces of ten seconds on their way."""
    tracks = {"citizen": "late", "agent": "whole"}
    started_at = datetime.fromtimestamp(STARTED_MS / 1000, UTC)
    for voice, leg in (("citizen", Leg(line_stalls={400: 7})), ("agent", Leg())):
        samples, arrivals = leg.run()
        samples.astype("<i2").tofile(audio.track_path(tmp_path, tracks[voice]))
        audio.arrivals_path(tmp_path, tracks[voice]).write_text("".join(note.line() for note in arrivals))
    block = Block(1, started_at, tracks, FRAMES * FRAME_MS / 1000)
    captured = {(1, voice): audio.captured_frames(audio.track_path(tmp_path, track)) for voice, track in tracks.items()}
    audio.write_flac(lay_out([block], captured), tmp_path, tmp_path / "both.flac")
    sound, _ = soundfile.read(tmp_path / "both.flac", dtype="int16")
    citizen, agent = sound[::FRAME_SAMPLES].T
    assert len(sound) == FRAMES * FRAME_SAMPLES
    assert (agent == np.arange(1, FRAMES + 1)).all()
    assert (citizen[450:2990] == agent[450:2990]).all()
    assert (citizen[:400] == agent[:400]).all()
