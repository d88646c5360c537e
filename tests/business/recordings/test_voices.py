"""The voices of a conference in the file: all but the agent's together on the left."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rexian.business.recordings.audio import write_flac
from rexian.business.recordings.contracts import Block
from rexian.business.recordings.rules import lay_out

pytestmark = pytest.mark.pure

RATE = 8000
TONES = {"citizen": 440, "consultant": 1200, "agent": 770}


def tone(frequency: int, level: float) -> np.ndarray:
    return (np.sin(np.arange(RATE) * 2 * np.pi * frequency / RATE) * level).astype("<i2")


def strength(samples: np.ndarray, frequency: int) -> float:
    return float(np.abs(np.fft.rfft(samples))[frequency] / len(samples) * 2)


def stored(folder: Path, level: float) -> np.ndarray:
    for voice, frequency in TONES.items():
        (folder / f"{voice}.sln").write_bytes(tone(frequency, level).tobytes())
    block = Block(1, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), {voice: voice for voice in TONES}, 1.0)
    layout = lay_out([block], {(1, voice): RATE for voice in TONES})
    write_flac(layout, folder, folder / "file.flac")
    samples, _ = soundfile.read(folder / "file.flac", dtype="int16")
    return np.asarray(samples, dtype=float)


def test_each_voice_is_on_its_side(tmp_path: Path) -> None:
    samples = stored(tmp_path, 8000.0)
    found = [{voice for voice, hertz in TONES.items() if strength(samples[:, side], hertz) > 7000} for side in (0, 1)]
    assert found == [{"citizen", "consultant"}, {"agent"}]


def test_loud_voices_are_clipped_not_wrapped(tmp_path: Path) -> None:
    samples = stored(tmp_path, 30_000.0)
    loudest = int(np.argmax(np.abs(tone(440, 30_000.0).astype(int) + tone(1200, 30_000.0))))
    assert abs(samples[loudest, 0]) >= 32_767
