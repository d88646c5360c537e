"""The node kinds that look at the centre, identify, choose, count, and lead out of the flow."""

from collections.abc import Callable
from typing import Any

import pytest

from rexian.control.ivr import run

pytestmark = pytest.mark.pure

Call = Callable[[dict[str, Any]], Any]

END = {"kind": "hang_up"}
ID_NUMBER, KEYED_ID = "41010119850612038X", "41010119850612038*"
IDENTIFY = {
    "kind": "identify",
    "object": "books",
    "subject": "person_key",
    "variable": "person_key",
    "identifier_text": "请输入身份证号码。",
    "password_text": "请输入密码。",
    "invalid_identifier_text": "号码有误。",
    "invalid_password_text": "密码有误。",
    "refused_text": "信息不符，还可以输入{remaining_tries:count}次。",
    "attach": {"name": {"value": "name", "format": "name"}},
    "next": "one",
    "errors": {"locked": "locked", "initial_password": "initial", "refused": "wrong"},
    "on_failure": "human",
}
ASIDE = {"one": END, "locked": END, "initial": END, "wrong": END}
ROWS = [{"loan": "1", "amount": "100.00"}, {"loan": "2", "amount": "200.00"}]
LIST = {
    "kind": "query",
    "object": "books",
    "rule": "list",
    "keep": {"loans": "loans"},
    "next": "choose",
    "on_failure": "human",
}
CHOOSE = {
    "kind": "choose",
    "each": "loans",
    "text": "请选择贷款。",
    "each_text": "{amount:amount}请按{key:key}，",
    "keep": {"loan": "loan"},
    "invalid_text": "有误。",
    "silence_text": "没有。",
    "next": "one",
    "errors": {"none": "nothing"},
    "on_failure": "human",
}


# -- the keys that every menu has -------------------------------------------------------------------------------------


def menu(**changes: Any) -> dict[str, Any]:
    options = {"1": {"label": "下级", "next": "lower"}}
    texts = {"text": "请选择。", "invalid_text": "有误。", "silence_text": "没有。"}
    return {"kind": "menu", **texts, "options": options, "on_failure": "human", **changes}


LOWER = menu(text="下级菜单。", options={"1": {"label": "三", "next": "third"}})
THIRD = menu(text="三级菜单。", options={"1": {"label": "主", "next": run.MAIN_MENU}})


def at_third(call: Call) -> Any:
    caller = call({"main": menu(), "lower": LOWER, "third": THIRD})
    caller.key("11")
    return caller


def test_star_goes_back_menu_by_menu_and_stays_at_the_first(call: Call) -> None:
    caller = at_third(call)
    for expected in ("lower", "main", "main"):
        caller.key("*")
        assert caller.state.node_id == expected


def test_nine_says_it_again_and_is_no_mistake(call: Call) -> None:
    caller = at_third(call)
    caller.key("9999")
    assert caller.said[-4:] == ["三级菜单。"] * 4
    assert caller.queue is None


def test_zero_gives_a_person_from_any_depth_and_stands_in_the_path(call: Call) -> None:
    caller = at_third(call)
    caller.key("0")
    assert caller.queue == "people"
    assert caller.of(run.Chosen)[-1] == run.Chosen("third", "0", "人工服务")


def test_a_way_to_the_main_menu_forgets_the_way_back(call: Call) -> None:
    caller = at_third(call)
    caller.key("1")
    assert caller.state.node_id == "main"
    assert [node_id for node_id, _ in caller.state.menus] == ["main"]


def test_a_menu_without_those_keys_takes_them_as_mistakes(call: Call) -> None:
    keys = {"operator_key": None, "repeat_key": None, "back_key": None, "attempts": 4}
    caller = call({"main": menu(**keys), "lower": LOWER, "third": THIRD})
    caller.key("09*")
    assert caller.said[1:] == ["有误。请选择。"] * 3


