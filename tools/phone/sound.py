# SPDX-License-Identifier: GPL-2.0-or-later
"""Sound in and out of one call: an ear that records, a mouth that plays.

Ears are kept and used again, never destroyed: PJSIP's clock thread may still be inside one when its call has ended.
"""

import math
import tempfile
import wave
from pathlib import Path

import pjsua2 as pj
from recording import FRAME_MS, Recording
from spectrum import SAMPLE_RATE
from wire import log_failure, now_ms

TONE_MS = 30_000


def silence() -> pj.ToneGenerator:
    """A source that plays nothing, at the clock's pace."""
    generator = pj.ToneGenerator()
    generator.createToneGenerator(SAMPLE_RATE, 1)
    return generator


def tone(frequency_hz: int, level_dbfs: float) -> pj.ToneGenerator:
    """An endless sine wave; `level_dbfs` is its RMS relative to full scale (at most -3.1)."""
    description = pj.ToneDesc()
    description.freq1 = frequency_hz
    description.on_msec = TONE_MS
    description.volume = min(32_767, round(32_768 * 10 ** (level_dbfs / 20) * math.sqrt(2)))
    tones = pj.ToneDescVector()
    tones.append(description)
    generator = silence()
    generator.play(tones, True)
    return generator


def wav_player(path: Path, *, repeat: bool) -> pj.AudioMediaPlayer:
    """A player of a WAV file: mono, 16 bit, any rate."""
    player = pj.AudioMediaPlayer()
    player.createPlayer(str(path), 0 if repeat else pj.PJMEDIA_FILE_NO_LOOP)
    return player


def raw_player(path: Path, *, rate: int, repeat: bool) -> pj.AudioMediaPlayer:
    """A player of a file without a header: mono, 16 bit little-endian."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as copy:
        with wave.open(copy.name, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(path.read_bytes())
        # The player holds the file open, so that the name may go.
        return wav_player(Path(copy.name), repeat=repeat)


class Ear(pj.AudioMediaPort):
    """Receives a frame each 20 ms, from the call and from a silent source that keeps it going in every pause."""

    def __init__(self) -> None:
        super().__init__()
        self.recording: Recording | None = None
        self._ground = silence()
        form = pj.MediaFormatAudio()
        form.type = pj.PJMEDIA_TYPE_AUDIO
        form.clockRate, form.channelCount = SAMPLE_RATE, 1
        form.bitsPerSample, form.frameTimeUsec = 16, FRAME_MS * 1000
        self.createPort("ear", form)
        self._ground.startTransmit(self)

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:  # noqa: N802 (PJSIP's name)
        recording = self.recording
        if recording is None:
            return
        try:
            recording.add(bytes(frame.buf)[: frame.size], now_ms())
        except Exception:
            log_failure("recording a frame")


class Ears:
    """The ears that are not in use."""

    def __init__(self) -> None:
        self._free: list[Ear] = []

    def take(self) -> Ear:
        return self._free.pop() if self._free else Ear()

    def give_back(self, ear: Ear) -> None:
        ear.recording = None
        self._free.append(ear)
