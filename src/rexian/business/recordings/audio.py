"""Turning raw tracks into one stereo FLAC file and its waveform. Blocking: run it in a thread.

Works in pieces of ten seconds, so that an hour's talk needs no more memory than a minute's.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from rexian.business.recordings.contracts import PARTIES, SAMPLE_BYTES, SAMPLE_RATE, side_of
from rexian.business.recordings.rules import Layout, Placed, plain_name

PIECE_FRAMES = 10 * SAMPLE_RATE
PEAKS_PER_SECOND = 10
PEAK_FRAMES = SAMPLE_RATE // PEAKS_PER_SECOND
PEAK_BYTES = 2 * len(PARTIES)
"""Lowest and highest of each channel in turn, one byte each."""

Samples = NDArray[np.int16]


def track_path(spool: Path, track: str) -> Path:
    """Where a party's raw track is. Raises RecordingNameRefused."""
    return spool / f"{plain_name(track)}.sln"


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
        for piece in _pieces(layout, spool):
            file.write(piece)
            peaks += _peaks(piece)
    return bytes(peaks)


def _pieces(layout: Layout, spool: Path) -> Iterator[Samples]:
    for start in range(0, layout.frames, PIECE_FRAMES):
        piece = np.zeros((min(PIECE_FRAMES, layout.frames - start), len(PARTIES)), dtype=np.int16)
        for placed in layout.placed:
            _fill(piece, start, placed, spool)
        yield piece


def _fill(piece: Samples, piece_start: int, placed: Placed, spool: Path) -> None:
    """Copy what a block has of this piece's time; where a track is short, the silence stays."""
    first = max(piece_start, placed.start_frame)
    end = min(piece_start + len(piece), placed.start_frame + placed.frames)
    if first >= end:
        return
    for voice, track in placed.block.tracks.items():
        samples = _read(track_path(spool, track), first - placed.start_frame, end - first)
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


def _peaks(piece: Samples) -> bytes:
    starts = np.arange(0, len(piece), PEAK_FRAMES)
    lowest = np.minimum.reduceat(piece, starts, axis=0)
    highest = np.maximum.reduceat(piece, starts, axis=0)
    bounds = np.stack([lowest, highest], axis=2).astype(np.int32)
    return bytes(((bounds >> 8) + 128).astype(np.uint8).tobytes())
