# SPDX-License-Identifier: GPL-2.0-or-later
"""Sound in and out of one call: a headset that records what comes and plays tones, and players of files.

Headsets are kept and used again, never destroyed: PJSIP takes a port out of its bridge later than it frees it (a tone
generator) or than Python does (the ear), while its clock thread may still be inside. A file player frees itself safely.
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


class Headset(pj.AudioMediaPort):
    """Receives a frame each 20 ms, from the call and from a silent source that keeps it going in every pause."""

    def __init__(self) -> None:
        super().__init__()
        self.recording: Recording | None = None
        self.mouth = _generator()
        self._ground = _generator()
        form = pj.MediaFormatAudio()
        form.type = pj.PJMEDIA_TYPE_AUDIO
        form.clockRate, form.channelCount = SAMPLE_RATE, 1
        form.bitsPerSample, form.frameTimeUsec = 16, FRAME_MS * 1000
        self.createPort("ear", form)
        self._ground.startTransmit(self)

    def say_nothing(self) -> None:
        """The mouth is a source all the same, at the clock's pace."""
        self.mouth.stop()

    def say_tone(self, frequency_hz: int, level_dbfs: float) -> None:
        """An endless sine wave; `level_dbfs` is its RMS relative to full scale (at most -3.1)."""
        description = pj.ToneDesc()
        description.freq1 = frequency_hz
        description.on_msec = TONE_MS
        description.volume = min(32_767, round(32_768 * 10 ** (level_dbfs / 20) * math.sqrt(2)))
        tones = pj.ToneDescVector()
        tones.append(description)
        self.mouth.stop()
        self.mouth.play(tones, True)

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:  # noqa: N802 (PJSIP's name)
        recording = self.recording
        if recording is None:
            return
        try:
            recording.add(bytes(frame.buf)[: frame.size], now_ms())
        except Exception:
            log_failure("recording a frame")


def _generator() -> pj.ToneGenerator:
    generator = pj.ToneGenerator()
    generator.createToneGenerator(SAMPLE_RATE, 1)
    return generator


class Headsets:
    """Those that are not in use."""

    def __init__(self) -> None:
        self._free: list[Headset] = []

    def take(self) -> Headset:
        return self._free.pop() if self._free else Headset()

    def give_back(self, headset: Headset) -> None:
        headset.recording = None
        headset.say_nothing()
        self._free.append(headset)
