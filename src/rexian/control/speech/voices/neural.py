"""The neural voice: one child process speaks, this side only passes sentences and samples.

LiteRT would stop the event loop for hundreds of milliseconds, so it has a process of its own. The child is started
at the first sentence (or by `start`), ended when it misses a deadline, and started again for the next sentence.
Leaves the choice of another voice to `fallback`.
"""

import asyncio
import os
import sys

import numpy as np
import numpy.typing as npt
import structlog

from rexian.control.speech.errors import NothingToSay, VoiceBusy, VoiceFailed, VoiceNotInstalled
from rexian.control.speech.frontend.parts import parts_of
from rexian.control.speech.ports import SampleFormat, Samples
from rexian.control.speech.voices.neural_worker import FAILED, HEADER, LENGTH, READY, SPOKEN

log = structlog.get_logger(__name__)

_RATE_HZ = 24_000
_LONGEST_BODY = 24_000 * 2 * 600
_BETWEEN_PARTS_SECONDS = 0.42
_ERRORS = {error.code: error for error in (NothingToSay, VoiceNotInstalled)}


class NeuralVoice:
    """FastSpeech2 with MB-MelGAN, a female Putonghua voice. One sentence at a time; others wait their turn."""

    name = "baker-fastspeech2-r1"
    format = SampleFormat(_RATE_HZ, "int16")

    def __init__(self, *, start_seconds: float = 30.0, sentence_seconds: float = 5.0, most_waiting: int = 24) -> None:
        """`start_seconds` for loading the models, `sentence_seconds` for one part of at most 120 characters.

        `most_waiting`: with more sentences waiting the voice is busy (each takes some 0.3 s).
        """
        self._most_waiting = most_waiting
        self._waiting = 0
        self._start_seconds = start_seconds
        self._sentence_seconds = sentence_seconds
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def child_id(self) -> int | None:
        """The process id of the running child."""
        return self._child.pid if self._child is not None and self._child.returncode is None else None

    async def start(self) -> None:
        """Have the child ready before the first sentence. Raises VoiceFailed, VoiceNotInstalled."""
        async with self._turn:
            await self._running()

    async def synthesise(self, text: str) -> Samples:
        """A long text is spoken part by part, so that a short one need not wait for all of it."""
        if self._waiting >= self._most_waiting:
            raise VoiceBusy()
        self._waiting += 1
        try:
            sounds = [sound for part in parts_of(text) if (sound := await self._speak(part)) is not None]
        finally:
            self._waiting -= 1
        if not sounds:
            raise NothingToSay()
        silence = np.zeros(int(_BETWEEN_PARTS_SECONDS * _RATE_HZ), np.int16)
        joined = [piece for sound in sounds for piece in (sound, silence)][:-1]
        return Samples(np.concatenate(joined), _RATE_HZ, self.name)

    async def _speak(self, text: str) -> npt.NDArray[np.int16] | None:
        """One part; None when there is nothing to say in it."""
        async with self._turn:
            status, body, ignored = await self._exchange(await self._running(), text)
        if ignored:
            log.warning("characters without a known sound were left out", voice=self.name, characters=ignored)
        if status == SPOKEN:
            return np.frombuffer(body, dtype=np.int16)
        error = _error(body)
        if isinstance(error, NothingToSay):
            return None
        raise error

    async def _exchange(self, child: asyncio.subprocess.Process, text: str) -> tuple[int, bytes, int]:
        try:
            async with asyncio.timeout(self._sentence_seconds):
                return await self._ask(child, text)
        except TimeoutError:
            await self._end()
            raise VoiceFailed("the neural voice missed its deadline") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._end()
            raise VoiceFailed("the neural voice's process ended") from None
        except asyncio.CancelledError:
            # Half an answer may be in the pipe: this child cannot be asked again.
            await asyncio.shield(self._end())
            raise

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        self._child = child = await _spawn()
        try:
            async with asyncio.timeout(self._start_seconds):
                status, body, _ = await _read(child)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            await self._end()
            raise VoiceFailed("the neural voice did not start") from None
        except asyncio.CancelledError:
            await asyncio.shield(self._end())
            raise
        if status != READY:
            await self._end()
            raise _error(body)
        return child

    async def _ask(self, child: asyncio.subprocess.Process, text: str) -> tuple[int, bytes, int]:
        assert child.stdin is not None
        request = text.encode("utf-8", errors="ignore")
        child.stdin.write(LENGTH.pack(len(request)) + request)
        await child.stdin.drain()
        return await _read(child)

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            child.kill()
        if child.stdin is not None:
            child.stdin.close()
        await child.wait()


async def _spawn() -> asyncio.subprocess.Process:
    """The child imports from where this process imports."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "rexian.control.speech.voices.neural_worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )


async def _read(child: asyncio.subprocess.Process) -> tuple[int, bytes, int]:
    """Status, body and the number of ignored characters of one answer."""
    assert child.stdout is not None
    status, length, _syllables, ignored = HEADER.unpack(await child.stdout.readexactly(HEADER.size))
    if status not in (READY, SPOKEN, FAILED) or length > _LONGEST_BODY:
        raise ConnectionError("not an answer of the voice's process")
    return status, await child.stdout.readexactly(length), ignored


def _error(body: bytes) -> VoiceFailed | NothingToSay:
    code, _, reason = body.decode("utf-8", errors="replace").partition(" ")
    error = _ERRORS.get(code, VoiceFailed)
    return error(reason=reason) if reason else error()
