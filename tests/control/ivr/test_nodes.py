"""Each node kind by itself: events in, commands and the next node out."""

from collections.abc import Callable
from typing import Any

import pytest

from rexian.control.ivr import run

pytestmark = pytest.mark.pure

Call = Callable[[dict[str, Any]], Any]

MENU = {
    "kind": "menu",
    "text": "请选择。",
    "options": {"1": {"label": "查询", "next": "one"}, "*": {"label": "返回", "next": "human"}},
    "invalid_text": "按键有误。",
    "silence_text": "没有收到按键。",
    "on_failure": "human",
}
ONE = {"kind": "hang_up"}
COLLECT = {
    "kind": "collect",
    "text": "请输入。",
    "variable": "number",
    "min_digits": 2,
    "max_digits": 4,
    "invalid_text": "有误。",
    "attempts": 2,
    "next": "one",
    "on_failure": "human",
}
QUERY = {
    "kind": "query",
    "object": "books",
    "rule": "look",
    "arguments": {"caller": "caller_number", "nothing": "kept"},
    "keep": {"kept": "found", "why": "reason"},
    "attach": {"found": {"value": "found", "format": "amount"}, "absent": {"value": "absent"}},
    "proves": {"auth_level": "password", "subject": "person"},
    "next": "one",
    "errors": {"refused": "refused"},
    "on_failure": "human",
}


# -- play -------------------------------------------------------------------------------------------------------------


def test_play_says_its_prompt_and_goes_on(call: Call) -> None:
    caller = call({"hello": {"kind": "play", "text": "来电{caller_number:phone}。", "next": "one"}, "one": ONE})
    assert caller.of(run.Say)[0].prompt_id == "hello.text"
    assert "一三八" in caller.said[0] or "幺三八" in caller.said[0]
    caller.happen(run.PromptEnded(failed=True))
    assert caller.entered == ["hello", "one"]


def test_a_key_cuts_play_short(call: Call) -> None:
    caller = call({"hello": {"kind": "play", "text": "您好。", "next": "one"}, "one": ONE})
    assert caller.happen(run.Key("5")) == [run.StopSaying(), run.HangUp()]


def test_a_key_that_cuts_play_short_may_be_the_next_menus_choice(call: Call) -> None:
    nodes = {"hello": {"kind": "play", "text": "您好。", "next": "menu"}, "menu": MENU, "one": ONE}
    caller = call(nodes)
    assert caller.happen(run.Key("1")) == [
        run.StopSaying(),
        run.StopSaying(),
        run.Chosen("menu", "1", "查询"),
        run.HangUp(),
    ]
    other = call(nodes)
    other.happen(run.Key("7"))
    assert other.said == ["您好。", "请选择。"]  # a key the menu does not know only ends the prompt


def test_play_that_must_be_heard_ignores_keys(call: Call) -> None:
    caller = call({"hello": {"kind": "play", "text": "您好。", "next": "one", "interruptible": False}, "one": ONE})
    assert caller.happen(run.Key("1")) == []
    assert caller.happen(run.TimedOut()) == []
    assert caller.state.node_id == "hello"


# -- menu -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("digit", "label", "target"), [("1", "查询", "one"), ("*", "返回", "human")])
def test_menu_takes_a_choice_even_while_it_speaks(call: Call, digit: str, label: str, target: str) -> None:
    caller = call({"menu": MENU, "one": ONE})
    caller.happen(run.Key(digit))
    assert run.Chosen("menu", digit, label) in caller.commands
    assert run.StopSaying() in caller.commands
    assert caller.entered == ["menu", target]


def test_menu_answers_a_wrong_key_and_silence_then_gives_a_person(call: Call) -> None:
    caller = call({"menu": MENU, "one": ONE})
    caller.happen(run.Key("5"))
    caller.hear()
    assert caller.commands[-1] == run.StartTimer(5.0)
    caller.happen(run.TimedOut())
    assert caller.said == ["请选择。", "按键有误。请选择。", "没有收到按键。请选择。"]
    caller.happen(run.Key("#"))
    assert caller.queue == "people"


