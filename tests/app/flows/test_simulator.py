"""The simulator runs the very engine and shows no secret."""

from collections.abc import Mapping
from typing import Any

import pytest

from rexian.app.flow_simulator import simulate
from rexian.app.flows import shipped_flows
from rexian.business.flows.errors import FlowNotRunnable
from rexian.business.flows.simulation import HIDDEN, SimulatedEvent, Simulation

pytestmark = pytest.mark.pure

HOTLINE = shipped_flows()["hotline-12329"]
GIVEN = {"caller_number": "13800138000", "called_number": "12329"}


def key(digit: str) -> SimulatedEvent:
    return SimulatedEvent("key", {"digit": digit})


HEARD = SimulatedEvent("prompt_ended", {})
ASKING = {
    "format": 1,
    "flow_id": "asking",
    "version": 1,
    "title": "查询",
    "language": "zh-CN",
    "start": "password",
    "resume_text": "抱歉。",
    "fallback_queue_id": "human-service",
    "nodes": {
        "password": {
            "kind": "collect",
            "text": "请输入密码。",
            "variable": "query_password",
            "min_digits": 6,
            "max_digits": 6,
            "invalid_text": "不完整。",
            "next": "ask",
            "on_failure": "bye",
        },
        "ask": {
            "kind": "query",
            "object": "fund_account",
            "rule": "authenticate",
            "arguments": {"query_password": "query_password", "caller_number": "caller_number"},
            "branches": {"ok": "bye"},
            "on_failure": "bye",
        },
        "bye": {"kind": "hang_up"},
    },
}
"""A secret is keyed and given to an object."""


def run(*events: SimulatedEvent, document: Mapping[str, Any] = HOTLINE) -> Simulation:
    return simulate(document, events, GIVEN)


def test_a_call_begins_at_the_start_and_waits_for_the_prompt() -> None:
    found = run()
    assert [(step.kind, step.node_id) for step in found.steps] == [("entered", "welcome"), ("say", "welcome")]
    assert (found.node_id, found.waits_for, found.fault) == ("welcome", "say", "")
    assert "欢迎拨打" in found.steps[1].fields["text"]


def test_keys_lead_to_a_person_and_the_path_is_told() -> None:
    found = run(HEARD, key("0"), HEARD)
    assert [step.node_id for step in found.steps if step.kind == "entered"][:3] == ["welcome", "main", "human"]
    assert found.waits_for == "enqueue"


def test_secrets_are_hidden_wherever_they_stand() -> None:
    found = run(HEARD, *map(key, "135790#"), document=ASKING)
    asked = next(step for step in found.steps if step.kind == "ask")
    assert asked.fields["arguments"] == {"query_password": HIDDEN, "caller_number": "13800138000"}
    assert found.variables == {**GIVEN, "query_password": HIDDEN}
    assert "135790" not in repr(found)
    assert found.waits_for == "ask"


def test_a_flow_that_is_over_takes_no_more() -> None:
    closed = {**HOTLINE, "start": "bye", "nodes": {"bye": {"kind": "hang_up"}}}
    found = run(HEARD, HEARD, document=closed)
    assert [step.kind for step in found.steps] == ["entered", "hang_up"]
    assert found.waits_for == ""


def test_a_circle_is_told_and_ends_the_run() -> None:
    condition = {"kind": "condition", "variable": "x", "operator": "exists", "then": "a", "otherwise": "a"}
    found = run(document={**HOTLINE, "start": "a", "nodes": {"a": condition}})
    assert (found.fault, found.waits_for) == ("flow_loops", "")


@pytest.mark.parametrize(
    "change",
    [{"start": "nowhere"}, {"nodes": {"welcome": {"kind": "dance"}}}, {"nodes": {}}],
)
def test_what_is_not_finished_cannot_be_tried(change: dict[str, Any]) -> None:
    with pytest.raises(FlowNotRunnable):
        run(document={**HOTLINE, **change})


@pytest.mark.parametrize("event", [SimulatedEvent("dance", {}), SimulatedEvent("key", {"colour": "red"})])
def test_an_event_that_the_engine_does_not_know_is_refused(event: SimulatedEvent) -> None:
    with pytest.raises(FlowNotRunnable):
        run(event)
