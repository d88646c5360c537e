"""Tones: a browser's microphone file, what a telephone hears, what a recording holds."""

import io
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from rexian.app.demo.phone import Measurement, Phone, now_ms
from rexian.kit.waiting import until

MICROPHONE_RATE = 48_000
AGENT_HZ = 1000
CITIZEN_HZ = 440

TONE_SECONDS = 15.0
LOOK_MS = 300
CLEAN_SHARE = 0.8
"""A clean tone has nearly all its power at one frequency; music and speech do not."""

AWAY_HZ = 15
THRESHOLD_DBFS = -60.0
LOUD_DBFS = -35.0
QUIET_BLOCK_SECONDS = 0.1
QUIET_DBFS = -55.0


def write_tone(file: Path, frequency_hz: int, *, seconds: float = 2.0, amplitude: float = 0.9) -> Path:
    """A sine as a wav file of whole periods: played in a loop it has no seam. Loud, for the page suppresses noise."""
    samples = amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(int(seconds * MICROPHONE_RATE)) / MICROPHONE_RATE)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(MICROPHONE_RATE)
        sound.writeframes((samples * 32767).astype("<i2").tobytes())
    return file


@dataclass(frozen=True)
class Heard:
    """One channel of a recording: its strongest frequency and how loud it is (RMS, full scale = 0)."""

    dominant_hz: float
    rms_dbfs: float


def heard_in(audio: bytes) -> tuple[float, list[Heard]]:
    """The length in seconds of a sound file, and what each of its channels holds."""
    samples, rate = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    return len(samples) / rate, [_heard(channel, rate) for channel in samples.T]


def quiet_seconds_in(audio: bytes) -> list[float]:
    """The longest silence inside each channel of a sound file."""
    samples, rate = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    block = int(rate * QUIET_BLOCK_SECONDS)
    loud = 10 ** (QUIET_DBFS / 20)
    longest = []
    for channel in samples.T:
        blocks = channel[: len(channel) // block * block].reshape(-1, block)
        quiet = "".join("q" if np.sqrt(np.mean(each**2)) < loud else " " for each in blocks)
        longest.append(max(map(len, quiet.split())) * QUIET_BLOCK_SECONDS if "q" in quiet else 0.0)
    return longest


def _heard(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]", rate: int) -> Heard:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    loudest = int(np.argmax(spectrum[1:])) + 1
    level = 20 * np.log10(max(float(np.sqrt(np.mean(samples**2))), 1e-6))
    return Heard(loudest * rate / len(samples), float(level))


async def measure(phone: Phone, call: int, from_ms: float, to_ms: float) -> Measurement:
    """What a telephone heard between two times; one that lies ahead is waited for."""
    return await phone.measure(from_ms=from_ms, to_ms=to_ms, threshold_dbfs=THRESHOLD_DBFS, call=call)


async def hears_tone(phone: Phone, call: int, frequency_hz: int) -> float:
    """Wait until a telephone hears that tone and nothing else; gives since when (ms) at least."""
    end_ms = now_ms() + TONE_SECONDS * 1000
    while True:
        from_ms = now_ms()
        heard = await measure(phone, call, from_ms, from_ms + LOOK_MS)
        if heard.dominant_share > CLEAN_SHARE and abs(heard.dominant_hz - frequency_hz) < AWAY_HZ:
            return from_ms
        assert now_ms() < end_ms, f"no tone of {frequency_hz} Hz but {heard}"


async def level_dbfs(phone: Phone, call: int, frequency_hz: int, from_ms: float, to_ms: float) -> float:
    """How loud one frequency was in what a telephone heard, whatever else was there."""
    heard = await phone.measure(from_ms=from_ms, to_ms=to_ms, frequencies_hz=(frequency_hz,), call=call)
    return heard.tones_dbfs[0]


async def hears_loudly(phone: Phone, call: int, frequency_hz: int) -> None:
    """Wait until a telephone hears that tone, among others or alone."""

    async def loud() -> bool:
        from_ms = now_ms()
        return await level_dbfs(phone, call, frequency_hz, from_ms, from_ms + LOOK_MS) > LOUD_DBFS

    assert await until(loud, deadline_seconds=TONE_SECONDS, what=f"{frequency_hz} Hz among others")


def unbroken(heard: Measurement, *, most_seconds: float = 0.3) -> bool:
    """Whether sound was there all the time: all silence of the stretch together is no more than that."""
    return heard.seconds - heard.active_seconds <= most_seconds
