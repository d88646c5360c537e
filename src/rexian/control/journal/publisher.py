"""Copies the journal to the event stream, in order, again after an outage until it is certain.

The stream drops what it has seen (event id = message id) and the fact table refuses it a second time, so sending twice
is harmless and losing is impossible: the mark moves only after the outlet has confirmed.
"""

import asyncio
import sqlite3
from collections.abc import Sequence

import structlog

from rexian.control.journal.store import ContactKey, JournalStore
from rexian.control.ports import EventOutlet
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

MARK = "published"
BATCH = 200
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0
GATHER_SECONDS = 0.1
"""The copy may be so far behind: what one turn of a call writes goes out together, and so does what others write."""


class Publisher:
    """Runs beside the lanes; `wake` tells it that there is something new."""

    def __init__(self, store: JournalStore, outlet: EventOutlet) -> None:
        self._store = store
        self._outlet = outlet
        self._news = asyncio.Event()
        self.position = 0

    def wake(self) -> None:
        self._news.set()

    async def run(self) -> None:
        """Copy for ever. Only cancellation ends it."""
        self.position = await asyncio.wrap_future(self._store.mark(MARK))
        pause_seconds = FIRST_PAUSE_SECONDS
        while True:
            self._news.clear()
            try:
                while await self._publish_batch():
                    pause_seconds = FIRST_PAUSE_SECONDS
            except (RexianError, OSError, TimeoutError, sqlite3.Error) as error:
                log.warning("events wait in the journal", reason=type(error).__name__, position=self.position)
                await asyncio.sleep(pause_seconds)
                pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)
                continue
            await self._news.wait()
            await asyncio.sleep(GATHER_SECONDS)

    async def _publish_batch(self) -> bool:
        """One batch; False when nothing more waits. A contact's key goes before its first event.

        Each word with the journal's thread costs more than what it does there: two for a batch.
        """
        stored, keys = await asyncio.wrap_future(self._store.unpublished(self.position, BATCH))
        await self._publish_keys(keys)
        while len(keys) == BATCH:
            await asyncio.wrap_future(self._store.set_published(MARK, self.position, _ids(keys)))
            _, keys = await asyncio.wrap_future(self._store.unpublished(self.position, BATCH))
            await self._publish_keys(keys)
        await self._outlet.publish_events([item.event for item in stored])
        position = stored[-1].position if stored else self.position
        if stored or keys:
            await asyncio.wrap_future(self._store.set_published(MARK, position, _ids(keys)))
        self.position = position
        return len(stored) == BATCH

    async def _publish_keys(self, keys: Sequence[ContactKey]) -> None:
        await asyncio.gather(*(self._outlet.publish_contact_key(*key) for key in keys))


def _ids(keys: Sequence[ContactKey]) -> list[str]:
    return [contact_id for contact_id, _ in keys]
