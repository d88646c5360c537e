"""One form for each caller, whatever the exchange makes of the number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.contracts.configuration import NumberConfiguration
from rexian.control.numbering.called import rule_for
from rexian.control.numbering.plan import NumberPlan, normal_caller

pytestmark = pytest.mark.pure

ZHENGZHOU = NumberPlan("0371")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("13800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("65881234", "037165881234"),
        ("6588123", "03716588123"),
        ("037165881234", "037165881234"),
        ("37165881234", "037165881234"),
        ("+8637165881234", "037165881234"),
        ("8637165881234", "037165881234"),
        ("+861065881234", "01065881234"),
        ("1065881234", "01065881234"),
        ("(0371) 6588 1234", "037165881234"),
        ("+862165881234", "02165881234"),
        ("4008123456", "4008123456"),
        ("+864008123456", "4008123456"),
        ("95588", "95588"),
        ("12345", "12345"),
        ("110", "110"),
        ("+85223456789", "+85223456789"),
        ("0085223456789", "+85223456789"),
        ("", ""),
        ("anonymous", ""),
        ("+", ""),
    ],
)
def test_a_caller_has_one_form(raw: str, kept: str) -> None:
    assert normal_caller(raw, ZHENGZHOU) == kept


def test_without_an_area_code_a_local_number_stays_local() -> None:
    assert normal_caller("65881234", NumberPlan()) == "65881234"


@given(st.text("0123456789+ -()*#a", max_size=18), st.sampled_from(["", "010", "0371"]))
def test_the_kept_form_is_kept(raw: str, area_code: str) -> None:
    plan = NumberPlan(area_code)
    kept = normal_caller(raw, plan)
    assert normal_caller(kept, plan) == kept


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "0", "86", "+86", "0086"]))
def test_every_way_to_write_a_mobile_is_one(mobile: str, prefix: str) -> None:
    assert normal_caller(prefix + mobile, ZHENGZHOU) == mobile


NUMBERS = {
    "12329": NumberConfiguration("12329", "c", "hotline"),
    "65881234": NumberConfiguration("65881234", "c", "office"),
}


@pytest.mark.parametrize(
    ("dialled", "flow"),
    [
        ("12329", "hotline"),
        ("037112329", "hotline"),
        ("37112329", "hotline"),
        ("+8637112329", "hotline"),
        ("008637112329", "hotline"),
        ("8612329", "hotline"),
        ("037165881234", "office"),
        ("12328", None),
        ("", None),
    ],
)
def test_a_called_number_meets_its_rule_with_or_without_codes(dialled: str, flow: str | None) -> None:
    rule = rule_for(dialled, NUMBERS, ZHENGZHOU)
    assert (None if rule is None else rule.flow_id) == flow


def test_the_number_as_it_came_goes_before_a_shorter_form() -> None:
    own = NumberConfiguration("037112329", "c", "own")
    rule = rule_for("037112329", {**NUMBERS, own.called_number: own}, ZHENGZHOU)
    assert rule == own
