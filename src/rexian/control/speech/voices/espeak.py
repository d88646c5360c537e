"""espeak-ng as the voice of last resort: always there on Debian, sounds like a machine, never wrong for long.

One short-lived process a sentence; a GPL program of its own, no library of it is loaded.
"""

import asyncio
import io
import shutil

import numpy as np
import soundfile

from rexian.control.speech.errors import NothingToSay, VoiceFailed, VoiceNotInstalled
from rexian.control.speech.ports import SampleFormat, Samples
from rexian.control.speech.wording.free_text import speakable


class EspeakVoice:
    """espeak-ng's Mandarin."""

    name = "espeak-cmn-r1"
    format = SampleFormat(22_050, "int16")

    def __init__(
        self, *, program: str = "espeak-ng", words_per_minute: int = 220, sentence_seconds: float = 10.0
    ) -> None:
        self._program = program
        self._speed = words_per_minute
        self._sentence_seconds = sentence_seconds

    async def synthesise(self, text: str) -> Samples:
        words = speakable(text)
        if not any("\u3400" <= sign <= "\u9fff" for sign in words):
            raise NothingToSay()
        sound = await self._run(words)
        try:
            values, rate_hz = soundfile.read(io.BytesIO(sound), dtype="int16", always_2d=True)
        except soundfile.LibsndfileError:
            raise VoiceFailed("espeak-ng gave no sound") from None
        if len(values) == 0:
            raise VoiceFailed("espeak-ng gave no sound")
        return Samples(np.ascontiguousarray(values[:, 0]), rate_hz, self.name)

    async def close(self) -> None:
        """Nothing runs between sentences."""

    async def _run(self, words: str) -> bytes:
        """The sentence goes through standard input: a command line can be seen by every user of the machine."""
        program = shutil.which(self._program)
        if program is None:
            raise VoiceNotInstalled("espeak-ng is not installed", wanted=self._program)
        child = await asyncio.create_subprocess_exec(
            program,
            *("-v", "cmn", "-s", str(self._speed), "--stdin", "--stdout"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(self._sentence_seconds):
                sound, _ = await child.communicate(words.encode("utf-8", errors="ignore"))
        except TimeoutError:
            raise VoiceFailed("espeak-ng missed its deadline") from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            raise VoiceFailed("espeak-ng failed", status=child.returncode)
        return sound