def test_silence_and_wrong_keys_may_have_their_own_ways(call: Call) -> None:
    errors = {"silence": "lower", "wrong_keys": "third"}
    nodes = {"main": menu(errors=errors, attempts=1), "lower": LOWER, "third": THIRD}
    silent, clumsy = call(nodes), call(nodes)
    silent.hear()
    silent.happen(run.TimedOut())
    clumsy.key("7")
    assert (silent.state.node_id, clumsy.state.node_id) == ("lower", "third")


def test_zero_cuts_a_prompt_short_for_a_person(call: Call) -> None:
    caller = call({"hello": {"kind": "play", "text": "您好。", "next": "one"}, "one": END})
    assert caller.happen(run.Key("0")) == [run.StopSaying(), run.Enqueue("people")]


# -- collect ----------------------------------------------------------------------------------------------------------


def collect(**changes: Any) -> dict[str, Any]:
    texts = {"text": "请输入。", "invalid_text": "有误。"}
    whole = {"kind": "collect", **texts, "variable": "n", "secret": False, "next": "one", "on_failure": "human"}
    return whole | changes


@pytest.mark.parametrize(("keys", "kept"), [(KEYED_ID + "#", ID_NUMBER), (ID_NUMBER[:-1] + "0#", ID_NUMBER)])
def test_an_id_number_is_taken_with_its_x_as_star_or_zero(call: Call, keys: str, kept: str) -> None:
    caller = call({"ask": collect(check="id_number", star="X"), "one": END})
    caller.key(keys)
    assert caller.state.variables["n"] == kept


@pytest.mark.parametrize("keys", ["410101198506120381#", "41010119850612038#", "0000000000000000000#"])
def test_an_id_number_with_a_wrong_check_digit_or_length_is_asked_for_again(call: Call, keys: str) -> None:
    caller = call({"ask": collect(check="id_number", star="X", max_digits=18, ends_at_max=False), "one": END})
    caller.key(keys)
    assert caller.said[-1] == "有误。请输入。"


def test_twenty_digits_where_six_are_wanted_are_one_mistake(call: Call) -> None:
    caller = call({"ask": collect(min_digits=6, max_digits=6, ends_at_max=False), "one": END})
    caller.key("1" * 20 + "#")
    assert caller.said == ["请输入。", "有误。请输入。"]
    caller.key("123456#")
    assert caller.state.variables["n"] == "123456"


def test_star_goes_back_from_an_input(call: Call) -> None:
    first = menu(options={"1": {"label": "查询", "next": "ask"}})
    caller = call({"main": first, "ask": collect(), "one": END})
    caller.key("1*")
    assert caller.state.node_id == "main"


# -- identify ---------------------------------------------------------------------------------------------------------


def test_identify_asks_with_both_secrets_and_then_forgets_them(call: Call) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(KEYED_ID + "#246810#")
    asked = {"identifier": ID_NUMBER, "query_password": "246810", "caller_number": "13800001234"}
    assert caller.asked == run.Ask("books", "authenticate", asked, 3.0)
    assert caller.state.resume_state() is None
    caller.answer("ok", {"person_key": "p-1", "name": "陈晓梅"})
    assert caller.of(run.Identified) == [run.Identified("password", "books", "p-1")]
    assert caller.of(run.Attach) == [run.Attach("name", "陈晓梅", "name")]
    assert caller.state.resume_state()["variables"]["person_key"] == "p-1"
    assert caller.entered[-1] == "one"


def test_who_is_identified_is_not_asked_again(call: Call) -> None:
    caller = call({"who": {**IDENTIFY, "next": "again"}, "again": {**IDENTIFY, "next": "one"}, **ASIDE})
    caller.key(KEYED_ID + "#246810#")
    caller.answer("ok", {"person_key": "p-1"})
    assert caller.entered[-2:] == ["again", "one"]


