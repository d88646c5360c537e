"""What the simulated citizen keys, judged against the shipped flow."""

from pathlib import Path

import pytest

from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.demo.keying import KeyPlan, Keys, KeysInvalid, keys_by_hand
from rexian.control.ivr.document import FlowDocument, load_flows

pytestmark = pytest.mark.pure

CITIZEN = DEMO_CITIZENS[0]
IDENTIFIER, PASSWORD = "fund-identify.identify.identifier_text", "fund-identify.identify.password_text"
FLOWS = Path(__file__).parents[4] / "flows"


@pytest.fixture(scope="module")
def flow() -> FlowDocument:
    return load_flows(FLOWS)["hotline-12329"]


def test_the_way_leads_to_the_balance_and_then_to_a_person(flow: FlowDocument) -> None:
    plan = KeyPlan(flow, CITIZEN)

    assert plan.keys_for("main.text", balance_heard=False) == Keys("1", "menu_key_pressed")
    assert plan.keys_for(IDENTIFIER, balance_heard=False) == Keys("41010119850612038*#", "id_number_keyed")
    assert plan.keys_for(PASSWORD, balance_heard=False) == Keys("246810#", "password_keyed")
    assert plan.keys_for("fund-person.choose_account.text", balance_heard=False) == Keys("1", "row_chosen")
    assert plan.keys_for("fund-person.menu.text", balance_heard=False) == Keys("1", "menu_key_pressed")
    assert plan.keys_for("fund-person.after_balance.text", balance_heard=True) == Keys("0", "agent_requested")


def test_a_menu_that_comes_again_without_a_balance_is_left_for_a_person(flow: FlowDocument) -> None:
    plan = KeyPlan(flow, CITIZEN)
    plan.keys_for("main.text", balance_heard=False)

    assert plan.keys_for("main.text", balance_heard=False) == Keys("0", "agent_requested")


@pytest.mark.parametrize(
    "prompt_id", ["welcome.text", "fund-person.say_balance.text", "front_desk.text", "resume", "queue.human-service"]
)
def test_nothing_is_keyed_where_nothing_is_asked(flow: FlowDocument, prompt_id: str) -> None:
    plan = KeyPlan(flow, CITIZEN)

    assert not plan.asks(prompt_id)
    assert not plan.barges_in(prompt_id)
    assert plan.keys_for(prompt_id, balance_heard=False) is None


def test_only_a_patient_citizen_hears_every_prompt_out(flow: FlowDocument) -> None:
    assert KeyPlan(flow, CITIZEN).barges_in("main.text")
    assert not KeyPlan(flow, CITIZEN, patient=True).barges_in("main.text")


def test_keys_by_hand_are_pressed_in_turn_and_then_no_more(flow: FlowDocument) -> None:
    plan = KeyPlan(flow, CITIZEN, keys_by_hand("1, {id}#,{password}#", CITIZEN))
    prompts = ("main.text", IDENTIFIER, PASSWORD, "fund-person.menu.text")
    pressed = [plan.keys_for(prompt_id, balance_heard=False) for prompt_id in prompts]

    assert [keys and keys.digits for keys in pressed] == ["1", "41010119850612038*#", "246810#", None]


@pytest.mark.parametrize("text", ["1,,0", "1,x", "1 0", ","])
def test_other_keys_than_a_telephone_has_are_refused(text: str) -> None:
    with pytest.raises(KeysInvalid):
        keys_by_hand(text, CITIZEN)