def test_menu_ignores_a_timer_that_ran_out_while_it_speaks(call: Call) -> None:
    caller = call({"menu": MENU, "one": ONE})
    assert caller.happen(run.TimedOut()) == []


# -- collect ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "kept"),
    [("12#", "12"), ("123#", "123"), ("1234", "1234"), ("1*2#", "1X2"), ("00#", "00")],
)
def test_collect_takes_digits_as_a_secret(call: Call, keys: str, kept: str) -> None:
    caller = call({"ask": {**COLLECT, "star": "X"}, "one": ONE})
    caller.key(keys)
    assert caller.state.secrets == {"number": kept}
    assert caller.state.variables == {"caller_number": "13800001234"}
    assert caller.entered == ["ask", "one"]


def test_collect_keeps_an_open_value_among_the_variables(call: Call) -> None:
    caller = call({"ask": {**COLLECT, "secret": False}, "one": ONE})
    caller.key("12")
    caller.happen(run.TimedOut())
    assert caller.state.variables["number"] == "12"
    assert caller.state.secrets == {}


def test_collect_waits_longer_for_the_first_digit_than_between(call: Call) -> None:
    caller = call({"ask": COLLECT, "one": ONE})
    caller.hear()
    assert caller.commands[-1] == run.StartTimer(5.0)
    assert caller.happen(run.Key("1")) == [run.StartTimer(3.0)]


def test_the_first_digit_silences_the_prompt(call: Call) -> None:
    caller = call({"ask": COLLECT, "one": ONE})
    assert caller.happen(run.Key("1")) == [run.StopSaying(), run.StartTimer(3.0)]
    assert caller.happen(run.PromptEnded()) == []


def test_a_star_without_meaning_is_no_digit(call: Call) -> None:
    caller = call({"ask": {**COLLECT, "back_key": None}, "one": ONE})
    caller.hear()
    assert caller.happen(run.Key("*")) == []
    caller.key("12#")
    assert caller.state.secrets == {"number": "12"}


@pytest.mark.parametrize("keys", ["1#", "#"])
def test_collect_asks_again_and_then_gives_a_person(call: Call, keys: str) -> None:
    caller = call({"ask": COLLECT, "one": ONE})
    caller.key(keys)
    assert caller.said[-1] == "有误。请输入。"
    caller.key(keys)
    assert caller.queue == "people"


def test_zero_and_hash_ask_for_a_person(call: Call) -> None:
    caller = call({"ask": COLLECT, "one": ONE})
    caller.key("0#")
    assert caller.queue == "people"


def test_zero_is_a_digit_where_asking_for_a_person_is_off(call: Call) -> None:
    caller = call({"ask": {**COLLECT, "operator_key": None, "min_digits": 1}, "one": ONE})
    caller.key("0#")
    assert caller.state.secrets == {"number": "0"}


def test_a_hash_after_the_last_possible_digit_belongs_to_it(call: Call) -> None:
    nodes = {"ask": {**COLLECT, "next": "menu"}, "menu": MENU, "one": ONE}
    caller = call(nodes)
    caller.key("1234")
    assert caller.happen(run.Key("#")) == []
    caller.key("#")
    assert caller.said[-1] == "按键有误。请选择。"  # the second one is the menu's


# -- query ------------------------------------------------------------------------------------------------------------


def test_query_asks_with_what_the_flow_knows(call: Call) -> None:
    caller = call({"ask": QUERY, "refused": ONE, "one": ONE})
    assert caller.asked == run.Ask("books", "look", {"caller": "13800001234", "nothing": None}, 3.0)
    assert caller.happen(run.Key("1")) == []


def test_a_good_answer_is_kept_attached_and_proves_who_calls(call: Call) -> None:
    caller = call({"ask": QUERY, "refused": ONE, "one": ONE})
    caller.answer("ok", {"found": "12.50", "person": "p-1", "absent": None})
    assert caller.of(run.Attach) == [run.Attach("found", "12.50", "amount")]
    assert caller.of(run.Identified) == [run.Identified("password", "books", "p-1")]
    assert caller.state.variables["kept"] == "12.50"
    assert caller.entered == ["ask", "one"]


