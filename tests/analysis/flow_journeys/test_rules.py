"""From facts to figures: what was passed, where callers gave up, asked for a person, or were done."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from rexian.analysis.flow_journeys.contracts import NodeTraffic, WayTraffic
from rexian.analysis.flow_journeys.rules import journey
from rexian.control.contracts.events import Event, EventType

pytestmark = pytest.mark.pure

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NUMBERS = count(1)


def told(contact_id: str, type_: str, **data: Any) -> Event:
    number = next(NUMBERS)
    time = START + timedelta(seconds=number)
    return Event(f"e{number}", type_, 1, time, "system", "o1", "m1", contact_id=contact_id, data=data)


def run(contact_id: str, *nodes: str, version: int = 2, flow_id: str = "day") -> list[Event]:
    """A menu segment with the nodes that were entered."""
    segment = told(
        contact_id, EventType.SEGMENT_STARTED, segment_id="s", kind="ivr", flow_id=flow_id, flow_version=version
    )
    return [segment, *(told(contact_id, EventType.FLOW_NODE_ENTERED, node_id=node_id) for node_id in nodes)]


def end(contact_id: str, reason: str) -> Event:
    return told(contact_id, EventType.CONTACT_ENDED, reason=reason)


def queue(contact_id: str) -> Event:
    return told(contact_id, EventType.SEGMENT_STARTED, segment_id="q", kind="queue", queue_id="people")


def test_ways_and_ends_are_counted() -> None:
    facts = [
        *run("a", "welcome", "main", "human"),
        queue("a"),
        end("a", "citizen_hung_up"),
        *run("b", "welcome", "main", "main"),
        end("b", "citizen_hung_up"),
        *run("c", "welcome", "main", "bye"),
        end("c", "flow_ended"),
    ]
    found = journey(facts, "day", 2)
    assert found.runs == 3
    assert found.nodes == (
        NodeTraffic("bye", 1, 0, 0, 1),
        NodeTraffic("human", 1, 0, 1, 0),
        NodeTraffic("main", 4, 1, 0, 0),
        NodeTraffic("welcome", 3, 0, 0, 0),
    )
    assert found.ways == (
        WayTraffic("main", "bye", 1),
        WayTraffic("main", "human", 1),
        WayTraffic("main", "main", 1),
        WayTraffic("welcome", "main", 3),
    )


def test_calls_side_by_side_are_kept_apart() -> None:
    one, other = run("a", "welcome", "main"), run("b", "welcome", "bye")
    mixed = [fact for both in zip(one, other, strict=True) for fact in both]
    assert journey(mixed, "day", 2).ways == (WayTraffic("welcome", "bye", 1), WayTraffic("welcome", "main", 1))


def test_other_flows_and_versions_do_not_count() -> None:
    facts = [*run("a", "welcome", version=1), *run("b", "welcome", flow_id="night"), end("a", "citizen_hung_up")]
    assert journey(facts, "day", 2).nodes == ()


def test_an_errand_that_is_over_is_no_end_of_the_call() -> None:
    back = told("a", EventType.SEGMENT_ENDED, segment_id="s", reason="came_back")
    found = journey([*run("a", "welcome"), back, end("a", "citizen_hung_up")], "day", 2)
    assert found.nodes == (NodeTraffic("welcome", 1, 0, 0, 0),)


def test_a_call_that_begins_before_the_day_counts_from_its_next_run() -> None:
    late = told("a", EventType.FLOW_NODE_ENTERED, node_id="main")
    assert journey([late, end("a", "citizen_hung_up"), *run("a", "welcome")], "day", 2).runs == 1
