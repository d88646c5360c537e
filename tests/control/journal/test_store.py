"""The journal keeps what it has confirmed, in order, over any end of its process."""

import asyncio
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from rexian.control.contracts.events import Event
from rexian.control.journal.store import MOST_PER_COMMIT, Entry, JournalClosed, JournalStore

pytestmark = pytest.mark.parts

SECONDS = 20
MakeEvent = Callable[..., Event]

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from rexian.control.contracts.events import Event
from rexian.control.journal.store import Entry, JournalStore

store = JournalStore(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    event = Event(f"e-{number}", "segment.started", 1, datetime.now(UTC), "system", "centre", "m1", "c-1", number)
    store.append(Entry([event], ("c-1", "key") if number == 1 else None)).result()
    print(number, flush=True)
"""


def unpublished_keys(store: JournalStore) -> list[tuple[str, str]]:
    return store.unpublished(0, 10).result(SECONDS)[1]


def ids(store: JournalStore, after: int = 0, limit: int = 1000) -> list[str]:
    return [stored.event.id for stored in store.read(after, limit).result(SECONDS)]


def test_events_are_read_as_they_were_written(store: JournalStore, event: MakeEvent) -> None:
    first, second = event("e-1", node_id="menu", number=1), event("e-2")
    store.append(Entry([first, second])).result(SECONDS)
    assert [stored.event for stored in store.read(0, 10).result(SECONDS)] == [first, second]
    assert ids(store, after=1) == ["e-2"]
    assert ids(store, limit=1) == ["e-1"]


def test_what_waits_is_committed_together(store: JournalStore, event: MakeEvent) -> None:
    gate, statements = threading.Event(), list[str]()
    store._submit(lambda connection: connection.set_trace_callback(statements.append)).result(SECONDS)
    held = store._submit(lambda connection: gate.wait(SECONDS))
    futures = [store.append(Entry([event(f"e-{number}")])) for number in range(3 * MOST_PER_COMMIT)]
    gate.set()
    held.result(SECONDS)
    for future in futures:
        future.result(SECONDS)
    assert statements.count("COMMIT") <= 5
    assert ids(store, limit=5000) == [f"e-{number}" for number in range(3 * MOST_PER_COMMIT)]


def test_a_bad_entry_fails_alone_and_as_a_whole(store: JournalStore, event: MakeEvent) -> None:
    gate = threading.Event()
    store._submit(lambda connection: gate.wait(SECONDS))
    good = store.append(Entry([event("e-1")]))
    twice = store.append(Entry([event("e-2"), event("e-1")]))
    no_json = store.append(Entry([event("e-3", thing=object())]))
    last = store.append(Entry([event("e-4")]))
    gate.set()
    good.result(SECONDS)
    with pytest.raises(sqlite3.IntegrityError):
        twice.result(SECONDS)
    with pytest.raises(TypeError):
        no_json.result(SECONDS)
    last.result(SECONDS)
    assert ids(store) == ["e-1", "e-4"]


def test_work_is_done_even_if_nobody_waits_for_it_any_more(store: JournalStore, event: MakeEvent) -> None:
    gate = threading.Event()
    store._submit(lambda connection: gate.wait(SECONDS))
    gone = store.append(Entry([event("e-1")]))
    assert gone.cancel()
    gate.set()
    assert ids(store) == ["e-1"]


def test_open_contacts_until_they_close(store: JournalStore, event: MakeEvent) -> None:
    store.append(Entry([event("e-1", "c-1")], ("c-1", "key-1"))).result(SECONDS)
    store.append(Entry([event("e-2", "c-2")], ("c-2", "key-2"))).result(SECONDS)
    store.append(Entry([event("e-3", "c-1"), event("e-4", None, agent_id="ann")])).result(SECONDS)
    assert [found.id for found in store.open_contacts().result(SECONDS)] == ["e-1", "e-2", "e-3"]
    assert store.contact_keys().result(SECONDS) == {"c-1": "key-1", "c-2": "key-2"}
    store.append(Entry([event("e-5", "c-1")], closes="c-1")).result(SECONDS)
    assert [found.id for found in store.open_contacts().result(SECONDS)] == ["e-2"]
    assert store.contact_keys().result(SECONDS) == {"c-2": "key-2"}


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_key_stays_until_it_is_published_and_its_contact_closed(
    store: JournalStore, event: MakeEvent, closed_first: bool
) -> None:
    store.append(Entry([event("e-1")], ("c-1", "key-1"))).result(SECONDS)
    assert unpublished_keys(store) == [("c-1", "key-1")]
    if closed_first:
        store.append(Entry([], closes="c-1")).result(SECONDS)
        assert unpublished_keys(store) == [("c-1", "key-1")]
    store.set_published("published", 1, ["c-1"]).result(SECONDS)
    if not closed_first:
        assert store.contact_keys().result(SECONDS) == {"c-1": "key-1"}
        store.append(Entry([], closes="c-1")).result(SECONDS)
    count = store._submit(lambda connection: connection.execute("SELECT count(*) FROM contact_keys").fetchone()[0])
    assert count.result(SECONDS) == 0


def test_the_newest_state_of_each_agent(store: JournalStore, event: MakeEvent) -> None:
    changes = [
        event("a-1", None, agent_id="ann"),
        event("b-1", None, agent_id="bea"),
        event("a-2", None, agent_id="ann"),
    ]
    store.append(Entry(changes)).result(SECONDS)
    assert sorted(found.id for found in store.agent_states().result(SECONDS)) == ["a-2", "b-1"]


def test_everything_is_there_again_after_closing(open_store: Callable[[], JournalStore], event: MakeEvent) -> None:
    first = open_store()
    first.append(Entry([event("e-1")], ("c-1", "key-1")))
    first.set_published("published", 7, [])
    first.close()
    second = open_store()
    assert ids(second) == ["e-1"]
    assert second.mark("published").result(SECONDS) == 7
    assert second.mark("never set").result(SECONDS) == 0


def test_a_closed_journal_takes_nothing(store: JournalStore, event: MakeEvent) -> None:
    store.close()
    store.close()
    with pytest.raises(JournalClosed):
        store.append(Entry([event("e-1")])).result(SECONDS)


def test_a_file_that_cannot_be_opened_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        JournalStore(tmp_path / "journal.sqlite")


async def test_what_was_confirmed_outlives_a_killed_writer(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    confirmed = 0
    async with asyncio.timeout(60):
        while confirmed < 300:
            confirmed = int(await writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        told = (await writer.stdout.read()).split()
        await writer.wait()
    confirmed = int(told[-1]) if told else confirmed
    store = JournalStore(path)
    try:
        found = ids(store, limit=100_000)
        assert len(found) - confirmed in (0, 1)
        assert found == [f"e-{number}" for number in range(1, len(found) + 1)]
        assert [item.sequence for item in store.open_contacts().result(SECONDS)] == list(range(1, len(found) + 1))
        assert store.contact_keys().result(SECONDS) == {"c-1": "key"}
    finally:
        store.close()
