"""Amounts: the table of the trade, and reading back by a parser of its own."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.amounts import amount, formal_amount
from rexian.control.speech.wording.style import SpokenStyle

pytestmark = pytest.mark.pure

LIANG = SpokenStyle(liang=True)

SPOKEN = [
    ("0", "零元"),
    ("0.05", "五分"),
    ("0.50", "五角"),
    ("10", "十元"),
    ("15.3", "十五元三角"),
    ("100.05", "一百元零五分"),
    ("100.50", "一百元五角"),
    ("110", "一百一十元"),
    ("1005", "一千零五元"),
    ("1050", "一千零五十元"),
    ("10010", "一万零一十元"),
    ("100000", "十万元"),
    ("101000", "十万一千元"),
    ("1234.56", "一千二百三十四元五角六分"),
    ("20000.02", "二万元零二分"),
    ("1000001", "一百万零一元"),
    ("10500", "一万零五百元"),
    ("100500", "十万零五百元"),
    ("105000000", "一亿零五百万元"),
    ("10203040.5", "一千零二十万三千零四十元五角"),
    ("100000000", "一亿元"),
    ("100010000", "一亿零一万元"),
    ("-12.3", "负十二元三角"),
    ("32105.6", "三万二千一百零五元六角"),
    ("2001.7", "二千零一元七角"),
    ("0.005", "一分"),
    ("0.004", "零元"),
    ("-0.004", "零元"),
    ("1.995", "二元"),
    ("1,234.50", "一千二百三十四元五角"),
    ("1000000000000", "一万亿元"),
    ("100005000", "一亿零五千元"),
    ("150000000", "一亿五千万元"),
]


@pytest.mark.parametrize(("figure", "words"), SPOKEN)
def test_amounts_of_the_trade(figure: str, words: str) -> None:
    assert amount(figure) == words
    assert amount(Decimal(figure.replace(",", ""))) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("2", "两元"),
        ("2000", "两千元"),
        ("20000", "两万元"),
        ("22000", "两万二千元"),
        ("200000000", "两亿元"),
        ("200", "二百元"),
        ("20", "二十元"),
        ("12", "十二元"),
        ("12000", "一万二千元"),
        ("220000", "二十二万元"),
        ("12.22", "十二元二角二分"),
        ("0.2", "两角"),
        ("0.22", "两角二分"),
        ("2001.7", "两千零一元七角"),
        ("-2000", "负两千元"),
    ],
)
def test_liang_opens_an_amount(figure: str, words: str) -> None:
    assert amount(figure, LIANG) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("100.05", "壹佰元零伍分"),
        ("100.50", "壹佰元伍角整"),
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("-12.3", "负壹拾贰元叁角整"),
        ("100010000", "壹亿零壹万元整"),
    ],
)
def test_formal_amounts(figure: str, words: str) -> None:
    assert formal_amount(figure) == words


@pytest.mark.parametrize("value", [1.5, None, True, "abc", "", "NaN", "Infinity", "1e30", b"1", "一百"])
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(WordingError):
        amount(value)  # type: ignore[arg-type]


_PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_VALUES = {
    sign: place for signs in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for place, sign in enumerate(signs)
}
_VALUES["两"] = 2


def read_number(words: str) -> int:
    """An independent reader of Chinese numbers (right to left by unit, knows nothing of how they were made)."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        head, found, rest = words.rpartition(unit)
        if found:
            return read_number(head) * size + (read_number(rest) if rest else 0)
    total, digit = 0, None
    for sign in words:
        if sign in _PLACES:
            total += (1 if digit in (None, 0) else digit) * _PLACES[sign]
            digit = None
        else:
            digit = _VALUES[sign]
    return total + (digit or 0)


def read_amount(words: str) -> Decimal:
    negative, words = words.startswith("负"), words.removeprefix("负").rstrip("整")
    yuan, _, cents = words.rpartition("元")
    jiao, _, fen = cents.rpartition("角")
    value = Decimal(read_number(yuan) if yuan else 0)
    value += Decimal(read_number(jiao) if jiao else 0) / 10
    value += Decimal(read_number(fen.rstrip("分")) if fen else 0) / 100
    return -value if negative else value


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


@given(amounts, st.booleans())
def test_an_amount_reads_back(value: Decimal, liang: bool) -> None:
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert read_amount(amount(value, SpokenStyle(liang=liang))) == rounded
    assert read_amount(formal_amount(value)) == rounded


@given(st.integers(0, 10**12))
def test_zeros_are_said_once_and_never_last(cents: int) -> None:
    words = amount(Decimal(cents) / 100)
    assert "零零" not in words
    if cents:
        assert not any(f"零{sign}" in words for sign in "元角分万亿十百千")
