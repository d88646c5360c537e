"""What the call path may rely on when something has to be said: voices, samples and clips."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

SampleArray = npt.NDArray[np.int16] | npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SampleFormat:
    """How a voice gives its samples; always one channel."""

    rate_hz: int
    kind: str
    """`int16` or `float32` (full scale is 1.0)."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Spoken sound, one channel."""

    values: SampleArray
    rate_hz: int
    voice: str
    """The name of the voice that really spoke."""

    @property
    def seconds(self) -> float:
        return len(self.values) / self.rate_hz


class Voice(Protocol):
    """Turns a sentence into sound (port; another engine or a licensed voice comes in here).

    `name` changes whenever the same text would sound different, because clips are kept under it.
    """

    @property
    def name(self) -> str: ...

    @property
    def format(self) -> SampleFormat: ...

    async def synthesise(self, text: str) -> Samples:
        """Speak `text` (figures in it may be unworded). Raises VoiceFailed or NothingToSay."""
        ...

    async def close(self) -> None:
        """End whatever runs for this voice. It may be used again afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence ready for the line."""

    id: str
    """Same text, same voice, same line format: same id."""
    text: str
    path: Path
    """8 kHz, one channel, 16-bit signed linear (`.sln`)."""
    voice: str
    seconds: float
    peak_dbfs: float
    rms_dbfs: float
    """Level of the spoken parts."""

    @property
    def line_path(self) -> str:
        """What the media port plays: the absolute path without its extension."""
        return str(self.path.with_suffix(""))
