"""Which flow and version a call runs: the current one, a share of a route, the one it has begun with."""

import json
from typing import Any

import pytest
from tests.control.calls.floor import centre_configuration

from rexian.control.contacts.flow_tables import FlowTables
from rexian.control.contracts.configuration import (
    CentreConfiguration,
    FlowConfiguration,
    FlowRouteConfiguration,
    FlowShare,
)
from rexian.control.ivr.document import read_flow
from rexian.kit.copies import changed

pytestmark = pytest.mark.pure

IDS = [f"contact-{number}" for number in range(1000)]


def document(flow_id: str, version: int) -> dict[str, Any]:
    return {
        "format": 1,
        "flow_id": flow_id,
        "version": version,
        "title": "试",
        "language": "zh-CN",
        "start": "human",
        "resume_text": "抱歉。",
        "fallback_queue_id": "q",
        "nodes": {"human": {"kind": "queue", "queue_id": "q"}},
    }


def stored(flow_id: str, version: int, *, current: bool = True) -> FlowConfiguration:
    return FlowConfiguration(flow_id, version, current, document(flow_id, version))


def centre(*flows: FlowConfiguration, routes: tuple[FlowRouteConfiguration, ...] = ()) -> CentreConfiguration:
    return changed(centre_configuration(), flows=flows, flow_routes=routes)


def versions(tables: FlowTables, *, called_number: str = "12329", trunk: str = "ims") -> list[int]:
    flows = [tables.for_call(contact_id, called_number, trunk, "day") for contact_id in IDS]
    return [flow.version for flow in flows if flow is not None]


def test_without_routes_a_number_runs_the_current_version_of_its_flow() -> None:
    tables = FlowTables.of({}).configured(centre(stored("day", 1, current=False), stored("day", 2)), ())
    assert set(versions(tables)) == {2}
    assert list(tables) == ["day"]


def test_a_share_of_the_calls_runs_another_version_and_each_call_keeps_its_own() -> None:
    canary = FlowRouteConfiguration("number", "12329", (FlowShare("day", 2, 10),))
    tables = FlowTables.of({}).configured(
        centre(stored("day", 1), stored("day", 2, current=False), routes=(canary,)), ()
    )
    found = versions(tables)
    assert 70 < found.count(2) < 130
    assert versions(tables) == found
    assert set(versions(tables, called_number="12345")) == {1}


def test_a_number_comes_before_its_trunk_and_a_trunk_before_the_channel() -> None:
    routes = (
        FlowRouteConfiguration("channel", "voice", (FlowShare("day", 1, 100),)),
        FlowRouteConfiguration("trunk", "ims", (FlowShare("day", 2, 100),)),
        FlowRouteConfiguration("number", "12329", (FlowShare("day", 3, 100),)),
    )
    flows = (stored("day", 1, current=False), stored("day", 2, current=False), stored("day", 3, current=False))
    tables = FlowTables.of({}).configured(centre(*flows, stored("day", 4), routes=routes), ())
    assert set(versions(tables)) == {3}
    assert set(versions(tables, called_number="12345")) == {2}
    assert set(versions(tables, called_number="12345", trunk="e1")) == {1}


def test_calls_finish_on_the_version_they_began_with() -> None:
    first = FlowTables.of({}).configured(centre(stored("day", 1)), ())
    second = first.configured(centre(stored("day", 2)), {("day", 1)})
    third = second.configured(centre(stored("day", 2)), ())
    assert [tables.version("day", 1).version for tables in (first, second, third)] == [1, 1, 2]  # type: ignore[union-attr]


def test_a_version_that_cannot_be_read_changes_nothing_for_callers() -> None:
    first = FlowTables.of({}).configured(centre(stored("day", 1)), ())
    broken = FlowConfiguration("day", 2, True, {**document("day", 2), "nodes": {"human": {"kind": "dance"}}})
    assert set(versions(first.configured(centre(broken), ()))) == {1}


def test_a_centre_that_stores_no_flows_has_those_of_the_release() -> None:
    first = FlowTables.of({}).configured(centre(stored("day", 1)), ())
    assert set(versions(first.configured(centre(), ()))) == {1}


def test_a_stored_version_comes_before_the_file_of_the_same_number() -> None:
    shipped = read_flow("day", json.dumps({**document("day", 1), "title": "文件"}))
    tables = FlowTables.of({"day": shipped}).configured(centre(stored("day", 1)), {("day", 1)})
    assert tables["day"].title == "试"
