"""The waiting music we ship: made by computing, so that it belongs to nobody else.

A slow, quiet loop of four broken chords (C, A minor, F, G) in the middle of the telephone band. The same bytes every
time; its end runs into its beginning.
"""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLES_PER_SECOND = 8000
LOOP_SECONDS = 40.0
LEVEL_DBFS = -24.0
FILE_NAME = "waiting.wav"

_CHORDS = (
    (261.63, 329.63, 392.00, 523.25),
    (220.00, 329.63, 440.00, 523.25),
    (349.23, 440.00, 523.25, 698.46),
    (293.66, 392.00, 493.88, 587.33),
)
_ORDER = (0, 1, 2, 3, 2, 1, 2, 1)
_NOTE_SECONDS = 0.625
_RING_SECONDS = 3.0
_OVERTONES = ((1, 1.0), (2, 0.35), (3, 0.12), (4, 0.05))

Samples = NDArray[np.float64]


def waiting_music() -> NDArray[np.int16]:
    """The loop as 16-bit samples, 8 kHz, mono."""
    loop = np.zeros(int(LOOP_SECONDS * SAMPLES_PER_SECOND))
    notes = int(LOOP_SECONDS / _NOTE_SECONDS)
    for number in range(notes):
        chord = _CHORDS[number // len(_ORDER) % len(_CHORDS)]
        place = number % len(_ORDER)
        _add(loop, int(number * _NOTE_SECONDS * SAMPLES_PER_SECOND), _note(chord[_ORDER[place]]))
        if place == 0:
            _add(loop, int(number * _NOTE_SECONDS * SAMPLES_PER_SECOND), 0.8 * _note(chord[0] / 2))
    level = float(np.sqrt(np.mean(loop**2)))
    scaled: Samples = np.round(loop / level * 32768 * 10 ** (LEVEL_DBFS / 20))
    return scaled.astype(np.int16)


def _note(hertz: float) -> Samples:
    """One plucked note: overtones that fade the faster the higher they are, with a soft start."""
    time = np.arange(int(_RING_SECONDS * SAMPLES_PER_SECOND)) / SAMPLES_PER_SECOND
    sound = np.zeros_like(time)
    for number, strength in _OVERTONES:
        if hertz * number < SAMPLES_PER_SECOND * 0.42:
            sound += strength * np.exp(-time * (1.1 + 0.7 * number)) * np.sin(2 * np.pi * hertz * number * time)
    softly = np.minimum(1.0, time / 0.02) * np.minimum(1.0, (_RING_SECONDS - time) / 0.1)
    return np.asarray(sound * softly, dtype=np.float64)


def _add(loop: Samples, start: int, sound: Samples) -> None:
    """Add a sound to the loop; what rings past its end is heard at its beginning."""
    places = (start + np.arange(len(sound))) % len(loop)
    loop[places] += sound


def write_music(folder: Path) -> Path:
    """Write the loop into the folder as a wav file, unless it is there."""
    file = folder / FILE_NAME
    if file.exists():
        return file
    part = file.with_suffix(".part")
    with wave.open(str(part), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLES_PER_SECOND)
        sound.writeframes(waiting_music().tobytes())
    return part.replace(file)
