"""The ways of a day, from stored facts: of the centre's day, and of organisations that one may see."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.analysis.flow_journeys.service import FlowJourneys
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import ManualClock
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)
OWN = frozenset({"o1"})


def call(stories: SimpleNamespace, contact_id: str, start: datetime) -> list[Event]:
    """A call that hears two nodes and is given up; ids are of their time, as the ledger stamps them."""
    story = stories.Story(contact_id, start).start()
    story.segment("s1", "ivr", flow_id="day", flow_version=1)
    story.tell(EventType.FLOW_NODE_ENTERED, segment_id="s1", node_id="welcome")
    story.after(5).tell(EventType.FLOW_NODE_ENTERED, segment_id="s1", node_id="main")
    story.end_segment("s1", "citizen_hung_up").end("citizen_hung_up", "citizen")
    return [replace(event, id=time_ordered_ids(ManualClock(event.time))()) for event in story.events]


async def test_a_day_of_the_centre_is_told_to_whom_it_belongs(database_url: str, stories: SimpleNamespace) -> None:
    late_before = datetime(2026, 3, 1, 15, 50, tzinfo=UTC)  # ten to midnight in the centre
    early = datetime(2026, 3, 1, 16, 10, tzinfo=UTC)
    events = [*call(stories, "c1", late_before), *call(stories, "c2", early)]
    database = Database.connect(database_url)
    try:
        documents = [StreamDocument(n, f"events.{e.type}", e.as_json()) for n, e in enumerate(events, start=1)]
        await Facts(database, ManualClock(early)).write(documents)
        journeys = FlowJourneys(database, ZONE)
        own = await journeys.on(DAY, "day", 1, OWN)
        others = await journeys.on(DAY, "day", 1, frozenset({"elsewhere"}))
    finally:
        await database.close()
    assert own.runs == 1
    assert [(node.node_id, node.entered, node.gave_up) for node in own.nodes] == [("main", 1, 1), ("welcome", 1, 0)]
    assert [(way.from_node_id, way.to_node_id, way.passed) for way in own.ways] == [("welcome", "main", 1)]
    assert (others.runs, others.nodes) == (0, ())
