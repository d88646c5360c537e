"""The ledger on a real journal: nothing personal is readable in the file, and what is read back is what was written."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.control.calls.floor import CALLER, NUMBER, Outlets

from rexian.control.acd.model import AgentChanged
from rexian.control.calls.ledger import Ledger
from rexian.control.contacts.folds import evolve
from rexian.control.contacts.state import Contact, Draft
from rexian.control.contracts.desk import AgentState
from rexian.control.contracts.events import EventType
from rexian.control.journal.publisher import Publisher
from rexian.control.journal.store import Entry, JournalStore
from rexian.kit.clock import ManualClock
from rexian.kit.crypto import KeyRing
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ID_NUMBER = "110101199003070134"
STARTED = Draft(
    EventType.CONTACT_STARTED,
    {"kind": "inbound", "trunk": "trunk", "called_number": NUMBER, "channel_id": "n1-1.0"},
    {"caller_number": CALLER},
)
ATTACHED = Draft(EventType.VALUE_ATTACHED, {"key": "id", "format": "id_number"}, {"value": ID_NUMBER})


class Books:
    """A ledger that can be opened again, as after a restart."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "journal.sqlite"
        self._ring = KeyRing.load(folder / "keys")
        self.clock = ManualClock(NOW)
        self.open()

    def open(self) -> None:
        self.store = JournalStore(self.file)
        self.ledger = Ledger(
            self.store,
            Publisher(self.store, Outlets()),
            self._ring,
            clock=self.clock,
            new_id=time_ordered_ids(self.clock),
        )

    def open_again(self) -> None:
        self.store.close()
        self.open()

    async def write(self, contact: Contact, *drafts: Draft, closes: bool = False) -> Contact:
        await self.ledger.write(contact, drafts, actor="citizen", cause="test", closes=closes)
        for draft in drafts:
            contact = evolve(contact, draft, draft.at or self.clock.now())
        return contact


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    books = Books(tmp_path)
    yield books
    books.store.close()


async def test_nothing_personal_is_readable_in_the_files(books: Books) -> None:
    await books.write(Contact("one"), STARTED, ATTACHED)
    books.store.close()
    content = b"".join(file.read_bytes() for file in books.file.parent.glob("journal.sqlite*"))
    assert NUMBER.encode() in content
    for personal in (CALLER, ID_NUMBER):
        assert personal.encode() not in content


async def test_what_is_rebuilt_equals_what_was_there(books: Books) -> None:
    one = await books.write(Contact("one"), STARTED)
    books.clock.advance(2)
    one = await books.write(one, ATTACHED, Draft(EventType.SEGMENT_STARTED, {"segment_id": "s", "kind": "ivr"}))
    await books.write(Contact("two"), STARTED, closes=True)
    books.open_again()
    assert await books.ledger.open_contacts() == {"one": one}
    assert one.sequence == 3
    await books.write(one, ATTACHED)
    stored = books.store.read(0, 10).result(timeout=5)
    assert [item.event.sequence for item in stored if item.event.contact_id == "one"] == [1, 2, 3, 4]


async def test_a_recovered_event_has_the_time_it_happened(books: Books) -> None:
    before = NOW - timedelta(minutes=1)
    ended = Draft(EventType.CONTACT_ENDED, {"reason": "citizen_hung_up", "ended_by": "citizen"}, at=before)
    await books.write(Contact("one"), STARTED, ended)
    events = [item.event for item in books.store.read(0, 10).result(timeout=5)]
    assert [(event.time, event.recovered) for event in events] == [(NOW, False), (before, True)]


async def test_a_key_that_was_never_committed_is_not_used(books: Books) -> None:
    with sqlite3.connect(books.file) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.Error):
        await books.write(Contact("one"), STARTED)
    with sqlite3.connect(books.file) as other:
        other.execute("DROP TRIGGER full")
    one = await books.write(Contact("one"), STARTED)
    books.open_again()
    assert await books.ledger.open_contacts() == {"one": one}


async def test_a_damaged_contact_keeps_no_other_from_being_rebuilt(books: Books) -> None:
    one = await books.write(Contact("one"), STARTED)
    await books.write(Contact("bad"), STARTED)
    books.store.close()
    with sqlite3.connect(books.file) as other:
        other.execute("UPDATE contact_keys SET wrapped_key = 'damaged' WHERE contact_id = 'bad'")
    books.open()
    assert await books.ledger.open_contacts() == {"one": one}


async def test_agents_states_come_back_newest_last(books: Books) -> None:
    ready = AgentChanged("a", AgentState.NOT_READY, AgentState.READY, "ready", "agent", None, None)
    wrap_up = AgentChanged(
        "a", AgentState.TALKING, AgentState.WRAP_UP, "talk_ended", "system", None, "one", NOW + timedelta(seconds=30)
    )
    await books.ledger.write_agents([ready])
    books.clock.advance(5)
    await books.ledger.write_agents([wrap_up])
    await books.ledger.write_agents([])
    books.open_again()
    assert await books.ledger.agent_states() == [(wrap_up, NOW + timedelta(seconds=5))]


def test_an_entry_of_nothing_is_fine(books: Books) -> None:
    books.store.append(Entry([])).result(timeout=5)
