"""A flow document that cannot run is refused, with every problem named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rexian.control.ivr.document import FlowInvalid, load_flow, load_flows

pytestmark = pytest.mark.pure

Make = Callable[..., dict[str, Any]]

FLOWS = Path(__file__).parents[3] / "flows"
HUMAN = {"kind": "queue", "queue_id": "people"}
PLAY = {"kind": "play", "text": "您好。", "next": "human"}
COLLECT = {
    "kind": "collect",
    "text": "请输入。",
    "variable": "number",
    "invalid_text": "有误。",
    "next": "human",
    "on_failure": "human",
}
QUERY = {
    "kind": "query",
    "object": "books",
    "rule": "look",
    "arguments": {},
    "next": "human",
    "on_failure": "human",
}
MENU = {
    "kind": "menu",
    "text": "请选择。",
    "options": {"1": {"label": "一", "next": "human"}},
    "invalid_text": "有误。",
    "silence_text": "没有。",
    "on_failure": "human",
}


def problems_of(folder: Path, document: dict[str, Any]) -> str:
    path = folder / "flow.json"
    path.write_text(json.dumps(document))
    with pytest.raises(FlowInvalid) as refused:
        load_flow(path)
    assert refused.value.details["flow"] == "flow.json"
    return " | ".join(str(problem) for problem in refused.value.details["problems"])  # type: ignore[attr-defined]


def test_the_shipped_flows_are_sound() -> None:
    flows = load_flows(FLOWS)
    assert set(flows) == {"hotline-12329", "queue-only", "elder-12329", "rating"}
    assert all("human-service" in flow.queue_ids() for flow in flows.values())


@pytest.mark.parametrize(
    ("nodes", "changes", "problem"),
    [
        ({"a": PLAY, "human": HUMAN}, {"format": 3}, "format 3 is not known"),
        ({"a": PLAY, "human": HUMAN}, {"start": "gone"}, "start node gone does not exist"),
        ({"a": {**PLAY, "next": "gone"}}, {}, "node a: next leads to gone, which does not exist"),
        ({"a": PLAY, "human": HUMAN, "island": PLAY}, {}, "node island: it cannot be reached"),
        ({"a": {**PLAY, "text": "{balance:amount}"}, "human": HUMAN}, {}, "node a: a prompt: the template names"),
        ({"a": {**PLAY, "text": "{caller_number:roman}"}, "human": HUMAN}, {}, "node a: a prompt: unknown format"),
        ({"a": {**PLAY, "text": "{caller"}, "human": HUMAN}, {}, "node a: a prompt: a brace"),
        ({"a": {**COLLECT, "invalid_text": "{number}"}, "human": HUMAN}, {}, "node a: a prompt: the template names"),
        ({"a": {**QUERY, "arguments": {"x": "number"}}, "human": HUMAN}, {}, "node a: it needs number, which nothing"),
    ],
)
def test_what_cannot_run_is_named(
    tmp_path: Path, flow_document: Make, nodes: dict[str, Any], changes: dict[str, Any], problem: str
) -> None:
    assert problem in problems_of(tmp_path, flow_document(nodes, **changes))


@pytest.mark.parametrize(
    ("node", "field"),
    [
        ({**PLAY, "loud": True}, "loud"),
        ({"kind": "dance"}, "kind"),
        ({"kind": "play", "next": "human"}, "text"),
        ({**MENU, "options": {}}, "options"),
        ({**MENU, "options": {"12": {"label": "一", "next": "human"}}}, "options"),
        ({**MENU, "attempts": 0}, "attempts"),
        ({**COLLECT, "min_digits": 5, "max_digits": 4}, "min_digits is above max_digits"),
        ({**QUERY, "errors": {"tired": "human"}}, "errors.tired"),
        ({**MENU, "errors": {"silence": "gone"}, "on_failure": None}, "on_failure"),
        ({**QUERY, "deadline_seconds": 60}, "deadline_seconds"),
    ],
)
def test_a_bad_field_is_named(tmp_path: Path, flow_document: Make, node: dict[str, Any], field: str) -> None:
    assert field in problems_of(tmp_path, flow_document({"a": node, "human": HUMAN}))


def test_all_problems_are_told_at_once(tmp_path: Path, flow_document: Make) -> None:
    told = problems_of(tmp_path, flow_document({"a": {**PLAY, "next": "gone"}, "b": {**PLAY, "next": "gone"}}))
    assert "node a: next leads" in told
    assert "node b: next leads" in told
    assert "node b: it cannot be reached" in told


def test_a_prompt_may_name_what_a_query_keeps_and_an_open_number(tmp_path: Path, flow_document: Make) -> None:
    nodes = {
        "ask": {**COLLECT, "secret": False, "next": "look"},
        "look": {**QUERY, "arguments": {"n": "number"}, "keep": {"sum": "sum"}, "next": "say"},
        "say": {**PLAY, "text": "{number:digits}，{sum:amount}。"},
        "human": HUMAN,
    }
    path = tmp_path / "flow.json"
    path.write_text(json.dumps(flow_document(nodes)))
    flow = load_flow(path)
    assert set(flow.prompts()) == {"请输入。", "有误。请输入。", "{number:digits}，{sum:amount}。"}