@pytest.mark.parametrize(
    ("outcome", "target"), [("refused", "refused"), ("locked", "human"), ("timeout", "human"), ("failed", "human")]
)
def test_another_answer_takes_its_branch_or_the_way_to_a_person(call: Call, outcome: str, target: str) -> None:
    caller = call({"ask": QUERY, "refused": ONE, "one": ONE})
    caller.answer(outcome, {"reason": "wrong", "found": "1.00", "person": "p-1"})
    assert caller.entered == ["ask", target]
    assert caller.state.variables["why"] == "wrong"
    assert caller.of(run.Attach) == []
    assert caller.of(run.Identified) == []


@pytest.mark.parametrize(("forget", "left"), [(True, {}), (False, {"number": "12"})])
def test_secrets_are_forgotten_after_the_query(call: Call, forget: bool, left: dict[str, str]) -> None:
    query = {**QUERY, "forget_secrets": forget}
    caller = call({"ask": {**COLLECT, "next": "query"}, "query": query, "refused": ONE, "one": ONE})
    caller.key("12#")
    caller.answer("ok")
    assert caller.state.secrets == left


# -- condition --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "value", "found", "holds"),
    [
        ("equals", "sealed", "sealed", True),
        ("equals", "sealed", "normal", False),
        ("equals", 2, "2.00", True),
        ("equals", 2, 3, False),
        ("less", 10, "9.99", True),
        ("less", 10, 10, False),
        ("greater", 0, 2, True),
        ("greater", 0, 0, False),
        ("greater", 0, "many", False),
        ("exists", None, "", True),
        ("exists", None, None, False),
        ("equals", "x", None, False),
        ("equals", "x", ["a", "list"], False),
    ],
)
def test_condition(call: Call, operator: str, value: object, found: object, holds: bool) -> None:
    check = {"kind": "condition", "variable": "kept", "operator": operator, "value": value}
    nodes = {"ask": {**QUERY, "next": "check"}, "check": {**check, "then": "one", "otherwise": "human"}}
    caller = call({**nodes, "one": ONE})
    caller.answer("ok", {"found": found})
    assert caller.entered[-1] == ("one" if holds else "human")


# -- queue and hang_up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "end"),
    [({"kind": "queue", "queue_id": "people"}, run.Enqueue("people")), ({"kind": "hang_up"}, run.HangUp())],
)
def test_the_last_nodes_speak_first_if_they_have_a_text(call: Call, node: dict[str, Any], end: object) -> None:
    assert call({"last": node}).commands == [end]
    caller = call({"last": {**node, "text": "再见。"}})
    assert caller.said == ["再见。"]
    assert caller.happen(run.Key("1")) == []
    assert caller.happen(run.PromptEnded()) == [end]


def test_a_queue_node_tells_its_priority_and_the_agents_that_are_known(call: Call) -> None:
    wishes = {"priority": 3, "named_agent": "kept", "usual_agent": "other"}
    human = {"kind": "queue", "queue_id": "people", **wishes}
    keep = {"kept": "found", "other": "not_there"}
    caller = call({"ask": {**QUERY, "keep": keep, "next": "last"}, "last": human})
    caller.answer("ok", {"found": "8001"})
    assert caller.commands[-1] == run.Enqueue("people", 3, "8001", "")


def test_a_caller_who_is_turned_away_goes_on_where_the_node_says_or_hangs_up(call: Call) -> None:
    node = {"kind": "queue", "queue_id": "people", "errors": {"closed": "one"}}
    caller = call({"last": node, "one": ONE})
    caller.happen(run.NotAdmitted("closed"))
    assert caller.entered[-1] == "one"
    assert call({"last": node, "one": ONE}).happen(run.NotAdmitted("full")) == [run.HangUp()]
