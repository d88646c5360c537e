"""Sub-flows: documents of their own, linked into a flow that is whole then."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.control.ivr.conftest import Caller

from rexian.control.ivr import run
from rexian.control.ivr.document import FlowDocument, FlowInvalid, load_flow, load_flows

pytestmark = pytest.mark.pure

Make = Callable[..., dict[str, Any]]

MENU_TEXTS = {"invalid_text": "有误。", "silence_text": "没有。"}
HUMAN = {"kind": "queue", "queue_id": "people"}
USE = {"kind": "sub_flow", "flow_id": "inner", "next": "main", "errors": {"empty": "human"}, "on_failure": "human"}
MAIN = {
    "kind": "menu",
    "text": "主菜单。",
    "options": {"1": {"label": "查询", "next": "use"}},
    "on_failure": "human",
    **MENU_TEXTS,
}
OUTER = {"main": MAIN, "use": USE, "human": HUMAN}
CHOICE = {
    "kind": "menu",
    "text": "子菜单。",
    "options": {"1": {"label": "完成", "next": "done"}, "2": {"label": "没有", "next": "empty"}},
    "on_failure": run.OPERATOR,
    **MENU_TEXTS,
}
INNER = {"choice": CHOICE, "done": {"kind": "return"}, "empty": {"kind": "return", "outcome": "empty"}}


@pytest.fixture
def folder(tmp_path: Path, flow_document: Make) -> Callable[..., Path]:
    def fill(outer: dict[str, Any] = OUTER, inner: dict[str, Any] = INNER, **more: Any) -> Path:
        flows = {
            "outer": flow_document(outer, flow_id="outer"),
            "inner": flow_document(inner, flow_id="inner", sub_flow=True, operator=None),
        }
        for name, document in (flows | more).items():
            (tmp_path / f"{name}.json").write_text(json.dumps(document))
        return tmp_path

    return fill


def test_the_sub_flow_comes_back_by_its_outcome(folder: Callable[..., Path]) -> None:
    flow = load_flow(folder() / "outer.json")
    done, empty = Caller(flow), Caller(flow)
    done.key("1")
    assert done.prompts[-1] == "inner.choice.text"
    assert done.state.calls == ("use",)
    done.key("1")
    empty.key("12")
    assert (done.state.node_id, done.state.calls) == ("main", ())
    assert empty.queue == "people"


def test_back_leads_out_of_a_sub_flow_and_zero_to_the_flows_person(folder: Callable[..., Path]) -> None:
    flow = load_flow(folder() / "outer.json")
    back, asking = Caller(flow), Caller(flow)
    back.key("1*")
    asking.key("10")
    assert (back.state.node_id, back.state.calls) == ("main", ())
    assert (asking.queue, asking.state.calls) == ("people", ())


def test_a_caller_is_resumed_inside_a_sub_flow(folder: Callable[..., Path]) -> None:
    flow = load_flow(folder() / "outer.json")
    caller = Caller(flow)
    caller.key("1")
    stored = orjson.loads(orjson.dumps(caller.state.resume_state()))
    resumed = Caller(flow, run.FlowState.resumed(stored))
    assert resumed.said == ["子菜单。"]
    resumed.key("1")
    assert resumed.state.node_id == "main"


def test_a_linked_flow_is_whole_as_a_document(folder: Callable[..., Path]) -> None:
    flow = load_flow(folder() / "outer.json")
    again = FlowDocument.model_validate_json(flow.model_dump_json())
    assert again.node("inner.choice") == flow.node("inner.choice")
    assert flow.queue_ids() == {"people"}


def test_sub_flows_are_no_flows_of_their_own(folder: Callable[..., Path]) -> None:
    assert set(load_flows(folder())) == {"outer"}


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ({**INNER, "empty": {"kind": "return", "outcome": "other"}}, "sub-flow inner never ends with empty"),
        ({**INNER, "done": {**USE, "errors": {}, "next": "choice", "on_failure": "choice"}}, "leads back into itself"),
        ({"a": {"kind": "play", "text": "{sum:amount}", "next": "done"}, "done": {"kind": "return"}}, "node inner.a:"),
        ({"a": {"kind": "play", "text": "好", "next": "gone"}, "done": {"kind": "return"}}, "node inner.a: next leads"),
    ],
)
def test_what_is_wrong_with_a_sub_flow_is_named(folder: Callable[..., Path], inner: Any, problem: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        load_flow(folder(inner=inner) / "outer.json")
    assert problem in " | ".join(str(each) for each in refused.value.found)


def test_a_missing_sub_flow_and_one_that_is_none_are_named(folder: Callable[..., Path], flow_document: Make) -> None:
    path = folder(inner=INNER, inner_too=flow_document({"human": HUMAN}, flow_id="other")) / "outer.json"
    for flow_id, code in (("gone", "sub_flow_missing"), ("other", "not_a_sub_flow")):
        outer = {**OUTER, "use": {**USE, "flow_id": flow_id}}
        path.write_text(json.dumps(flow_document(outer)))
        with pytest.raises(FlowInvalid) as refused:
            load_flow(path)
        assert (refused.value.found[0].code, refused.value.found[0].node_id) == (code, "use")
