"""A day and a contact's way read from real facts."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import pytest_asyncio

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.analysis.routing.contracts import StayEnd
from rexian.analysis.routing.errors import NeverQueued
from rexian.analysis.routing.service import Routing
from rexian.control.contracts.events import Event
from rexian.kit.clock import ManualClock
from rexian.kit.database import Database
from rexian.kit.ids import first_id_of, time_ordered_ids

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(database_url)
    yield database
    await database.close()


def with_ids_of_their_time(events: list[Event]) -> list[Event]:
    """As the ledger stamps them."""
    return [replace(event, id=time_ordered_ids(ManualClock(event.time))()) for event in events]


async def store(database: Database, events: list[Event], now: datetime) -> None:
    documents = [StreamDocument(n, f"events.{e.type}", e.as_json()) for n, e in enumerate(events, start=1)]
    await Facts(database, ManualClock(now)).write(documents)


async def test_a_day_is_found_by_its_time(database: Database, stories: SimpleNamespace) -> None:
    start: datetime = stories.START
    events = with_ids_of_their_time(
        [
            *stories.normal_call("before", start - timedelta(minutes=5)).events,
            *stories.normal_call("first", start + timedelta(minutes=5)).events,
            *stories.abandoned_call("second", start + timedelta(hours=23)).events,
            *stories.normal_call("after", start + timedelta(hours=25)).events,
        ]
    )
    await store(database, events, start)
    day = await Routing(database, ManualClock(start)).day(start, start + timedelta(days=1))
    assert [stay.contact_id for stay in day.stays] == ["first", "second"]
    assert [stay.end for stay in day.stays] == [StayEnd.ANSWERED, StayEnd.ABANDONED]


async def test_a_contacts_way_is_told_from_its_facts(database: Database, stories: SimpleNamespace) -> None:
    await store(database, stories.declined_then_answered("c3").events, stories.START)
    routing = Routing(database, ManualClock(stories.START))
    explanation = await routing.explain("c3")
    assert [offer.outcome for offer in explanation.stays[0].stay.offers] == ["declined", "accepted"]
    with pytest.raises(NeverQueued):
        await routing.explain("unknown")


async def test_a_contact_of_another_organisation_is_not_told_of(database: Database, stories: SimpleNamespace) -> None:
    story = stories.normal_call("c4").events
    await store(database, story, stories.START)
    routing = Routing(database, ManualClock(stories.START))
    own = await routing.explain("c4", frozenset({story[0].organisation_id}))
    assert [stay.stay.contact_id for stay in own.stays] == ["c4"]
    with pytest.raises(NeverQueued):
        await routing.explain("c4", frozenset({"elsewhere"}))


def test_ids_begin_with_their_time(stories: SimpleNamespace) -> None:
    clock = ManualClock(stories.START)
    earlier = time_ordered_ids(clock)()
    clock.advance(0.001)
    assert earlier < first_id_of(clock.now()) < time_ordered_ids(clock)()