def test_a_wrong_password_is_told_with_what_is_left_and_three_are_all(call: Call) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    for left in (2, 1):
        caller.key(KEYED_ID + "#000000#")
        caller.answer("refused", {"reason": "wrong", "remaining_tries": left})
        assert caller.said[-1].startswith("信息不符，还可以输入")
        assert not caller.state.secrets
    caller.key(KEYED_ID + "#000000#")
    caller.answer("refused", {"reason": "wrong", "remaining_tries": 5})
    assert caller.entered[-1] == "wrong"


@pytest.mark.parametrize(
    ("outcome", "values", "end"),
    [
        ("locked", {"reason": "locked"}, "locked"),
        ("refused", {"reason": "initial_password", "remaining_tries": 2}, "initial"),
        ("refused", {"remaining_tries": 0}, "wrong"),
        ("timeout", {}, "human"),
        ("ok", {}, "human"),
    ],
)
def test_every_other_answer_has_its_way(call: Call, outcome: str, values: dict[str, Any], end: str) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(KEYED_ID + "#246810#")
    caller.answer(outcome, values)
    assert caller.entered[-1] == end


@pytest.mark.parametrize("keys", ["410101198506120381#", "12345678901234567890#", "1#"])
def test_a_wrong_id_number_is_asked_for_again_and_nobody_is_asked(call: Call, keys: str) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(keys)
    assert caller.said[-1] == "号码有误。请输入身份证号码。"
    assert caller.of(run.Ask) == []


def test_an_account_number_is_taken_where_it_may_be_one(call: Call) -> None:
    caller = call({"who": {**IDENTIFY, "identifier": "id_or_account"}, **ASIDE})
    caller.key("410100000001#246810#")
    assert caller.asked.arguments["identifier"] == "410100000001"


@pytest.mark.parametrize("keys", ["12345678901234567890#", "1#", "1*3#"])
def test_a_password_of_another_length_is_asked_for_again(call: Call, keys: str) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(KEYED_ID + "#" + keys)
    assert caller.said[-1] == "密码有误。请输入密码。"
    assert caller.of(run.Ask) == []


@pytest.mark.parametrize("keys", ["0#", KEYED_ID + "#0#"])
def test_zero_gives_a_person_and_no_secret_stays(call: Call, keys: str) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(keys)
    assert caller.queue == "people"
    assert not caller.state.secrets


def test_star_at_the_password_asks_for_the_number_again(call: Call) -> None:
    caller = call({"who": IDENTIFY, **ASIDE})
    caller.key(KEYED_ID + "#*")
    assert caller.said[-1] == "请输入身份证号码。"
    assert not caller.state.secrets


# -- looking at the centre --------------------------------------------------------------------------------------------


def test_a_condition_looks_a_fact_up(call: Call) -> None:
    node = {"kind": "condition", "variable": "queue.people.waiting", "operator": "greater", "value": 5}
    caller = call({"busy": {**node, "then": "one", "otherwise": "human"}, "one": END})
    assert caller.commands == [run.LookUp(("queue.people.waiting",))]
    caller.happen(run.Known({"queue.people.waiting": 6}))
    assert caller.entered[-1] == "one"


@pytest.mark.parametrize(("known", "end"), [("vip", "one"), ("red", "two"), (None, "human"), (True, "human")])
def test_a_switch_takes_the_way_of_the_value(call: Call, known: Any, end: str) -> None:
    node = {"kind": "switch", "variable": "caller.mark", "cases": {"vip": "one", "red": "two"}, "otherwise": "human"}
    caller = call({"mark": node, "one": END, "two": END})
    caller.happen(run.Known({"caller.mark": known}))
    assert caller.entered[-1] == end


def test_yes_and_no_are_written_true_and_false(call: Call) -> None:
    node = {"kind": "switch", "variable": "number.open", "cases": {"true": "one", "false": "two"}, "otherwise": "human"}
    caller = call({"open": node, "one": END, "two": END})
    caller.happen(run.Known({"number.open": False}))
    assert caller.entered[-1] == "two"


