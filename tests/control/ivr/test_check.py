"""The check before publishing: each mistake has its code and its node."""

from collections.abc import Callable
from typing import Any

import pytest

from rexian.control.ivr import run
from rexian.control.ivr.check import Centre, RuleForm, check
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.problems import SENTENCES

pytestmark = pytest.mark.pure

Make = Callable[..., dict[str, Any]]

TEXTS = {"text": "请选择。", "invalid_text": "有误。", "silence_text": "没有。"}
COVERED = {"closed": "bye", "no_agent": "bye", "full": "bye"}
HUMAN = {"kind": "queue", "queue_id": "people", "errors": COVERED}
BYE = {"kind": "hang_up"}
MENU = {"kind": "menu", **TEXTS, "options": {"1": {"label": "一", "next": "say"}}, "on_failure": "human"}
SAY = {"kind": "play", "text": "您好。", "next": "main"}
SOUND = {"main": MENU, "say": SAY, "human": HUMAN, "bye": BYE}
QUERY = {
    "kind": "query",
    "object": "books",
    "rule": "look",
    "arguments": {"number": "caller_number"},
    "keep": {"sum": "sum"},
    "next": "main",
    "on_failure": "human",
}
BOOKS = {"books": {"look": RuleForm(frozenset({"number"}), frozenset({"day"}), frozenset({"sum"}))}}
CENTRE = Centre(frozenset({"people"}), frozenset({"bank"}), frozenset({"days"}), BOOKS)


@pytest.fixture
def found(flow_document: Make) -> Callable[..., list[tuple[str, str]]]:
    """Codes and nodes of what is wrong with a flow of these nodes."""

    def look(nodes: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
        document = flow_document({**SOUND, **nodes}, fallback_queue_id="people", **changes)
        problems = check(FlowDocument.model_validate(document), CENTRE)
        assert all(str(problem) for problem in problems)
        return [(problem.code, problem.node_id) for problem in problems]

    return look


def to(node_id: str) -> dict[str, Any]:
    """The main menu with a way to that node."""
    return {**MENU, "options": {"1": {"label": "一", "next": "say"}, "2": {"label": "二", "next": node_id}}}


def test_a_sound_flow_has_no_problem(found: Any) -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("nodes", "problem"),
    [
        ({"say": {**SAY, "next": "gone"}}, ("node_missing", "say")),
        ({"island": SAY}, ("unreachable", "island")),
        ({"say": {**SAY, "text": "。。。"}}, ("prompt_empty", "say")),
        ({"say": {**SAY, "text": "{sum:amount}"}}, ("prompt_invalid", "say")),
        ({"human": {**HUMAN, "errors": {"full": "bye"}}}, ("closed_not_covered", "human")),
        ({"human": {**HUMAN, "queue_id": "gone"}}, ("queue_unknown", "human")),
        (
            {"main": to("office"), "office": {"kind": "transfer", "entry_id": "gone", "on_failure": "human"}},
            ("entry_unknown", "office"),
        ),
        (
            {
                "main": to("look"),
                "look": {
                    "kind": "condition",
                    "variable": "calendar.gone.open",
                    "operator": "exists",
                    "then": "human",
                    "otherwise": "human",
                },
            },
            ("calendar_unknown", "look"),
        ),
        (
            {
                "main": to("look"),
                "look": {
                    "kind": "switch",
                    "variable": "queue.people.colour",
                    "cases": {"1": "say"},
                    "otherwise": "say",
                },
            },
            ("fact_unknown", "look"),
        ),
        ({"main": to("ask"), "ask": {**QUERY, "object": "gone"}}, ("object_unknown", "ask")),
        ({"main": to("ask"), "ask": {**QUERY, "rule": "gone"}}, ("rule_unknown", "ask")),
        ({"main": to("ask"), "ask": {**QUERY, "arguments": {}}}, ("argument_missing", "ask")),
        ({"main": to("ask"), "ask": {**QUERY, "constants": {"colour": "red"}}}, ("argument_unknown", "ask")),
        ({"main": to("ask"), "ask": {**QUERY, "keep": {"sum": "colour"}}}, ("result_unknown", "ask")),
        ({"main": to("end"), "end": {"kind": "return"}}, ("sub_flow_only", "end")),
    ],
)
def test_each_mistake_has_its_code_and_node(found: Any, nodes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in found(nodes)


def test_a_node_that_leads_to_nobody_is_a_dead_end(found: Any) -> None:
    loop = {"kind": "loop", "counter": "n", "limit": 2, "next": "deaf", "done": "deaf"}
    assert ("dead_end", "loop") in found({"main": to("loop"), "loop": loop, "deaf": {**SAY, "next": "loop"}})


@pytest.mark.parametrize(
    ("nodes", "node_id"),
    [
        ({"main": {**MENU, "on_failure": "say"}}, "main"),
        ({"main": {**MENU, "errors": {"silence": run.MAIN_MENU}}}, "main"),
        ({"main": to("a"), "a": {**SAY, "next": "b"}, "b": {**QUERY, "next": "human", "on_failure": "a"}}, "a"),
    ],
)
def test_a_silent_caller_is_not_led_in_a_circle(found: Any, nodes: dict[str, Any], node_id: str) -> None:
    assert ("loop_without_limit", node_id) in found(nodes)


def test_a_loop_node_ends_a_circle(found: Any) -> None:
    nodes = {
        "main": to("a"),
        "a": {**SAY, "next": "b"},
        "b": {**QUERY, "next": "human", "on_failure": "again"},
        "again": {"kind": "loop", "counter": "n", "limit": 2, "next": "a", "done": "human"},
    }
    assert found(nodes) == []


def test_a_person_who_is_too_far_is_told_with_the_seconds(found: Any, flow_document: Make) -> None:
    assert ("human_too_far", "main") in found({"main": {**MENU, "text": "请您仔细听完以下内容。" * 30}})
    assert found({"main": {**MENU, "text": "请您仔细听完以下内容。" * 30}}, human_within_seconds=120) == []


def test_a_menu_from_which_no_person_can_be_reached(found: Any) -> None:
    lonely = {**MENU, "operator_key": None, "options": {"1": {"label": "一", "next": "bye"}}, "on_failure": "bye"}
    assert ("human_unreachable", "lonely") in found({"main": to("lonely"), "lonely": lonely})


def test_a_flow_without_a_way_to_a_person(found: Any) -> None:
    assert ("operator_missing", "") in found({}, operator=None)


def test_a_flow_that_is_sound_is_held_against_its_own_cases(found: Any) -> None:
    steps = [{"keys": "1"}, {"hears": "您好"}, {"keys": "0"}, {"ends": "queue people"}]
    assert found({}, tests=[{"name": "good", "steps": steps}]) == []
    assert found({}, tests=[{"name": "bad", "steps": [*steps[:2], {"ends": "hang_up"}]}]) == [("case_failed", "main")]


def test_every_code_has_a_sentence() -> None:
    assert all(sentence for sentence in SENTENCES.values())
