"""Counts, ordinals, numbers and percentages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.numbers import cardinal, count, number, ordinal, percent
from rexian.control.speech.wording.style import SpokenStyle

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("2.6", "百分之二点六"),
        ("3.075", "百分之三点零七五"),
        ("12", "百分之十二"),
        ("0.5", "百分之零点五"),
        ("2.60", "百分之二点六"),
        ("100", "百分之百"),
        ("120", "百分之一百二十"),
        ("-1.5", "负百分之一点五"),
    ],
)
def test_percentages(figure: str, words: str) -> None:
    assert percent(figure) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (240, "期", "二百四十期"),
        (2, "期", "两期"),
        (2, "位", "两位"),
        (2, "次", "两次"),
        (12, "次", "十二次"),
        (0, "位", "零位"),
    ],
)
def test_counts_before_a_measure_word(value: int, unit: str, words: str) -> None:
    assert count(value) + unit == words


def test_an_ordinal_keeps_er() -> None:
    assert ordinal(36) + "期" == "第三十六期"
    assert ordinal(2) + "套" == "第二套"


@pytest.mark.parametrize(
    ("value", "words"),
    [("12.50", "十二点五"), ("0.01", "零点零一"), ("-3", "负三"), ("20", "二十"), ("110", "一百一十"), ("19", "十九")],
)
def test_numbers(value: str, words: str) -> None:
    assert number(value) == words


def test_liang_is_said_of_the_opening_two_only() -> None:
    liang = SpokenStyle(liang=True)
    assert [cardinal(value, liang) for value in (2000, 22222, 20, 2)] == ["两千", "两万二千二百二十二", "二十", "二"]
    assert number("2.2", liang) == "二点二"


@pytest.mark.parametrize("bad", [0, -1, "1.5", "x"])
def test_no_ordinal(bad: object) -> None:
    with pytest.raises(WordingError):
        ordinal(bad)  # type: ignore[arg-type]


@given(st.integers(0, 10**16 - 1), st.integers(0, 10**16 - 1))
def test_different_numbers_sound_different(one: int, other: int) -> None:
    assert (cardinal(one) == cardinal(other)) == (one == other)
