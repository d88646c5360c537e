"""The line's level: every prompt equally loud, never clipped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.loudness import LINE_RATE_HZ, PEAK_DBFS, TARGET_DBFS, active_level_dbfs, for_the_line
from rexian.control.speech.ports import Samples

pytestmark = pytest.mark.pure


def tone(hertz: float, rate_hz: int, seconds: float = 1.0, peak: float = 0.5) -> np.ndarray:
    return (peak * np.sin(2 * np.pi * hertz * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.float32)


@pytest.mark.parametrize("peak", [0.001, 0.05, 0.9])
@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 24000])
def test_every_source_has_the_same_level(peak: float, rate_hz: int) -> None:
    sound = for_the_line(Samples(tone(440, rate_hz, peak=peak), rate_hz, "test"))
    assert sound.rms_dbfs == pytest.approx(TARGET_DBFS, abs=0.3)
    assert sound.seconds == pytest.approx(1.0, abs=0.01)
    assert sound.values.dtype == np.int16


def test_pauses_do_not_make_speech_louder() -> None:
    spoken = tone(300, LINE_RATE_HZ)
    paused = np.concatenate([spoken, np.zeros(4 * LINE_RATE_HZ, np.float32), spoken])
    assert active_level_dbfs(paused) == pytest.approx(active_level_dbfs(spoken), abs=0.3)


def test_what_the_line_cannot_carry_does_not_fold_back() -> None:
    mixed = tone(400, 24000, peak=0.3) + tone(5000, 24000, peak=0.3)
    spectrum = np.abs(np.fft.rfft(for_the_line(Samples(mixed, 24000, "test")).values[:LINE_RATE_HZ]))
    assert np.argmax(spectrum) == pytest.approx(400, abs=2)
    assert spectrum[2900:3100].max() < spectrum[398:403].max() / 1000


def test_integers_and_floats_sound_alike() -> None:
    values = tone(440, 8000)
    as_integers = (values * 32767).astype(np.int16)
    assert for_the_line(Samples(as_integers, 8000, "test")).rms_dbfs == pytest.approx(
        for_the_line(Samples(values, 8000, "test")).rms_dbfs, abs=0.1
    )


@given(st.integers(0, 2**32 - 1), st.floats(0.0001, 1))
def test_no_peak_passes_the_ceiling(seed: int, crest: float) -> None:
    noise = np.random.default_rng(seed).standard_normal(4000).astype(np.float32) * np.float32(0.05)
    noise[::800] += np.float32(crest)
    sound = for_the_line(Samples(noise, LINE_RATE_HZ, "test"))
    assert np.abs(sound.values.astype(np.int32)).max() <= round(32767 * 10 ** (PEAK_DBFS / 20)) + 1


@pytest.mark.parametrize("length", [0, 1, 500])
def test_silence_stays_silence(length: int) -> None:
    sound = for_the_line(Samples(np.zeros(length, np.float32), 8000, "test"))
    assert not sound.values.any()
    assert sound.rms_dbfs == -120