@pytest.mark.parametrize(("today", "said"), [("2026-06-30", True), ("2026-07-02", False), ("2026-06-01", False)])
def test_news_are_said_in_their_days_only(call: Call, today: str, said: bool) -> None:
    days = {"first_day": "2026-06-29", "last_day": "2026-07-01"}
    caller = call({"news": {"kind": "play", "text": "结息通知。", **days, "next": "one"}, "one": END})
    caller.happen(run.Known({"clock.date": today}))
    assert (caller.said == ["结息通知。"]) is said


def test_set_gives_values_and_copies_facts_and_attaches_them(call: Call) -> None:
    node = {
        "kind": "set",
        "values": {"topic": "贷款"},
        "copies": {"ahead": "queue.people.waiting", "from": "caller_number"},
        "attach": {"topic": {"value": "topic"}},
        "next": "one",
    }
    caller = call({"set": node, "one": END})
    caller.happen(run.Known({"queue.people.waiting": 4}))
    assert {"topic": "贷款", "ahead": 4, "from": "13800001234"}.items() <= caller.state.variables.items()
    assert caller.of(run.Attach) == [run.Attach("topic", "贷款", "text")]


def test_a_loop_lets_pass_so_often_and_then_begins_anew(call: Call) -> None:
    loop = {"kind": "loop", "counter": "passed", "limit": 2, "next": "say", "done": "human"}
    caller = call({"again": loop, "say": {"kind": "play", "text": "请稍候。", "next": "again"}})
    caller.hear()
    assert caller.said == ["请稍候。"] * 2
    assert caller.queue == "people"
    assert caller.state.variables["passed"] == 0


# -- rows -------------------------------------------------------------------------------------------------------------


def test_one_of_several_rows_is_chosen_by_its_key(call: Call) -> None:
    caller = call({"list": LIST, "choose": CHOOSE, "one": END, "nothing": END})
    caller.answer("ok", {"loans": ROWS})
    assert caller.said == ["请选择贷款。一百元请按一，二百元请按二，"]
    caller.key("72")
    assert caller.said[-1].startswith("有误。请选择贷款。")
    assert caller.state.variables["loan"] == "2"
    assert caller.entered[-1] == "one"


def test_a_single_row_is_chosen_unasked_and_none_is_a_failure(call: Call) -> None:
    nodes = {"list": LIST, "choose": CHOOSE, "one": END, "nothing": END}
    single, empty = call(nodes), call(nodes)
    single.answer("ok", {"loans": ROWS[:1]})
    empty.answer("ok", {"loans": []})
    assert (single.state.variables["loan"], single.said) == ("1", [])
    assert empty.entered[-1] == "nothing"


def test_play_says_a_prompt_for_each_row_up_to_a_limit(call: Call) -> None:
    rows = {
        "kind": "play",
        "text": "明细：",
        "each": "loans",
        "each_text": "{amount:amount}。",
        "most": 2,
        "next": "one",
    }
    caller = call({"list": {**LIST, "next": "say"}, "say": rows, "one": END})
    caller.answer("ok", {"loans": [*ROWS, *ROWS]})
    assert caller.said == ["明细：一百元。二百元。"]


# -- out of the flow --------------------------------------------------------------------------------------------------


def test_a_transfer_asks_for_the_office_and_goes_on_when_it_cannot_be_had(call: Call) -> None:
    node = {
        "kind": "transfer",
        "entry_id": "bank",
        "text": "正在转接。",
        "errors": {"closed": "one"},
        "on_failure": "human",
    }
    closed, silent = call({"bank": node, "one": END}), call({"bank": node, "one": END})
    for caller, reason in ((closed, "closed"), (silent, "unreachable")):
        caller.hear()
        assert caller.commands[-1] == run.PutThrough("bank")
        caller.happen(run.NotPossible(reason))
    assert closed.entered[-1] == "one"
    assert silent.queue == "people"


