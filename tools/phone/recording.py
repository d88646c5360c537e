# SPDX-License-Identifier: GPL-2.0-or-later
"""What one call has heard, kept in wall-clock time, and what can be measured in it.

Frames of 20 ms come from PJSIP's clock thread, silence too. That clock catches up by itself when the machine was
busy for less than half a second; a longer stall is lost to it and is filled with silence here, so that an offset in
the recording is always a time: at_ms = started_ms + offset.
"""

import math
import operator
import sys
import wave
from array import array
from pathlib import Path

from spectrum import SAMPLE_RATE, WINDOW_SAMPLES, Spectrum, dbfs

FRAME_SAMPLES = 160
FRAME_BYTES = 2 * FRAME_SAMPLES
FRAME_MS = 20
STALL_FRAMES = 30
SILENCE = bytes(FRAME_BYTES)
SHORTEST_TONE_SAMPLES = 400


def samples_of(pcm: bytes) -> array:
    """Signed 16-bit little-endian samples."""
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


class Recording:
    """The received audio of one call. `add` is called by the clock thread, all else by the main thread."""

    def __init__(self) -> None:
        self.started_ms: float | None = None
        self.ended = False
        self._pcm = bytearray()
        self._mean_squares: list[float] = []

    @property
    def until_ms(self) -> float:
        """The time up to which audio is there."""
        return (self.started_ms or 0.0) + FRAME_MS * len(self._mean_squares)

    @property
    def seconds(self) -> float:
        return len(self._mean_squares) * FRAME_MS / 1000

    def add(self, pcm: bytes, at_ms: float) -> None:
        """One frame, heard in the 20 ms before `at_ms`; an empty one is silence."""
        if self.ended:
            return
        if self.started_ms is None:
            self.started_ms = at_ms - FRAME_MS
        missing = int((at_ms - self.until_ms) / FRAME_MS) - 1
        if missing > STALL_FRAMES:
            self._pad(missing)
        frame = pcm if len(pcm) == FRAME_BYTES else SILENCE
        samples = samples_of(frame)
        self._pcm += frame
        self._mean_squares.append(sum(map(operator.mul, samples, samples)) / FRAME_SAMPLES)

    def end(self, at_ms: float) -> None:
        """No more audio; what is missing up to `at_ms` is silence."""
        if self.ended:
            return
        self.ended = True
        if self.started_ms is not None:
            self._pad(int((at_ms - self.until_ms) / FRAME_MS))

    def _pad(self, frames: int) -> None:
        if frames > 0:
            self._pcm += SILENCE * frames
            self._mean_squares += [0.0] * frames

    def save(self, path: Path) -> None:
        """Write what is there as a WAV file, 8 kHz, mono, 16 bit."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes(bytes(self._pcm))

    def _frames_between(self, from_ms: float, to_ms: float) -> tuple[int, int]:
        start = self.started_ms or 0.0
        first = max(0, math.ceil((from_ms - start) / FRAME_MS))
        last = min(len(self._mean_squares), math.floor((to_ms - start) / FRAME_MS))
        return first, max(first, last)

    def _frame_at_ms(self, frame: int) -> float:
        return round((self.started_ms or 0.0) + frame * FRAME_MS, 1)

    def first_run(self, *, audible: bool, from_ms: float, run_ms: float, threshold_dbfs: float) -> float | None:
        """When the first unbroken `run_ms` of sound (or of silence) after `from_ms` began; None if not heard yet."""
        wanted = max(1, math.ceil(run_ms / FRAME_MS))
        first, last = self._frames_between(from_ms, self.until_ms)
        run = 0
        for frame in range(first, last):
            run = run + 1 if (dbfs(self._mean_squares[frame]) > threshold_dbfs) == audible else 0
            if run == wanted:
                return self._frame_at_ms(frame - wanted + 1)
        return None

    def measure(
        self, *, from_ms: float, to_ms: float, threshold_dbfs: float, frequencies: list[float]
    ) -> dict[str, object]:
        """Levels, activity and tones of the whole frames between two times (see README.md for the fields)."""
        first, last = self._frames_between(from_ms, to_ms)
        levels = self._mean_squares[first:last]
        active = [first + i for i, level in enumerate(levels) if dbfs(level) > threshold_dbfs]
        active_squares = [self._mean_squares[frame] for frame in active]
        spectrum = self._spectrum(active)
        dominant_hz, dominant_share = spectrum.dominant() if spectrum else (0.0, 0.0)
        return {
            "seconds": round(len(levels) * FRAME_MS / 1000, 3),
            "rms_dbfs": dbfs(sum(levels) / len(levels)) if levels else dbfs(0),
            "active_rms_dbfs": dbfs(sum(active_squares) / len(active)) if active else dbfs(0),
            "active_seconds": round(len(active) * FRAME_MS / 1000, 3),
            "span_seconds": round((active[-1] + 1 - active[0]) * FRAME_MS / 1000, 3) if active else 0.0,
            "first_active_at_ms": self._frame_at_ms(active[0]) if active else None,
            "last_active_at_ms": self._frame_at_ms(active[-1] + 1) if active else None,
            "dominant_hz": dominant_hz,
            "dominant_share": dominant_share,
            "tones_dbfs": [spectrum.level_dbfs(hz) if spectrum else dbfs(0) for hz in frequencies],
        }

    def _spectrum(self, active: list[int]) -> Spectrum | None:
        """Of up to half a second in the middle of what was audible."""
        if not active:
            return None
        first, last = active[0] * FRAME_BYTES, (active[-1] + 1) * FRAME_BYTES
        spare = max(0, (last - first) // 2 - WINDOW_SAMPLES) // 2 * 2
        samples = samples_of(bytes(self._pcm[first + spare : last]))[:WINDOW_SAMPLES]
        return Spectrum(samples) if len(samples) >= SHORTEST_TONE_SAMPLES else None
