"""The shipped flows as callers meet them: their own test cases, the check, and that nobody is left alone anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.control.ivr.conftest import FLOWS, Caller

from rexian.control.ivr import run
from rexian.control.ivr.cases import failure, failures
from rexian.control.ivr.check import Centre, check
from rexian.control.ivr.document import FlowDocument, load_flow
from rexian.control.ivr.nodes.query import Query

pytestmark = pytest.mark.pure

Dial = Callable[[], Any]

ID_KEYS, ID_NUMBER, PASSWORD = "41010119850612038*#", "41010119850612038X", "246810"
GOOD = {"person_key": "person-7", "name": "陈晓梅"}
ACCOUNTS = {"accounts": [{"person_account_no": "410100000001", "unit_name": "河南省某某厅"}]}
SUMMARY = {"name": "陈晓梅", "id_no": ID_NUMBER, "balance": "32105.60", "account_status": "normal"}
BALANCE = {"balance": "32105.60", "account_status": "normal", "as_of": "2024-07-05"}
NO_ONE_LEFT_ALONE = ["not_found", "invalid", "timeout", "unavailable", "failed", "unheard-of"]
QUEUES = frozenset({"human-service", "loan-service"})
SHIPPED = sorted(path.name for path in FLOWS.glob("*.json"))


@pytest.fixture
def at_question(call_hotline: Dial) -> Dial:
    """A caller who has keyed id number and password: the books are asked."""

    def dial() -> Any:
        caller = call_hotline()
        caller.hear()
        caller.key("1" + ID_KEYS + PASSWORD + "#")
        return caller

    return dial


@pytest.fixture
def at_menu(at_question: Dial) -> Dial:
    """A caller who has proved who he is and hears the menu of his account."""

    def dial() -> Any:
        caller = at_question()
        caller.answer("ok", GOOD)
        caller.answer("ok", ACCOUNTS)
        caller.answer("ok", SUMMARY)
        return caller

    return dial


@pytest.mark.parametrize("name", SHIPPED)
def test_the_check_finds_nothing_in_a_shipped_flow(name: str) -> None:
    assert [str(problem) for problem in check(load_flow(FLOWS / name), Centre(queue_ids=QUEUES))] == []


def test_every_flow_that_takes_calls_has_cases_and_they_pass() -> None:
    flows = [load_flow(FLOWS / name) for name in SHIPPED]
    assert all(flow.tests for flow in flows if not flow.sub_flow)
    assert [problem for flow in flows for problem in failures(flow)] == []


def test_the_cases_of_the_hotline_pass_every_node_of_its_tree_that_speaks(hotline: FlowDocument) -> None:
    """What no case passes is a way out of trouble."""
    from rexian.control.ivr.cases import Caller as CaseCaller

    passed: set[str] = set()
    for case in hotline.tests:
        caller = CaseCaller(hotline, case)
        caller.begin()
        for step in case.steps:
            caller.take(step)
        passed |= {*caller.path}
    speaking = {node_id for node_id, node in hotline.all_nodes.items() if isinstance(node, Query)}
    assert speaking - passed == set()


def test_a_case_that_does_not_hold_is_told_with_its_step(hotline: FlowDocument) -> None:
    case = hotline.tests[0]
    wrong = case.model_copy(update={"steps": [*case.steps[:1], case.steps[0].model_copy(update={"hears": "没有这句"})]})
    problem = failure(hotline, wrong)
    assert problem is not None
    assert (problem.code, problem.details["step"]) == ("case_failed", 2)


# -- nobody is left alone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [outcome for outcome in NO_ONE_LEFT_ALONE if outcome != "invalid"])
def test_when_the_check_of_identity_fails_the_caller_is_told_and_gets_a_person(at_question: Dial, outcome: str) -> None:
    caller = at_question()
    caller.answer(outcome)
    assert "业务系统暂时没有响应" in caller.said[-1]
    caller.key("0")
    caller.hear()
    assert caller.queue == "human-service"


@pytest.mark.parametrize("outcome", NO_ONE_LEFT_ALONE)
def test_the_menu_is_there_without_the_desks_summary_too(at_question: Dial, outcome: str) -> None:
    caller = at_question()
    caller.answer("ok", GOOD)
    caller.answer("ok", ACCOUNTS)
    caller.answer(outcome)
    assert caller.said[-1].startswith("账户余额请按一")


@pytest.mark.parametrize("key", "123")
@pytest.mark.parametrize("outcome", NO_ONE_LEFT_ALONE)
def test_a_leaf_that_cannot_be_answered_leads_to_a_person_who_waits_long_enough(
    at_menu: Dial, key: str, outcome: str
) -> None:
    caller = at_menu()
    caller.key(key)
    caller.answer(outcome)
    for _ in range(3):
        caller.hear()
        caller.happen(run.TimedOut())
    caller.hear()
    assert caller.queue == "human-service"


@pytest.mark.parametrize("before", ["", "1", "1" + ID_KEYS, "2", "3", "4"])
def test_silence_leads_to_a_person(call_hotline: Dial, before: str) -> None:
    caller = call_hotline()
    caller.hear()
    caller.key(before)
    for _ in range(3):
        caller.hear()
        caller.happen(run.TimedOut())
    caller.hear()
    assert caller.queue in QUEUES


@pytest.mark.parametrize("keys", ["0", "10#", "1" + ID_KEYS + "0#", "20#", "30#", "40", "5"])
def test_zero_gives_a_person_wherever_keys_are_taken(call_hotline: Dial, keys: str) -> None:
    caller = call_hotline()
    caller.hear()
    caller.key(keys)
    caller.hear()
    assert caller.queue in QUEUES


def test_zero_during_the_welcome_and_during_an_answer_gives_a_person(call_hotline: Dial, at_menu: Dial) -> None:
    told = at_menu()
    told.key("1")
    told.answer("ok", BALANCE)
    for caller in (call_hotline(), told):
        caller.key("0")
        caller.hear()
        assert caller.queue == "human-service"


def test_keys_before_the_prompt_lead_through_the_menus(call_hotline: Dial) -> None:
    caller = call_hotline()
    caller.key("1" + ID_KEYS + PASSWORD + "#")
    assert caller.asked.rule == "authenticate"


# -- secrets ----------------------------------------------------------------------------------------------------------


def test_secrets_are_held_only_until_the_check(call_hotline: Dial) -> None:
    caller = call_hotline()
    caller.hear()
    caller.key("1" + ID_KEYS)
    assert caller.state.resume_state() is None
    caller.key(PASSWORD + "#")
    assert caller.state.resume_state() is None
    caller.answer("ok", GOOD)
    stored = orjson.dumps(caller.state.resume_state()).decode()
    assert '"person_key":"person-7"' in stored
    assert ID_NUMBER not in stored
    assert PASSWORD not in stored


def test_nothing_but_the_question_holds_what_was_keyed(at_menu: Dial) -> None:
    caller = at_menu()
    shown = [command for command in caller.commands if not isinstance(command, run.Ask | run.Attach)]
    assert ID_NUMBER not in repr(shown)
    assert PASSWORD not in repr(shown)


def test_after_a_restart_the_balance_is_asked_again(at_menu: Dial, hotline: FlowDocument) -> None:
    caller = at_menu()
    caller.key("1")
    resumed = Caller(hotline, run.FlowState.resumed(orjson.loads(orjson.dumps(caller.state.resume_state()))))
    assert resumed.asked.rule == "balance"
    assert resumed.asked.arguments["person_key"] == "person-7"
    resumed.answer("ok", BALANCE)
    resumed.hear()
    resumed.key("*")
    assert resumed.said[-1].startswith("账户余额请按一")


def test_a_call_of_the_first_format_goes_on_at_its_menu(hotline: FlowDocument) -> None:
    stored = {"version": 1, "flow_id": "hotline-12329", "flow_version": 1, "node_id": "main", "variables": {}}
    resumed = Caller(hotline, run.FlowState.resumed(stored))
    resumed.key("0")
    resumed.hear()
    assert resumed.queue == "human-service"


def test_the_first_format_is_still_read(flow_document: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    query = {"kind": "query", "object": "books", "rule": "look", "arguments": {}, "branches": {"ok": "human"}}
    human = {"kind": "queue", "queue_id": "people", "otherwise": {"closed": "bye"}}
    nodes = {"ask": {**query, "on_failure": "human"}, "human": human, "bye": {"kind": "hang_up"}}
    document = flow_document(nodes, format=1)
    del document["operator"]
    path = tmp_path / "old.json"
    path.write_bytes(orjson.dumps(document))
    flow = load_flow(path)
    assert (flow.format, flow.operator) == (2, "human")
    assert dict(flow.nodes["human"].ways()) == {"errors.closed": "bye"}
