"""The copy to the stream: in order, whole, again after every outage, never a gap."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from rexian.control.contracts.events import Event
from rexian.control.journal.publisher import BATCH, MARK, Publisher
from rexian.control.journal.store import Entry, JournalStore
from rexian.kit.errors import RexianError
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

MakeEvent = Callable[..., Event]
SECONDS = 20


class Away(RexianError):
    """The stream of this test is away."""

    code = "stream_away"


class Outlet:
    """A stream that fails as told: before anything was taken, or after a part of it was."""

    def __init__(self, failures: Sequence[Exception] = (), *, takes: int = 0) -> None:
        self.failures = list(failures)
        self.takes = takes
        self.taken: list[str] = []

    async def publish_events(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.taken += [event.id for event in events[: self.takes]]
            raise self.failures.pop(0)
        self.taken += [event.id for event in events]

    async def publish_contact_key(self, contact_id: str, wrapped_key: str) -> None:
        self.taken.append(f"key of {contact_id}")

    @property
    def kept(self) -> list[str]:
        """As the stream keeps it: what it has seen before is dropped."""
        return list(dict.fromkeys(self.taken))


@asynccontextmanager
async def publishing(store: JournalStore, outlet: Outlet) -> AsyncIterator[Publisher]:
    publisher = Publisher(store, outlet)
    task = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def settled(publisher: Publisher, position: int) -> None:
    reached = await until(lambda: publisher.position >= position, deadline_seconds=SECONDS, what="published")
    assert reached


def fill(store: JournalStore, event: MakeEvent, first: int, last: int) -> list[str]:
    names = [f"e-{number}" for number in range(first, last + 1)]
    store.append(Entry([event(name) for name in names])).result(SECONDS)
    return names


async def test_events_go_in_order_in_batches(store: JournalStore, event: MakeEvent) -> None:
    outlet = Outlet()
    names = fill(store, event, 1, 2 * BATCH + 50)
    async with publishing(store, outlet) as publisher:
        await settled(publisher, 2 * BATCH + 50)
        names += fill(store, event, 2 * BATCH + 51, 2 * BATCH + 60)
        publisher.wake()
        await settled(publisher, 2 * BATCH + 60)
    assert outlet.taken == names


@pytest.mark.parametrize("failure", [Away(), OSError(), TimeoutError(), sqlite3.OperationalError()])
@pytest.mark.parametrize("takes", [0, 3])
async def test_after_failures_nothing_is_lost_or_out_of_order(
    store: JournalStore, event: MakeEvent, failure: Exception, takes: int
) -> None:
    outlet = Outlet([failure] * 3, takes=takes)
    names = fill(store, event, 1, 10)
    async with publishing(store, outlet) as publisher:
        await settled(publisher, 10)
    assert outlet.kept == names


async def test_a_successor_goes_on_behind_the_mark(store: JournalStore, event: MakeEvent) -> None:
    first, second = Outlet(), Outlet()
    fill(store, event, 1, 10)
    async with publishing(store, first) as publisher:
        await settled(publisher, 10)
    names = fill(store, event, 11, 20)
    async with publishing(store, second) as publisher:
        await settled(publisher, 20)
    assert second.taken == names
    assert store.mark(MARK).result(SECONDS) == 20


async def test_every_key_goes_before_the_first_event_of_its_contact(store: JournalStore, event: MakeEvent) -> None:
    """More contacts than a batch holds, their ids in no order: as after an outage."""
    outlet = Outlet()
    contacts = [f"c-{number * 7919 % 1000:03}" for number in range(BATCH + 100)]
    for contact_id in contacts:
        store.append(Entry([event(f"first of {contact_id}", contact_id)], (contact_id, "wrapped")))
    async with publishing(store, outlet) as publisher:
        await settled(publisher, len(contacts))
    assert len(set(contacts)) == len(contacts)
    for contact_id in contacts:
        assert outlet.taken.index(f"key of {contact_id}") < outlet.taken.index(f"first of {contact_id}")
    assert store.unpublished(0, 10).result(SECONDS)[1] == []
