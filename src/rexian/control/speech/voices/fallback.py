"""Several voices as one: the best that works speaks.

A voice that fails or is too slow is left out for a while (breaker), so that a broken engine costs one sentence a
delay and not every sentence. Called by `speaker`; leaves restarts to the voices themselves.
"""

import asyncio
from collections.abc import Sequence

import structlog

from rexian.control.speech.errors import VoiceBusy, VoiceFailed
from rexian.control.speech.ports import SampleFormat, Samples, Voice
from rexian.kit.clock import Clock

log = structlog.get_logger(__name__)

SECONDS_FOR_A_CHARACTER = 0.06
"""Six times what the neural voice needs on one slow core."""


class FallbackVoice:
    """Tries `voices` in order, best first."""

    def __init__(
        self,
        voices: Sequence[Voice],
        clock: Clock,
        *,
        sentence_seconds: float = 6.0,
        rest_seconds: float = 30.0,
    ) -> None:
        """`sentence_seconds`: patience with one voice and a short sentence (a long one gets more, by its length).

        `rest_seconds`: how long a failed voice is left out.
        """
        if not voices:
            raise ValueError("a fallback needs at least one voice")
        self._voices = tuple(voices)
        self._clock = clock
        self._sentence_seconds = sentence_seconds
        self._rest_seconds = rest_seconds
        self._rests_until: dict[str, float] = {}

    @property
    def name(self) -> str:
        """The name of the voice that would be asked now."""
        return self._order()[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all voices down to the one that would be asked now, best first."""
        best = self.name
        all_names = [voice.name for voice in self._voices]
        return tuple(all_names[: all_names.index(best) + 1])

    @property
    def format(self) -> SampleFormat:
        return self._order()[0].format

    async def synthesise(self, text: str) -> Samples:
        """Speak with the best voice that works. Raises VoiceFailed when all fail, NothingToSay at once."""
        failures: dict[str, str] = {}
        for voice in self._order():
            try:
                async with asyncio.timeout(self._sentence_seconds + SECONDS_FOR_A_CHARACTER * len(text)):
                    samples = await voice.synthesise(text)
            except VoiceBusy as error:
                failures[voice.name] = error.code  # it works, there is only too much to say
            except (VoiceFailed, TimeoutError, OSError) as error:
                failures[voice.name] = error.code if isinstance(error, VoiceFailed) else type(error).__name__
                self._rests_until[voice.name] = self._clock.monotonic() + self._rest_seconds
            else:
                self._rests_until.pop(voice.name, None)
                return samples
            log.warning("voice failed, trying the next", voice=voice.name, reason=failures[voice.name])
        raise VoiceFailed("no voice works", failures=failures)

    async def close(self) -> None:
        for voice in self._voices:
            await voice.close()

    def _order(self) -> list[Voice]:
        """Rested voices first; those that failed lately come last and are still better than silence."""
        now = self._clock.monotonic()
        resting = [voice for voice in self._voices if self._rests_until.get(voice.name, now) > now]
        return [voice for voice in self._voices if voice not in resting] + resting
