"""What a citizen is told by the menu: the words sent to the voice, and the sound that reached the telephone."""

import sqlite3
from contextlib import closing

from tests.rig.citizen import CitizenCall
from tests.rig.instance import Instance
from tests.rig.records import Journal, Row

from rexian.app.demo.phone import Measurement, now_ms
from rexian.kit.crypto import KeyRing
from rexian.kit.waiting import until

SPOKEN_SECONDS = 40.0
TAIL_MS = 500.0
"""A telephone hears a prompt so much later than it is told of, at most."""


class MenuEar:
    """Follows the prompts of one call, each with its words; every prompt is noticed once, in order."""

    def __init__(self, instance: Instance, journal: Journal, call: CitizenCall) -> None:
        self._file = instance.home / "control" / "journal.sqlite"
        self._keys = KeyRing.load(instance.settings.master_key_file)
        self._journal = journal
        self._call = call
        self._position = 0

    async def hears(self, prompt_id: str, *words: str) -> str:
        """Wait until this prompt, if it comes again the next time, is being said with these words; gives them all."""
        started = await self._started(prompt_id)
        said = self._words(started)
        assert all(each in said for each in words), said
        return said

    async def hears_all(self, prompt_id: str, *words: str) -> Measurement:
        """The same to the prompt's end; gives the sound of it."""
        started = await self._started(prompt_id)
        begun_ms = now_ms()
        said = self._words(started)
        assert all(each in said for each in words), said
        await self._journal.event(
            "prompt.ended",
            contact_id=self._call.contact_id,
            after=started["position"],
            deadline_seconds=SPOKEN_SECONDS,
            playback_id=started["data"]["playback_id"],
        )
        heard = await self._call.measure(begun_ms, now_ms() + TAIL_MS)
        assert heard.active_rms_dbfs > -40, heard
        assert heard.span_seconds > started["data"]["clip_seconds"] / 2, (heard, started["data"])
        return heard

    async def _started(self, prompt_id: str) -> Row:
        found = await until(
            lambda: self._journal.find(
                "prompt.started", contact_id=self._call.contact_id, after=self._position, prompt_id=prompt_id
            ),
            deadline_seconds=SPOKEN_SECONDS,
            what=f"prompt {prompt_id}",
        )
        assert found is not None
        self._position = int(found["position"])
        return found

    def _words(self, started: Row) -> str:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as connection:
            (wrapped,) = connection.execute(
                "SELECT wrapped_key FROM contact_keys WHERE contact_id = ?", (started["contact_id"],)
            ).fetchone()
        return self._keys.unwrap(wrapped).open_text(started["sealed"]["text"], context="event.text")
