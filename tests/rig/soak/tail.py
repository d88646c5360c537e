"""Control's journal as it grows, by contact, and which contact a caller's number belongs to.

`tests.rig.records.Journal` reads all of it at each question; with thirty calls asking at once this one reads it once.
"""

import asyncio
import sqlite3
from collections import defaultdict
from contextlib import closing
from itertools import accumulate
from pathlib import Path

import orjson
from tests.rig.instance import Instance
from tests.rig.records import Row

from rexian.kit.crypto import KeyRing
from rexian.kit.waiting import until

LOOK_SECONDS = 0.1
NUMBER_CONTEXT = "event.caller_number"


class JournalTail:
    """Run `follow` beside what asks. Events are as sent, with `position` added."""

    def __init__(self, file: Path, keys: KeyRing) -> None:
        self.contacts: dict[str, list[Row]] = defaultdict(list)
        """The events of each contact that has begun since, in order."""
        self._by_number: dict[str, str] = {}
        self._file = file
        self._keys = keys
        self._position = 0

    @classmethod
    def of(cls, instance: Instance) -> "JournalTail":
        """From now on: what is there already is left out."""
        file = instance.home / "control" / "journal.sqlite"
        tail = cls(file, KeyRing.load(instance.settings.master_key_file))
        with closing(tail._connection()) as connection:
            tail._position = connection.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()[0]
        return tail

    async def follow(self) -> None:
        """Read what comes, for ever."""
        while True:
            self.read()
            await asyncio.sleep(LOOK_SECONDS)

    def read(self) -> None:
        """Take in what has come."""
        with closing(self._connection()) as connection:
            rows = connection.execute(
                "SELECT position, contact_id, document FROM journal WHERE position > ? ORDER BY position",
                (self._position,),
            ).fetchall()
            for position, contact_id, document in rows:
                self._position = position
                event = {**orjson.loads(document), "position": position}
                if contact_id and (event["type"] == "contact.started" or contact_id in self.contacts):
                    self.contacts[contact_id].append(event)
                if event["type"] == "contact.started":
                    self._by_number[self._number(connection, event)] = contact_id

    async def contact_of(self, number: str, *, deadline_seconds: float) -> str:
        """The contact of a caller, waiting for it. Every number calls once only."""
        found = await until(
            lambda: self._by_number.get(number), deadline_seconds=deadline_seconds, what=f"a contact of {number}"
        )
        assert found is not None
        return found

    def has(self, contact_id: str, event_type: str, *, after: int = 0, **data: str) -> int:
        """The position of the first such event behind a position; 0 when there is none."""
        return next(
            (
                int(event["position"])
                for event in self.contacts[contact_id]
                if event["type"] == event_type and event["position"] > after and data.items() <= event["data"].items()
            ),
            0,
        )

    def most_at_once(self) -> int:
        """How many contacts there were at the busiest moment."""
        changes = {"contact.started": 1, "contact.ended": -1}
        steps = sorted(
            (event["time"], changes[event["type"]])
            for events in self.contacts.values()
            for event in events
            if event["type"] in changes
        )
        return max(accumulate(step for _, step in steps), default=0)

    def story(self, contact_id: str) -> str:
        """The contact's life, an event a line."""
        return "\n".join(
            f"    {event['time'][11:23]} {event['sequence']:3} {event['type']} {event['data']}"
            for event in self.contacts[contact_id]
        )

    def _connection(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)

    def _number(self, connection: sqlite3.Connection, started: Row) -> str:
        wrapped = connection.execute(
            "SELECT wrapped_key FROM contact_keys WHERE contact_id = ?", (started["contact_id"],)
        ).fetchone()[0]
        return self._keys.unwrap(wrapped).open_text(started["sealed"]["caller_number"], context=NUMBER_CONTEXT)
