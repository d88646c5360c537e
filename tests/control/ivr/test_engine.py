"""The engine around the nodes: loops, prompts that cannot be said, what may be stored and resumed."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from rexian.control.ivr import run
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.engine import FlowLoops, start, step

pytestmark = pytest.mark.pure

Make = Callable[..., dict[str, Any]]
Call = Callable[[dict[str, Any]], Any]

QUERY = {
    "kind": "query",
    "object": "books",
    "rule": "look",
    "arguments": {},
    "keep": {"sum": "sum"},
    "attach": {"sum": {"value": "sum"}, "name": {"value": "name"}},
    "next": "say",
    "on_failure": "human",
}
SAY = {"kind": "play", "text": "余额{sum:amount}。", "next": "human"}


def test_a_flow_in_a_circle_is_a_fault_of_its_own(flow_document: Make) -> None:
    turn = {"kind": "condition", "variable": "caller_number", "operator": "exists", "otherwise": "b"}
    nodes = {"a": {**turn, "then": "b"}, "b": {**turn, "then": "a"}}
    flow = FlowDocument.model_validate(flow_document(nodes))
    with pytest.raises(FlowLoops) as refused:
        step(flow, start(flow, {"caller_number": "1"}), run.Entered())
    assert refused.value.details["flow"] == "test"


@pytest.mark.parametrize("values", [{}, {"sum": None}, {"sum": "plenty"}, {"sum": 1.5}])
def test_a_prompt_that_cannot_be_said_leads_to_a_person_and_loses_nothing(call: Call, values: dict[str, Any]) -> None:
    caller = call({"ask": QUERY, "say": SAY})
    caller.answer("ok", {"name": "陈晓梅", **values})
    assert run.Attach("name", "陈晓梅", "text") in caller.commands
    last = caller.commands[-1]
    assert isinstance(last, run.GiveUp)
    assert last.node_id == "say"


def test_what_is_stored_brings_the_caller_back_to_the_node(call: Call) -> None:
    caller = call({"ask": QUERY, "say": SAY})
    caller.answer("ok", {"sum": "12.50"})
    stored = caller.state.resume_state()
    assert stored is not None
    assert stored["version"] == run.STATE_VERSION
    resumed = run.FlowState.resumed(orjson.loads(orjson.dumps(stored)))
    _, commands, entered = step(caller.flow, resumed, run.Entered())
    assert commands == (run.Say("say.text", "余额十二元五角。"),)
    assert entered == ("say",)


def test_nothing_is_stored_while_a_secret_is_held() -> None:
    state = run.FlowState("f", 1, "n", {"open": "1"}, {"password": "246810"}, {"digits": "2468"})
    assert state.resume_state() is None
    assert "2468" not in str(run.FlowState("f", 1, "n", {"open": "1"}, {}, {"digits": "2468"}).resume_state())


def test_a_state_stored_by_the_first_version_can_be_read() -> None:
    stored = {"version": 1, "flow_id": "f", "flow_version": 3, "node_id": "n", "variables": {"person_key": "p"}}
    assert run.FlowState.resumed(stored) == run.FlowState("f", 3, "n", {"person_key": "p"})
