"""The service that the call path asks for a sentence: a kept clip at once, else spoken, normalised and kept.

The same sentence asked for many times at once is spoken once. Only prompts that were warmed are kept for good;
everything else may hold a citizen's figures and goes to a cache that forgets soon. Leaves playing to the media port.
"""

import asyncio
from collections.abc import Iterable
from typing import Protocol

import structlog

from rexian.control.speech.cache import ClipCache
from rexian.control.speech.errors import NothingToSay, VoiceFailed
from rexian.control.speech.loudness import for_the_line
from rexian.control.speech.ports import Clip, Samples, Voice
from rexian.kit.tasks import TaskKeeper

log = structlog.get_logger(__name__)


class RankedVoice(Voice, Protocol):
    """A voice that may be several; clips of any of `names` are good enough, best first."""

    @property
    def names(self) -> tuple[str, ...]: ...


class Speaker:
    """Gives clips for sentences."""

    def __init__(self, voice: RankedVoice, lasting: ClipCache, passing: ClipCache) -> None:
        """`lasting` keeps fixed prompts, `passing` all other sentences (give it `keep_seconds`)."""
        self._voice = voice
        self._lasting = lasting
        self._passing = passing
        self._tasks = TaskKeeper()
        self._spoken_now: dict[tuple[str, bool], asyncio.Task[Clip]] = {}

    def find(self, text: str) -> Clip | None:
        """A kept clip, in at most a few milliseconds, or None."""
        for name in self._voice.names:
            clip = self._lasting.find(text, name) or self._passing.find(text, name)
            if clip is not None:
                return clip
        return None

    async def prepare(self, text: str, *, lasting: bool = False) -> Clip:
        """The clip of a sentence. Raises VoiceFailed when no voice works, NothingToSay for a text without words.

        `lasting` only for a text that is the same for everybody. A caller that gives up does not stop the work:
        the next one finds the clip.
        """
        found = self._find_lasting(text) if lasting else self.find(text)
        if found is not None:
            return found
        key = (text, lasting)
        task = self._spoken_now.get(key)
        if task is None:
            task = self._tasks.start(self._speak(text, self._lasting if lasting else self._passing), "speak a sentence")
            self._spoken_now[key] = task
            task.add_done_callback(lambda _: self._spoken_now.pop(key, None))
        return await asyncio.shield(task)

    async def warm(self, texts: Iterable[str]) -> int:
        """Make the clips of fixed prompts before they are needed, one by one so that a live call can slip in.

        Returns how many are ready; a text that cannot be spoken is logged and left out.
        """
        ready = 0
        for text in dict.fromkeys(texts):
            try:
                await self.prepare(text, lasting=True)
                ready += 1
            except (VoiceFailed, NothingToSay) as error:
                log.warning("a prompt could not be prepared", reason=error.code, characters=len(text))
        return ready

    async def forget(self, clip: Clip) -> None:
        """Remove a clip once it was played; a lasting one stays."""
        await asyncio.to_thread(self._passing.forget, clip)

    async def prune(self) -> int:
        """Remove what is too old or too much; for a regular job. Returns the number of clips removed."""
        return sum([await asyncio.to_thread(cache.prune) for cache in (self._lasting, self._passing)])

    async def close(self) -> None:
        await self._tasks.close()
        await self._voice.close()

    def _find_lasting(self, text: str) -> Clip | None:
        return next((clip for name in self._voice.names if (clip := self._lasting.find(text, name))), None)

    async def _speak(self, text: str, cache: ClipCache) -> Clip:
        samples = await self._voice.synthesise(text)
        return await asyncio.to_thread(_keep, text, samples, cache)


def _keep(text: str, samples: Samples, cache: ClipCache) -> Clip:
    return cache.store(text, samples.voice, for_the_line(samples))
