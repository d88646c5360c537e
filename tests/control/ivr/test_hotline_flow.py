"""12329's menu as a whole: what a citizen hears for what is keyed and what the fund's books answer."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from rexian.control.ivr import run

pytestmark = pytest.mark.pure

Dial = Callable[[], Any]

ID_KEYS, ID_NUMBER, PASSWORD = "41010119850612038*", "41010119850612038X", "246810"
GOOD = {"person_key": "person-7", "name": "陈晓梅"}
BALANCE = {
    "person_account_no": "410100000001",
    "balance": "32105.60",
    "carried_balance": "30000.00",
    "current_year_balance": "2105.60",
    "account_status": "normal",
    "as_of": "2024-07-05",
}
SUMMARY = {
    "name": "陈晓梅",
    "id_no": ID_NUMBER,
    "mobile": "15400012329",
    "account_count": 1,
    "as_of": "2024-07-05",
    "unit_name": "河南省某某厅",
    "person_account_no": "410100000001",
    "balance": "32105.60",
    "paid_through_month": "2024-06",
    "account_status": "normal",
}
NO_ONE_LEFT_ALONE = ["not_found", "invalid", "timeout", "unavailable", "failed", "unheard-of"]


@pytest.fixture
def at_menu(call_hotline: Dial) -> Dial:
    def dial() -> Any:
        caller = call_hotline()
        caller.hear()
        return caller

    return dial


@pytest.fixture
def at_question(at_menu: Dial) -> Dial:
    """A caller who has keyed id number and password: the books are asked."""

    def dial() -> Any:
        caller = at_menu()
        caller.key("1" + ID_KEYS + PASSWORD)
        return caller

    return dial


@pytest.fixture
def at_balance(at_question: Dial) -> Dial:
    def dial(balance: dict[str, Any] = BALANCE) -> Any:
        caller = at_question()
        caller.answer("ok", GOOD)
        caller.answer("ok", balance)
        caller.answer("ok", SUMMARY)
        return caller

    return dial


def test_a_citizen_hears_the_balance_and_gets_a_person(at_balance: Dial) -> None:
    caller = at_balance()
    assert caller.said[-1] == "您的公积金账户余额为三万二千一百零五元六角，截至二零二四年七月五日。"
    caller.hear()
    caller.key("0")
    caller.hear()
    assert caller.queue == "human-service"
    assert caller.prompts == [
        "welcome.text",
        "main.text",
        "id_number.text",
        "query_password.text",
        "say_balance.text",
        "after_balance.text",
        "human.text",
    ]


def test_the_welcome_tells_of_the_recording(call_hotline: Dial) -> None:
    assert "录音" in call_hotline().said[0]


def test_the_books_are_asked_with_what_was_keyed(at_question: Dial) -> None:
    caller = at_question()
    assert caller.asked.business_object == "fund_account"
    assert caller.asked.rule == "authenticate"
    assert caller.asked.arguments == {
        "identifier": ID_NUMBER,
        "query_password": PASSWORD,
        "caller_number": "13800001234",
    }
    caller.answer("ok", GOOD)
    assert (caller.asked.rule, caller.asked.arguments) == ("balance", {"person_key": "person-7"})
    caller.answer("ok", BALANCE)
    assert (caller.asked.rule, caller.asked.arguments) == ("person_summary", {"person_key": "person-7"})


def test_what_is_learned_travels_to_the_desk(at_balance: Dial) -> None:
    attached = {item.key: (item.value, item.format) for item in at_balance().of(run.Attach)}
    assert attached == {
        "name": ("陈晓梅", "name"),
        "id_no": (ID_NUMBER, "id_number"),
        "mobile": ("15400012329", "mobile"),
        "unit_name": ("河南省某某厅", "text"),
        "person_account_no": ("410100000001", "account"),
        "account_count": ("1", "count"),
        "account_status": ("normal", "text"),
        "balance": ("32105.60", "amount"),
        "paid_through_month": ("2024-06", "month"),
        "as_of": ("2024-07-05", "date"),
    }


def test_the_caller_is_known_by_password(at_question: Dial) -> None:
    caller = at_question()
    caller.answer("ok", GOOD)
    assert caller.of(run.Identified) == [run.Identified("password", "fund_account", "person-7")]


def test_hash_may_end_an_input_that_is_complete(at_menu: Dial) -> None:
    caller = at_menu()
    caller.key("1" + ID_KEYS + "#" + PASSWORD + "#")
    caller.answer("ok", GOOD)
    caller.answer("ok", BALANCE)
    caller.answer("ok", SUMMARY)
    caller.hear()
    assert caller.entered[-1] == "after_balance"
    assert not [text for text in caller.said if "抱歉" in text]


def test_wrong_credentials_are_told_with_the_tries_left(at_question: Dial) -> None:
    caller = at_question()
    caller.answer("refused", {"reason": "wrong_credentials", "remaining_tries": 2})
    assert caller.said[-1] == "抱歉，您输入的信息不符，您还可以输入两次。"
    caller.hear()
    assert caller.entered[-1] == "id_number"
    caller.key(ID_KEYS + "000000")
    caller.answer("refused", {"reason": "wrong_credentials", "remaining_tries": 1})
    assert caller.said[-1] == "抱歉，您输入的信息不符，您还可以输入一次。"
    caller.hear()
    caller.key(ID_KEYS + "000000")
    caller.answer("locked", {"reason": "too_many_tries"})
    assert "锁定" in caller.said[-1]
    caller.hear()
    assert caller.queue == "human-service"


def test_the_initial_password_must_be_changed_first(at_question: Dial) -> None:
    caller = at_question()
    caller.answer("refused", {"reason": "initial_password"})
    assert "修改密码" in caller.said[-1]
    caller.hear()
    caller.key("0")
    caller.hear()
    assert caller.queue == "human-service"


def test_a_refusal_without_a_reason_leads_to_a_person(at_question: Dial) -> None:
    caller = at_question()
    caller.answer("refused", {})
    caller.hear()
    assert caller.queue == "human-service"


@pytest.mark.parametrize("outcome", NO_ONE_LEFT_ALONE)
def test_when_the_check_fails_a_person_helps(at_question: Dial, outcome: str) -> None:
    caller = at_question()
    caller.answer(outcome)
    caller.hear()
    assert caller.queue == "human-service"


@pytest.mark.parametrize("outcome", NO_ONE_LEFT_ALONE)
def test_when_the_balance_is_not_to_be_had_a_person_helps(at_question: Dial, outcome: str) -> None:
    caller = at_question()
    caller.answer("ok", GOOD)
    caller.answer(outcome)
    caller.hear()
    assert caller.queue == "human-service"


@pytest.mark.parametrize("outcome", NO_ONE_LEFT_ALONE)
def test_the_balance_is_said_without_the_summary_too(at_question: Dial, outcome: str) -> None:
    caller = at_question()
    caller.answer("ok", GOOD)
    caller.answer("ok", BALANCE)
    caller.answer(outcome)
    assert caller.said[-1].startswith("您的公积金账户余额为")


def test_a_sealed_account_is_named_so(at_balance: Dial) -> None:
    assert "封存" in at_balance({**BALANCE, "account_status": "sealed"}).said[-1]


def test_the_balance_can_be_heard_again_and_the_menu_left(at_balance: Dial) -> None:
    caller = at_balance()
    caller.hear()
    caller.key("1")
    assert caller.said[-1].startswith("您的公积金账户余额为")
    caller.hear()
    caller.key("*")
    assert caller.state.node_id == "main"
    assert [choice.label for choice in caller.of(run.Chosen)] == ["个人公积金查询", "重听余额", "返回主菜单"]


def test_nine_repeats_the_main_menu(at_menu: Dial) -> None:
    caller = at_menu()
    caller.key("9")
    assert caller.prompts == ["welcome.text", "main.text", "main.text"]


@pytest.mark.parametrize("keys", ["0", "10#", "1" + ID_KEYS + "0#"])
def test_zero_gives_a_person_wherever_keys_are_taken(at_menu: Dial, keys: str) -> None:
    caller = at_menu()
    caller.key(keys)
    caller.hear()
    assert caller.queue == "human-service"


def test_zero_during_a_prompt_that_leads_to_a_menu_gives_a_person(call_hotline: Dial, at_balance: Dial) -> None:
    for caller in (call_hotline(), at_balance()):
        caller.key("0")
        caller.hear()
        assert caller.queue == "human-service"


@pytest.mark.parametrize("before", ["", "1", "1" + ID_KEYS])
def test_silence_leads_to_a_person(at_menu: Dial, before: str) -> None:
    caller = at_menu()
    caller.key(before)
    for _ in range(3):
        caller.hear()
        caller.happen(run.TimedOut())
    caller.hear()
    assert caller.queue == "human-service"


def test_secrets_are_held_only_until_the_check(at_menu: Dial) -> None:
    caller = at_menu()
    caller.key("1" + ID_KEYS)
    assert caller.state.resume_state() is None
    caller.key(PASSWORD)
    assert caller.state.resume_state() is None
    caller.answer("ok", GOOD)
    stored = orjson.dumps(caller.state.resume_state()).decode()
    assert '"person_key":"person-7"' in stored
    assert ID_NUMBER not in stored
    assert PASSWORD not in stored


def test_no_prompt_speaks_what_was_keyed(at_balance: Dial) -> None:
    said = "".join(at_balance().said)
    assert ID_NUMBER not in said
    assert PASSWORD not in said


def test_after_a_restart_the_balance_is_asked_again(at_question: Dial, hotline: Any) -> None:
    caller = at_question()
    caller.answer("ok", GOOD)
    resumed = type(caller)(hotline, run.FlowState.resumed(caller.state.resume_state()))
    assert (resumed.asked.rule, resumed.asked.arguments) == ("balance", {"person_key": "person-7"})
