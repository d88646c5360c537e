"""Finished recordings as the worker lays them out: how complete they are, who is heard when, and at what speed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import TONES, Voice

from rexian.app.demo.phone import now_ms
from rexian.business.recordings import audio
from rexian.business.recordings.contracts import Block, side_of
from rexian.business.recordings.rules import Layout, Placed, lay_out
from rexian.control.contracts.events import EventType

RATE = 8000
WINDOW = 160
LOUD = 200.0
COMPLETE = 0.99
START_SECONDS = 0.1
"""What a block may lack at its beginning, whatever its length: a tap begins some milliseconds after its event."""

ALIGNED_SECONDS = 0.08
"""How far apart in the file two things may be that were said together: docs/decisions/0003."""

SPEED_TOLERANCE = 0.002
FILLED = 0.9
"""A phone of the test that gets no processor for a moment is silent for 20 ms: that is not the recording's fault."""


@dataclass(repr=False)
class Tape:
    """One recording: its layout, and its sound as frames by channels (citizen's side, agent's side)."""

    layout: Layout
    sound: np.ndarray

    def __repr__(self) -> str:
        """What a failed test needs to tell."""
        layout = self.layout
        blocks = [(stretch.start_frame / RATE, stretch.frames / RATE) for stretch in layout.placed]
        told = [f"expected {layout.expected_seconds} s, captured {layout.captured_seconds} s, blocks {blocks}"]
        for voice in ("citizen", "agent"):
            filled = round(self.filled(voice, 3), 3) if self.onsets(voice) else None
            told.append(f"{voice}: from {self.onsets(voice)}, {self.pitch(voice):.1f} Hz, filled {filled}")
        return "; ".join(told)

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE

    def is_complete(self) -> bool:
        """Both sides hold what was expected of them."""
        allowed = START_SECONDS * len(self.layout.placed)
        lacking = self.layout.expected_seconds - self.layout.captured_seconds
        return not self.layout.gaps and lacking <= max(allowed, (1 - COMPLETE) * self.layout.expected_seconds)

    def heard(self, voice: str, start_seconds: float, end_seconds: float) -> set[str]:
        """Whose tones are on the side of that voice in a stretch of the file."""
        side = self.side(voice)[round(start_seconds * RATE) : round(end_seconds * RATE)].astype(float)
        if len(side) < RATE // 10 or np.abs(side).max() < LOUD:
            return set()
        spectrum = np.abs(np.fft.rfft(side * np.hanning(len(side)))) / len(side)
        found = {}
        for name, hertz in TONES.items():
            at = round(hertz * len(side) / RATE)
            found[name] = spectrum[max(at - 3, 0) : at + 4].max()
        return {name for name, level in found.items() if level > max(found.values()) / 20}

    def voices(self, voice: str, stretch: Placed | None = None) -> set[str]:
        """Whose tones are on that side at all, or in one block, looked at a quarter of a second at a time."""
        start, frames = (stretch.start_frame, stretch.frames) if stretch else (0, len(self.sound))
        steps = range(start, start + frames - RATE // 4, RATE // 4)
        return set().union(*(self.heard(voice, at / RATE, at / RATE + 0.25) for at in steps))

    def side(self, voice: str) -> np.ndarray:
        return np.asarray(self.sound[:, side_of(voice)])

    def loud(self, voice: str) -> np.ndarray:
        """Of each 20 ms of that side, whether there is sound."""
        frames = len(self.sound) // WINDOW
        levels = np.abs(self.side(voice)[: frames * WINDOW].reshape(frames, WINDOW)).max(axis=1)
        return np.asarray(levels > LOUD)

    def onsets(self, voice: str) -> list[float]:
        """Where sound begins on that side after at least 0.2 s without, in seconds."""
        loud, quiet = self.loud(voice), 10
        starts = (at for at in range(quiet, len(loud)) if loud[at] and not loud[at - quiet : at].any())
        return [at * WINDOW / RATE for at in starts]

    def offsets(self, times: int) -> list[float]:
        """How much later the agent is heard than the citizen in the last so many of what they said together."""
        citizen, agent = self.onsets("citizen")[-times:], self.onsets("agent")[-times:]
        return [round(late - early, 3) for early, late in zip(citizen, agent, strict=True)]

    def is_aligned(self, *, times: int) -> bool:
        offsets = self.offsets(times)
        return len(offsets) == times and max(map(abs, offsets)) <= ALIGNED_SECONDS

    def filled(self, voice: str, times: int) -> float:
        """Of half a second after each of the last so many onsets, how much has sound: 1 where nothing is lost."""
        loud, length = self.loud(voice), 25
        starts = [round(onset * RATE / WINDOW) for onset in self.onsets(voice)[-times:]]
        return float(np.mean([loud[start : start + length].mean() for start in starts]))

    def is_right(self, *, times: int) -> bool:
        """Complete, aligned, at the right speed, of a citizen and an agent who were heard together so many times."""
        whole = self.is_complete() and min(self.filled(voice, times) for voice in ("citizen", "agent")) > FILLED
        speed = all(self.runs_at_the_right_speed(voice, voice) for voice in ("citizen", "agent"))
        return whole and speed and self.is_aligned(times=times)

    def pitch(self, voice: str) -> float:
        """The strongest frequency of that side, to a fraction of a hertz: a sound that is slowed is lower."""
        side = self.side(voice).astype(float)
        spectrum = np.abs(np.fft.rfft(side * np.hanning(len(side)), n=8 * RATE * 10))
        return float(spectrum.argmax()) / 80

    def runs_at_the_right_speed(self, voice: str, name: str) -> bool:
        return abs(self.pitch(voice) / TONES[name] - 1) < SPEED_TOLERANCE


async def tapes(board: Switchboard, server: Any, folder: Path, *, count: int = 1) -> list[Tape]:
    """All recordings of a contact that has ended, in the order in which they began."""
    assert await board.becomes(lambda: len(board.outlets.of("recording.stopped")) >= count, f"{count} recordings")
    begun = board.outlets.of("recording.block_started")
    names = list(dict.fromkeys(event.data["recording_id"] for event in begun))
    assert len(names) == count
    return [_tape(board, server, folder, name) for name in names]


def _tape(board: Switchboard, server: Any, folder: Path, recording_id: str) -> Tape:
    def of(kind: EventType) -> list[Any]:
        return [event for event in board.outlets.of(kind) if event.data["recording_id"] == recording_id]

    ends = {event.data["block"]: event.data["expected_seconds"] for event in of(EventType.RECORDING_BLOCK_ENDED)}
    blocks = [
        Block(event.data["block"], event.time, dict(event.data["tracks"]), ends.get(event.data["block"]))
        for event in of(EventType.RECORDING_BLOCK_STARTED)
    ]
    spool = server.settings.folders.spool / "recording"
    captured = {
        (block.number, voice): audio.captured_frames(audio.track_path(spool, track))
        for block in blocks
        for voice, track in block.tracks.items()
    }
    until = max((event.time for event in of(EventType.RECORDING_RESUMED)), default=None)
    layout = lay_out(blocks, captured, until=until)
    path = folder / f"{recording_id}.flac"
    audio.write_flac(layout, spool, path)
    sound, rate = soundfile.read(path, dtype="int16")
    assert rate == RATE
    return Tape(layout, sound)


async def beep_together(*voices: Voice, times: int, seconds: float = 0.6) -> None:
    """All of them are silent, then make their tones together, and so on."""
    for _ in range(times):
        for voice in voices:
            await voice.phone.play_silence(call=voice.call)
        await heard_for(voices[0], seconds)
        for voice in voices:
            await voice.speak()
        await heard_for(voices[0], seconds)


async def heard_for(voice: Voice, seconds: float) -> None:
    """Let a stretch of the talk go by, on the phone's own clock."""
    await voice.phone.measure(from_ms=now_ms(), to_ms=now_ms() + seconds * 1000, call=voice.call)
