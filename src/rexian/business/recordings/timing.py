"""Puts late sound of a track back where it was said. Pure; called when a recording is stored.

Asterisk takes a frame of 20 ms from a leg at each tick of its clock, and writes silence where none is there. When the
packet comes after all, everything that follows is later by a frame, until a packet is lost, whose place the next one
takes unseen: after a stall of a tenth of a second one side is a tenth of a second behind the other, for a minute or
for good. Where Asterisk misses a tick, the packet waits and takes the place of one that is lost later: what follows is
early. How many packets had come when (`Arrival`) tells by how much.

Silence that was put in can be told from sound only where sound is never nought: A-law has no nought. Other tracks, and
legs that send no packets while nobody speaks, stay as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rexian.business.recordings.contracts import SAMPLE_RATE
from rexian.control.contracts.arrivals import Arrival

FRAME_MS = 20
FRAME_SAMPLES = SAMPLE_RATE * FRAME_MS // 1000
LONGEST_STALL = 25
"""Frames. Asterisk holds half a second of a leg's sound and then drops it: a longer silence is nobody's lateness."""

HEEDED = 2
"""Frames. Less than this is left alone: so inexact are the notes of a busy machine."""

PACE = (0.75, 1.1)
"""Packets for each frame's time of a leg whose packets are a frame long and always sent, lowest and highest."""

SILENCE = -1

Samples = NDArray[np.int16]
Order = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Note:
    """At this time by the clock the track was late by so much; less than nought: early. In frames and parts of them."""

    time: float
    late: float


def order_of(samples: Samples, arrivals: Sequence[Arrival], started_ms: float) -> Order | None:
    """Which frame of the track belongs to each frame's time since the block's start, SILENCE where none does.

    None: the track is to be left as it is.
    """
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    silent: Flags = np.logical_not(frames.any(axis=1))
    if len(arrivals) < 2 or not _can_be_told(frames, silent, arrivals):
        return None
    notes = _calmed(list(_notes(silent, arrivals, started_ms)))
    order = _moved(silent, notes)
    return None if len(order) == len(silent) and (order == np.arange(len(silent))).all() else order


def _can_be_told(frames: Samples, silent: Flags, arrivals: Sequence[Arrival]) -> bool:
    """Whether silence is put in and nothing else, and a packet is a frame."""
    if (frames[~silent] == 0).any():
        return False
    first, last = arrivals[0], arrivals[-1]
    expected = (last.at_ms - first.at_ms) / FRAME_MS
    return expected > 0 and PACE[0] <= (last.packets - first.packets) / expected <= PACE[1]


def _notes(silent: Flags, arrivals: Sequence[Arrival], started_ms: float) -> Iterator[_Note]:
    """How late the track is at each arrival: where the newest packet stands in it, compared with the clock.

    Counting begins anew where packets came without sound, or sound was away for long.
    """
    heard, away = np.flatnonzero(~silent), _long_silence(silent)
    times = [(arrival.at_ms - started_ms) / FRAME_MS for arrival in arrivals]
    late = base = _late_at_first(silent, arrivals, times)
    counted_from, at = arrivals[0].packets, int(np.searchsorted(heard, times[0]))
    yield _Note(times[0], late)
    for arrival, (since, time) in zip(arrivals[1:], pairwise(times), strict=True):
        stretch = slice(max(round(since), 0), max(round(time), 0))
        newest = at + arrival.packets - counted_from
        if arrival.keyed or away[stretch].any() or not 0 <= newest < len(heard):
            late = base = 0.0 if silent[stretch].any() else late
            counted_from, at = arrival.packets, int(np.searchsorted(heard, time + base))
        else:
            late = float(heard[newest]) - time + base
        yield _Note(time, late)


def _late_at_first(silent: Flags, arrivals: Sequence[Arrival], times: Sequence[float]) -> float:
    """Before the first note nothing is known: on a leg that then loses nothing, each longer silence after its first
    sound was a stall; on one that does, lateness does not last."""
    lost = (times[1] - times[0]) - (arrivals[1].packets - arrivals[0].packets)
    start = silent[: max(round(times[0]), 0)]
    stalls = [length for begin, length in _silences(start) if begin > 0 and length > HEEDED]
    return float(sum(stalls)) if lost < HEEDED and max(stalls, default=0) <= LONGEST_STALL else 0.0


def _silences(silent: Flags) -> Iterator[tuple[int, int]]:
    """Where frames of silence follow each other, and how many."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent.astype(np.int8), [0]))))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(begin), int(end - begin)


def _long_silence(silent: Flags) -> Flags:
    """Which frames are in a silence too long for a stall."""
    found = np.zeros(len(silent), dtype=np.bool_)
    for begin, length in _silences(silent):
        found[begin : begin + length] = length > LONGEST_STALL
    return found


def _calmed(notes: Sequence[_Note]) -> list[_Note]:
    """Without what a single note says alone: it was taken in the middle of a stall. Never further away than can be."""
    lates = [note.late for note in notes]
    smooth = [
        sorted(lates[place - 1 : place + 2])[1] if 0 < place < len(notes) - 1 else late
        for place, late in enumerate(lates)
    ]
    return [
        _Note(note.time, min(max(late, -LONGEST_STALL), LONGEST_STALL))
        for note, late in zip(notes, smooth, strict=True)
    ]


def _moved(silent: Flags, notes: Sequence[_Note]) -> Order:
    """Take out as much of the silence that was put in as the sound behind it is late, and put some in where sound is
    early: packets were lost there, or ticks missed."""
    pieces: list[NDArray[np.int32]] = []
    done = shift = 0
    for note in notes:
        change = round(note.late) - shift if abs(note.late - shift) >= HEEDED else 0
        end = min(max(round(note.time) + shift + change, done), len(silent))
        stretch = np.arange(done, end, dtype=np.int32)
        if change > 0:
            surplus = np.flatnonzero(silent[done:end])[-change:]
            stretch = np.delete(stretch, surplus)
            shift += len(surplus)
        elif change < 0:
            stretch = np.insert(stretch, np.linspace(0, len(stretch), -change, dtype=np.int32), SILENCE)
            shift += change
        pieces.append(stretch)
        done = end
    pieces.append(np.arange(done, len(silent), dtype=np.int32))
    return np.concatenate(pieces)
