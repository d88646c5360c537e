"""How two versions differ, what can be kept, how calls can be shared out."""

from typing import Any

import pytest

from rexian.business.flows.contracts import FieldChange, FlowShare, NodeChange
from rexian.business.flows.rules import compare, content_faults, route_faults

pytestmark = pytest.mark.pure

WELCOME = {"kind": "play", "text": "您好。", "next": "main"}
MENU = {"kind": "menu", "text": "查询请按一。", "options": {"1": {"label": "查询", "next": "human"}}}
HUMAN = {"kind": "queue", "queue_id": "human-service"}


def flow(nodes: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"flow_id": "f", "version": 1, "title": "甲", "start": "welcome", "nodes": nodes, **settings}


def test_versions_of_the_same_content_do_not_differ() -> None:
    assert compare(flow({"welcome": WELCOME}), flow({"welcome": WELCOME}, version=2)) == ()


def test_a_difference_is_told_node_by_node_and_field_by_field() -> None:
    before = flow({"welcome": WELCOME, "main": MENU, "old": HUMAN})
    menu = {**MENU, "options": {"1": {"label": "查询", "next": "new"}, "2": {"label": "人工", "next": "human"}}}
    after = flow({"welcome": WELCOME, "main": menu, "new": HUMAN}, start="main", version=2)
    assert compare(before, after) == (
        NodeChange("", "changed", (FieldChange("start", "welcome", "main"),)),
        NodeChange(
            "main",
            "changed",
            (
                FieldChange("options.1.next", "human", "new"),
                FieldChange("options.2", None, {"label": "人工", "next": "human"}),
            ),
        ),
        NodeChange(
            "new", "added", (FieldChange("kind", None, "queue"), FieldChange("queue_id", None, "human-service"))
        ),
        NodeChange(
            "old", "removed", (FieldChange("kind", "queue", None), FieldChange("queue_id", "human-service", None))
        ),
    )


@pytest.mark.parametrize(
    ("flow_id", "document", "faults"),
    [
        ("night", {"title": "夜间", "nodes": {}}, []),
        ("Night!", {"title": "夜间", "nodes": {}}, [("flow_id", "not_a_name")]),
        ("night", {"title": " ", "nodes": {"a": 1}}, [("nodes", "not_nodes"), ("title", "missing_or_long")]),
        ("night", {"title": "夜间"}, [("nodes", "not_nodes")]),
        ("night", {"title": "夜间", "nodes": {str(n): {} for n in range(1001)}}, [("nodes", "too_many")]),
    ],
)
def test_a_draft_may_be_unfinished_but_must_be_a_flow(
    flow_id: str, document: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    assert content_faults(flow_id, document) == faults


def test_shares_are_of_a_hundred() -> None:
    def share(percent: int) -> FlowShare:
        return FlowShare("f", None, percent)

    assert route_faults("number", "12329", [share(10), share(90)]) == []
    assert route_faults("channel", "voice", []) == []
    assert route_faults("channel", "chat", [share(10)]) == [("key", "unknown")]
    assert route_faults("number", "12329", [share(60), share(41)]) == [("shares", "above_100")]
    assert route_faults("number", "12329", [share(0)]) == [("shares", "percent")]