CALL_BACK = {"kind": "call_back", "queue_id": "people", "errors": {"not_offered": "one"}, "on_failure": "human"}


def test_a_call_back_is_booked_at_the_callers_number(call: Call) -> None:
    caller = call({"back": CALL_BACK, "one": END})
    assert "尾号" in caller.said[0]
    caller.key("1")
    assert caller.commands[-1] == run.BookCallBack("people", "13800001234")
    caller.happen(run.NotPossible("not_offered"))
    assert caller.entered[-1] == "one"


def test_a_call_back_at_another_number_is_confirmed_and_a_wrong_one_asked_for_again(call: Call) -> None:
    caller = call({"back": CALL_BACK, "one": END})
    caller.key("2" + "13900001111#" + "1")
    assert caller.commands[-1] == run.BookCallBack("people", "13900001111")
    caller.happen(run.NotPossible("not_callable"))
    assert caller.said[-1].startswith("抱歉，无法回拨您输入的号码。")
    caller.key("123#")
    assert caller.said[-1].startswith("抱歉，无法回拨您输入的号码。")
    caller.key("#")
    assert caller.queue == "people"


@pytest.mark.parametrize(("grade", "rated"), [("1", [run.Rated("rate", 1)]), ("5", [run.Rated("rate", 5)]), ("7", [])])
def test_a_rating_is_one_key(call: Call, grade: str, rated: list[run.Rated]) -> None:
    texts = {"text": "请评价。", "invalid_text": "有误。"}
    caller = call({"rate": {"kind": "rate", **texts, "next": "one", "on_failure": "human"}, "one": END})
    caller.key(grade)
    assert caller.of(run.Rated) == rated
    assert (caller.said[-1] == "有误。请评价。") is not bool(rated)


def test_an_http_request_keeps_inner_values_and_has_its_failures(call: Call) -> None:
    node = {
        "kind": "http",
        "url": "http://core.local/state",
        "arguments": {"number": "caller_number"},
        "keep": {"state": "order.state", "nothing": "order.none.there"},
        "next": "one",
        "errors": {"timeout": "late"},
        "on_failure": "human",
    }
    nodes = {"ask": node, "one": END, "late": END}
    good, late = call(nodes), call(nodes)
    assert good.commands == [run.Fetch("GET", "http://core.local/state", {"number": "13800001234"}, 3.0)]
    good.answer("ok", {"order": {"state": "办理中"}})
    late.answer("timeout")
    assert (good.state.variables["state"], good.state.variables["nothing"]) == ("办理中", None)
    assert (good.entered[-1], late.entered[-1]) == ("one", "late")


def test_a_long_list_is_told_in_pages_of_seven(call: Call) -> None:
    rows = [{"loan": str(number), "amount": f"{number}.00"} for number in range(1, 11)]
    caller = call({"list": LIST, "choose": CHOOSE, "one": END, "nothing": END})
    caller.answer("ok", {"loans": rows})
    assert caller.said[-1].endswith("七元请按七，更多内容请按八。")
    caller.key("8")
    assert caller.said[-1] == "请选择贷款。八元请按一，九元请按二，十元请按三，更多内容请按八。"
    caller.key("88" + "3")
    assert caller.state.variables["loan"] == "10"


def test_a_condition_may_compare_two_inputs_and_secrets_among_them(call: Call) -> None:
    texts = {"text": "请输入。", "invalid_text": "有误。", "on_failure": "human"}
    same = {"kind": "condition", "variable": "new", "operator": "equals", "same_as": "again"}
    nodes = {
        "new": {"kind": "collect", "variable": "new", **texts, "next": "again"},
        "again": {"kind": "collect", "variable": "again", **texts, "next": "same"},
        "same": {**same, "then": "one", "otherwise": "human"},
        "one": END,
    }
    alike, other = call(nodes), call(nodes)
    alike.key("123456#123456#")
    other.key("123456#123465#")
    assert alike.entered[-1] == "one"
    assert other.queue == "people"
