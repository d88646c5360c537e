"""What an instance has written down: control's journal, and in the database facts, call records and recordings."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self

import orjson
from sqlalchemy import text
from tests.rig.instance import Instance

from rexian.kit.database import Database
from rexian.kit.waiting import until

EVENT_SECONDS = 20.0
DRAIN_SECONDS = 60.0

Row = dict[str, Any]


class Journal:
    """Control's journal, read beside control. Events are as sent, with `position` added."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def of(cls, instance: Instance) -> Self:
        return cls(instance.home / "control" / "journal.sqlite")

    def story(self, count: int = 60) -> str:
        """The newest events, one a line, without what is sealed."""
        return "\n".join(
            f"{event['time'][11:23]} {event['contact_id'] or '':>34} {event['type']} {event['data']}"
            for event in self.events()[-count:]
        )

    def end(self) -> int:
        """The position of the newest event; 0 when there is none."""
        return max((event["position"] for event in self.events()), default=0)

    def events(self, contact_id: str | None = None, *, after: int = 0) -> list[Row]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT position, document FROM journal WHERE position > ? ORDER BY position", (after,)
            ).fetchall()
        events = [{**orjson.loads(document), "position": position} for position, document in rows]
        return [event for event in events if contact_id is None or event["contact_id"] == contact_id]

    def find(self, event_type: str, *, contact_id: str | None = None, after: int = 0, **data: Any) -> Row | None:
        """The first event of that type behind a position whose data say so."""
        return next(
            (
                event
                for event in self.events(contact_id, after=after)
                if event["type"] == event_type and data.items() <= event["data"].items()
            ),
            None,
        )

    async def event(
        self,
        event_type: str,
        *,
        contact_id: str | None = None,
        after: int = 0,
        deadline_seconds: float = EVENT_SECONDS,
        **data: Any,
    ) -> Row:
        """As `find`, waiting for it."""
        found = await until(
            lambda: self.find(event_type, contact_id=contact_id, after=after, **data),
            deadline_seconds=deadline_seconds,
            what=f"{event_type} {data}",
        )
        assert found is not None
        return found


class Records:
    """Questions to the platform's database."""

    def __init__(self, database_url: str, journal: Journal) -> None:
        self.database = Database.connect(database_url)
        self.journal = journal

    async def close(self) -> None:
        await self.database.close()

    async def rows(self, statement: str, **values: Any) -> list[Row]:
        async with self.database.transaction() as session:
            result = await session.execute(text(statement), values)
            return [dict(row) for row in result.mappings()]

    async def facts(self, contact_id: str) -> list[Row]:
        """The contact's facts in order."""
        return await self.rows("SELECT * FROM facts WHERE contact_id = :id ORDER BY sequence", id=contact_id)

    async def call_record(self, contact_id: str) -> Row:
        """The record of a contact that has ended, waiting for it; its segments in order under `segments`."""

        async def look() -> list[Row]:
            return await self.rows("SELECT * FROM call_records WHERE contact_id = :id", id=contact_id)

        found = await until(look, deadline_seconds=DRAIN_SECONDS, what=f"call record of {contact_id}")
        segments = await self.rows(
            "SELECT * FROM call_record_segments WHERE contact_id = :id ORDER BY number", id=contact_id
        )
        return {**found[0], "segments": segments}

    async def stored_recording(self, contact_id: str) -> Row:
        """The contact's only recording, waiting until it is stored."""

        async def look() -> list[Row]:
            return await self.rows(
                "SELECT * FROM recordings WHERE contact_id = :id AND state IN ('stored', 'failed')", id=contact_id
            )

        found = await until(look, deadline_seconds=DRAIN_SECONDS, what=f"recording of {contact_id}")
        assert [row["state"] for row in found] == ["stored"], found
        return found[0]

    async def all_written(self, contact_id: str) -> list[Row]:
        """Wait until every journal event of an ended contact is a fact, once, in order; gives the facts."""

        async def complete() -> list[Row]:
            facts = await self.facts(contact_id)
            journal = self.journal.events(contact_id)
            ended = any(event["type"] == "contact.ended" for event in journal)
            return facts if ended and ids(facts) == ids(journal) else []

        facts = await until(complete, deadline_seconds=DRAIN_SECONDS, what=f"all facts of {contact_id}")
        assert [fact["sequence"] for fact in facts] == list(range(1, len(facts) + 1))
        return list(facts)

    async def nothing_missing(self) -> None:
        """Wait until the whole journal, agents' states too, is in the facts, and see that nothing else is."""

        async def same() -> bool:
            facts = await self.rows("SELECT id FROM facts")
            return sorted(ids(facts)) == sorted(ids(self.journal.events()))

        assert await until(same, deadline_seconds=DRAIN_SECONDS, interval_seconds=0.2, what="journal equals facts")


def ids(rows: Sequence[Row]) -> list[str]:
    return [row["id"] for row in rows]
