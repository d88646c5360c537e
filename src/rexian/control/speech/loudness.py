"""Sound made ready for the telephone line: 8 kHz, one level for every prompt, no clipping. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

from rexian.control.speech.ports import SampleArray, Samples

LINE_RATE_HZ = 8_000
TARGET_DBFS = -20.0
"""Level of the spoken parts: some 11 dB below a G.711 talker's ceiling, as loud as a person who speaks up."""
PEAK_DBFS = -3.0
_ACTIVE_BELOW_LOUDEST_DB = 30.0
_FRAME = LINE_RATE_HZ // 50
_SILENT_DBFS = -120.0

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LineSound:
    """Sound as it goes to the line."""

    values: npt.NDArray[np.int16]
    peak_dbfs: float
    rms_dbfs: float
    """Level of the spoken parts (pauses do not count)."""

    @property
    def seconds(self) -> float:
        return len(self.values) / LINE_RATE_HZ


def for_the_line(samples: Samples) -> LineSound:
    """Resample, bring the spoken parts to TARGET_DBFS and hold the peaks under PEAK_DBFS."""
    sound = _as_float(samples.values)
    if samples.rate_hz != LINE_RATE_HZ:
        sound = soxr.resample(sound, samples.rate_hz, LINE_RATE_HZ)
    level = active_level_dbfs(sound)
    if level > _SILENT_DBFS:
        sound = _limited(sound * np.float32(_ratio(TARGET_DBFS - level)))
    values = np.rint(sound * 32767).astype(np.int16)
    peak = float(np.max(np.abs(sound), initial=0.0))
    return LineSound(values, round(_decibel(peak), 1), round(active_level_dbfs(sound), 1))


def active_level_dbfs(sound: FloatArray) -> float:
    """RMS over the 20 ms frames that are less than 30 dB below the loudest frame; -120 for silence."""
    frames = np.pad(sound, (0, -len(sound) % _FRAME)).reshape(-1, _FRAME)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    loudest = float(np.max(power, initial=0.0))
    if loudest <= 0:
        return _SILENT_DBFS
    active = power[power > loudest * _ratio(-_ACTIVE_BELOW_LOUDEST_DB) ** 2]
    return _decibel(float(np.sqrt(np.mean(active))))


def _limited(sound: FloatArray) -> FloatArray:
    """Peaks over the ceiling are bent smoothly (tanh above a knee), so that loud syllables do not crackle."""
    ceiling = _ratio(PEAK_DBFS)
    knee = ceiling * 0.7
    over = np.abs(sound) > knee
    room = ceiling - knee
    bent = np.sign(sound) * (knee + room * np.tanh((np.abs(sound) - knee) / room))
    return np.where(over, bent, sound).astype(np.float32)


def _as_float(values: SampleArray) -> FloatArray:
    if values.dtype == np.int16:
        return values.astype(np.float32) / np.float32(32768)
    return values.astype(np.float32)


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _decibel(ratio: float) -> float:
    return max(_SILENT_DBFS, float(20 * np.log10(ratio))) if ratio > 0 else _SILENT_DBFS
