"""Journals of the test and events to put into them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rexian.control.contracts.events import Event, EventType
from rexian.control.journal.store import JournalStore


def make_event(event_id: str, contact_id: str | None = "c-1", **data: Any) -> Event:
    return Event(
        id=event_id,
        type=EventType.AGENT_STATE_CHANGED if contact_id is None else EventType.FLOW_NODE_ENTERED,
        version=1,
        time=datetime(2024, 7, 5, 9, 0, tzinfo=UTC),
        actor="system",
        organisation_id="centre",
        media_node="m1",
        contact_id=contact_id,
        data=data,
    )


@pytest.fixture
def event() -> Callable[..., Event]:
    return make_event


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[[], JournalStore]]:
    """Opens the journal file of this test, as often as wanted."""
    opened: list[JournalStore] = []

    def open_again() -> JournalStore:
        opened.append(JournalStore(tmp_path / "folder" / "journal.sqlite"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], JournalStore]) -> JournalStore:
    return open_store()
