"""Facts are written once and only once, never changed, and a message that is no event stops nothing."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
import sqlalchemy
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.analysis.facts.service import Facts, StreamDocument, Written
from rexian.control.contracts.events import Event
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(database_url)
    yield database
    await database.close()


def documents(events: Sequence[Event]) -> list[StreamDocument]:
    return [
        StreamDocument(number, f"events.{event.type}", event.as_json()) for number, event in enumerate(events, start=1)
    ]


async def count(database: Database, table: str = "facts") -> int:
    async with database.transaction() as session:
        return (await session.execute(sqlalchemy.text(f"SELECT count(*) FROM {table}"))).scalar_one()


async def test_what_is_written_reads_back_the_same(database: Database, stories) -> None:
    facts = Facts(database, SystemClock())
    events = stories.normal_call().events
    assert await facts.write(documents(events)) == Written(new=len(events), known=0, rejected=0)
    assert await facts.of_contact("c1") == events


async def test_an_event_that_comes_again_is_no_second_fact(database: Database, stories) -> None:
    facts = Facts(database, SystemClock())
    events = stories.normal_call().events
    await facts.write(documents(events[:5]))
    assert await facts.write(documents([*events, *events])) == Written(
        new=len(events) - 5, known=len(events) + 5, rejected=0
    )
    assert await count(database) == len(events)


async def test_two_workers_with_the_same_batch_write_it_once(database: Database, stories) -> None:
    events = stories.normal_call().events
    written = await asyncio.gather(*(Facts(database, SystemClock()).write(documents(events)) for _ in range(4)))
    assert sorted(part.new for part in written) == [0, 0, 0, len(events)]
    assert await count(database) == len(events)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE facts SET actor = 'x'", "DELETE FROM facts", "TRUNCATE facts", "DELETE FROM facts WHERE false"],
)
async def test_the_database_refuses_to_change_facts(database: Database, stories, statement: str) -> None:
    await Facts(database, SystemClock()).write(documents(stories.abandoned_call().events))
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as session:
            await session.execute(sqlalchemy.text(statement))
    assert await count(database) == len(stories.abandoned_call().events)


async def test_a_message_that_is_no_event_is_kept_aside_and_the_others_are_written(database: Database, stories) -> None:
    good = documents(stories.abandoned_call().events)
    broken = [
        StreamDocument(901, "events.x", {"id": "x"}),
        StreamDocument(902, "events.x", {**good[0].payload, "id": "nul", "data": {"trunk": "\x00"}}),
        StreamDocument(903, "events.x", {**good[0].payload, "id": "list", "data": ["not", "an", "object"]}),
        StreamDocument(904, "events.x", {**good[0].payload, "id": "zone", "time": "2026-03-02T01:00:00"}),
        StreamDocument(905, "events.x", {**good[0].payload, "id": "number", "sequence": "first"}),
        StreamDocument(906, "events.x", {**good[0].payload, "id": "big", "sequence": 1 << 40}),
    ]
    facts = Facts(database, SystemClock())
    assert await facts.write([*broken, *good]) == Written(new=len(good), known=0, rejected=len(broken))
    assert await facts.write([*broken, *good]) == Written(new=0, known=len(good), rejected=len(broken))
    assert await count(database, "rejected_events") == len(broken)


class Paused:
    """A derivation that stops in the middle of the batch's transaction, having said so."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()

    async def refresh(self, session: AsyncSession, new_events: Sequence[Event]) -> None:
        self.reached.set()
        await asyncio.Event().wait()


async def test_a_batch_broken_off_in_the_middle_leaves_nothing_and_is_written_whole_the_next_time(
    database: Database, stories
) -> None:
    paused = Paused()
    events = documents(stories.normal_call().events)
    writing = asyncio.ensure_future(Facts(database, SystemClock(), [paused]).write(events))
    await paused.reached.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await count(database) == 0
    assert (await Facts(database, SystemClock()).write(events)).new == len(events)


KILLED_WORKER = """
import asyncio, json, sys
from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database

class Hang:
    async def refresh(self, session, new_events):
        print("writing", flush=True)
        await asyncio.Event().wait()

async def main():
    documents = [StreamDocument(*document) for document in json.load(sys.stdin)]
    await Facts(Database.connect(sys.argv[1]), SystemClock(), [Hang()]).write(documents)

asyncio.run(main())
"""


async def test_a_worker_killed_in_the_middle_of_a_batch_blocks_nobody(
    database: Database, database_url: str, stories
) -> None:
    events = documents(stories.normal_call().events)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_WORKER, database_url, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps([[d.sequence, d.subject, d.payload] for d in events]).encode())
    worker.stdin.close()
    assert await worker.stdout.readline() == b"writing\n"
    os.kill(worker.pid, signal.SIGKILL)
    await worker.wait()
    assert (await Facts(database, SystemClock()).write(events)).new == len(events)
    assert await until(lambda: count(database), deadline_seconds=5) == len(events)
