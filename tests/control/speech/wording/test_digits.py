"""Digit strings: groups, 幺 and the tail of four."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.digits import digits, hotline, id_number, phone, tail
from rexian.control.speech.wording.style import SpokenStyle

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("13812340001", "幺三八、幺二三四、零零零幺"),
        ("+86 138-1234-0001", "幺三八、幺二三四、零零零幺"),
        ("0379-63123456", "零三七九、六三幺二、三四五六"),
        ("010 88886666", "零幺零、八八八八、六六六六"),
        ("(0371)6312345", "零三七幺、六三幺、二三四五"),
        ("63123456", "六三幺二、三四五六"),
        ("4006001234", "四零零、六零零、幺二三四"),
        ("95588", "九五五八八"),
    ],
)
def test_phone_numbers_are_grouped(number: str, words: str) -> None:
    assert phone(number) == words


def test_an_identity_number_is_grouped_and_its_x_is_said() -> None:
    assert id_number("41030519900101123x") == "四幺零三零五、幺九九零、零幺零幺、幺二三艾克斯"


def test_the_hotline_follows_the_style_of_the_centre() -> None:
    assert hotline() == "幺二三二九"
    assert hotline("12329", SpokenStyle(hotline_yao=False)) == "一二三二九"


@pytest.mark.parametrize(
    ("value", "words"),
    [("6217001234568000", "尾号八零零零"), ("41030519900101123X", "尾号幺二三艾克斯"), (13812340001, "尾号零零零幺")],
)
def test_only_the_last_four_are_said(value: str | int, words: str) -> None:
    assert tail(value) == words


def test_a_staff_number_is_said_digit_by_digit() -> None:
    assert digits("8001") + "号" == "八零零幺号"


@pytest.mark.parametrize("bad", ["", "12，3", "一二", None, 1.5, "１２", True])
def test_no_digit_string(bad: object) -> None:
    with pytest.raises(WordingError):
        digits(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["123", ""])
def test_a_tail_needs_four(bad: str) -> None:
    with pytest.raises(WordingError):
        tail(bad)


@given(st.text("0123456789", min_size=1, max_size=20))
def test_grouping_loses_no_digit(number: str) -> None:
    spoken = phone(number).replace("、", "")
    assert spoken in (digits(number), digits(number[2:]) if len(number) > 2 else "")
    assert len(spoken) == len(number) or number.startswith("86")
