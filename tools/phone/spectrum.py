# SPDX-License-Identifier: GPL-2.0-or-later
"""What tones are in a piece of 8 kHz audio. Pure Python: the pieces are half a second and asked for rarely."""

import cmath
import math
from collections.abc import Sequence

SAMPLE_RATE = 8000
WINDOW_SAMPLES = 4096
FULL_SCALE = 32768.0
FLOOR_DBFS = -120.0
LOBE_BINS = 3
"""A tone's power lies within this many bins of its peak (Hann window)."""


def dbfs(mean_square: float) -> float:
    """Level of a mean square of 16-bit samples, relative to full scale; never below FLOOR_DBFS."""
    if mean_square <= 0:
        return FLOOR_DBFS
    return max(FLOOR_DBFS, round(10 * math.log10(mean_square / FULL_SCALE**2), 2))


def _transform(values: list[complex]) -> list[complex]:
    """Discrete Fourier transform; the length is a power of two."""
    count = len(values)
    if count == 1:
        return values
    even, odd = _transform(values[::2]), _transform(values[1::2])
    half = count // 2
    turned = [cmath.rect(1.0, -2 * math.pi * k / count) * odd[k] for k in range(half)]
    return [even[k] + turned[k] for k in range(half)] + [even[k] - turned[k] for k in range(half)]


class Spectrum:
    """Power by frequency of up to WINDOW_SAMPLES samples, in bins of about 2 Hz."""

    def __init__(self, samples: Sequence[int]) -> None:
        piece = samples[:WINDOW_SAMPLES]
        weights = [0.5 - 0.5 * math.cos(2 * math.pi * i / len(piece)) for i in range(len(piece))]
        padded = [complex(sample * weight) for sample, weight in zip(piece, weights, strict=True)]
        padded += [0j] * (WINDOW_SAMPLES - len(piece))
        scale = 2 / (WINDOW_SAMPLES * sum(weight * weight for weight in weights))
        self._power = [scale * abs(value) ** 2 for value in _transform(padded)[: WINDOW_SAMPLES // 2]]
        # A short piece has a wider lobe: its bins lie apart by the padded length, not its own.
        self._lobe = max(LOBE_BINS, LOBE_BINS * WINDOW_SAMPLES // len(piece))

    def dominant(self) -> tuple[float, float]:
        """The strongest frequency in Hz and its share (0 to 1) of the whole power: near 1 for a clean tone."""
        total = sum(self._power)
        if total <= 0:
            return 0.0, 0.0
        peak = max(range(len(self._power)), key=self._power.__getitem__)
        around = range(max(0, peak - self._lobe), min(len(self._power), peak + self._lobe + 1))
        power = sum(self._power[line] for line in around)
        centre = sum(line * self._power[line] for line in around) / power
        return round(centre * SAMPLE_RATE / WINDOW_SAMPLES, 1), round(power / total, 4)

    def level_dbfs(self, frequency_hz: float) -> float:
        """Level of the tone at `frequency_hz`, whatever else is heard."""
        centre = round(frequency_hz * WINDOW_SAMPLES / SAMPLE_RATE)
        around = range(max(0, centre - self._lobe), min(len(self._power), centre + self._lobe + 1))
        return dbfs(sum(self._power[line] for line in around))
