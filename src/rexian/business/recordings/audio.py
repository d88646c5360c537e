"""Turning raw tracks into one stereo FLAC file and its waveform. Blocking: run it in a thread.

Works in pieces of ten seconds, so that an hour's talk needs no more memory than a minute's.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from rexian.business.recordings.contracts import PARTIES, SAMPLE_BYTES, SAMPLE_RATE, Block, side_of
from rexian.business.recordings.rules import Layout, Placed, plain_name
from rexian.business.recordings.timing import FRAME_SAMPLES, SILENCE, Order, order_of
from rexian.control.contracts.arrivals import SUFFIX, read_arrivals

PIECE_FRAMES = 10 * SAMPLE_RATE
PEAKS_PER_SECOND = 10
PEAK_FRAMES = SAMPLE_RATE // PEAKS_PER_SECOND
PEAK_BYTES = 2 * len(PARTIES)
"""Lowest and highest of each channel in turn, one byte each."""

Samples = NDArray[np.int16]


def track_path(spool: Path, track: str) -> Path:
    """Where a party's raw track is. Raises RecordingNameRefused."""
    return spool / f"{plain_name(track)}.sln"


def arrivals_path(spool: Path, track: str) -> Path:
    """Where control has noted when the track's packets came, if it has. Raises RecordingNameRefused."""
    return spool / f"{plain_name(track)}{SUFFIX}"


def captured_frames(path: Path) -> int:
    """How many samples a raw track holds; 0 when there is none."""
    return path.stat().st_size // SAMPLE_BYTES if path.is_file() else 0


def write_flac(layout: Layout, spool: Path, target: Path) -> bytes:
    """Write the file and give its peaks, PEAK_BYTES for each tenth of a second.

    The library gets an open file: given a name it would wait for the disk, which is not worth it for a file that is
    gone in a moment.
    """
    peaks = bytearray()
    with (
        target.open("wb") as opened,
        soundfile.SoundFile(
            opened, "w", samplerate=SAMPLE_RATE, channels=len(PARTIES), format="FLAC", subtype="PCM_16"
        ) as file,
    ):
        orders = {
            track: order
            for placed in layout.placed
            for track in placed.block.tracks.values()
            if (order := _order(spool, track, placed.block)) is not None
        }
        for piece in _pieces(layout, spool, orders):
            file.write(piece)
            peaks += _peaks(piece)
    return bytes(peaks)


def _order(spool: Path, track: str, block: Block) -> Order | None:
    """How the track's frames are to be put on the clock; None = as they are."""
    notes, path = arrivals_path(spool, track), track_path(spool, track)
    if not notes.is_file() or not captured_frames(path):
        return None
    with notes.open() as lines:
        arrivals = read_arrivals(lines)
    samples = np.memmap(path, dtype="<i2", mode="r", shape=(captured_frames(path),))
    return order_of(samples, arrivals, block.started_at.timestamp() * 1000)


def _pieces(layout: Layout, spool: Path, orders: Mapping[str, Order]) -> Iterator[Samples]:
    for start in range(0, layout.frames, PIECE_FRAMES):
        piece = np.zeros((min(PIECE_FRAMES, layout.frames - start), len(PARTIES)), dtype=np.int16)
        for placed in layout.placed:
            _fill(piece, start, placed, spool, orders)
        yield piece


def _fill(piece: Samples, piece_start: int, placed: Placed, spool: Path, orders: Mapping[str, Order]) -> None:
    """Copy what a block has of this piece's time; where a track is short, the silence stays."""
    first = max(piece_start, placed.start_frame)
    end = min(piece_start + len(piece), placed.start_frame + placed.frames)
    if first >= end:
        return
    for voice, track in placed.block.tracks.items():
        path, start = track_path(spool, track), first - placed.start_frame
        order = orders.get(track)
        samples = _read(path, start, end - first) if order is None else _read_ordered(path, order, start, end - first)
        where = piece[first - piece_start : first - piece_start + len(samples), side_of(voice)]
        mixed = where.astype(np.int32) + samples
        where[:] = np.clip(mixed, np.iinfo(np.int16).min, np.iinfo(np.int16).max)


def _read(path: Path, first_frame: int, frames: int) -> Samples:
    if not path.is_file():
        return np.zeros(0, dtype=np.int16)
    with path.open("rb") as file:
        file.seek(first_frame * SAMPLE_BYTES)
        content = file.read(frames * SAMPLE_BYTES)
    return np.frombuffer(content[: len(content) // SAMPLE_BYTES * SAMPLE_BYTES], dtype="<i2").astype(np.int16)


def _read_ordered(path: Path, order: Order, first_frame: int, frames: int) -> Samples:
    """The same of a track whose stretches of 20 ms belong elsewhere."""
    begin, end = first_frame // FRAME_SAMPLES, -(-(first_frame + frames) // FRAME_SAMPLES)
    wanted = order[begin:end]
    found = np.zeros((len(wanted), FRAME_SAMPLES), dtype=np.int16)
    there = wanted != SILENCE
    if there.any():
        lowest, highest = int(wanted[there].min()), int(wanted[there].max())
        source = _read(path, lowest * FRAME_SAMPLES, (highest - lowest + 1) * FRAME_SAMPLES)
        found[there] = source.reshape(-1, FRAME_SAMPLES)[wanted[there] - lowest]
    skipped = first_frame - begin * FRAME_SAMPLES
    return found.reshape(-1)[skipped : skipped + frames]


def _peaks(piece: Samples) -> bytes:
    starts = np.arange(0, len(piece), PEAK_FRAMES)
    lowest = np.minimum.reduceat(piece, starts, axis=0)
    highest = np.maximum.reduceat(piece, starts, axis=0)
    bounds = np.stack([lowest, highest], axis=2).astype(np.int32)
    return bytes(((bounds >> 8) + 128).astype(np.uint8).tobytes())
