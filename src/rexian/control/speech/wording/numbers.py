"""Cardinals, counts, ordinals and percentages in words (GB/T 15835 usage; rules: four-digit groups with 万 and 亿).

One 零 stands for any run of zeros inside, none at the end; a following group that leaves its highest place empty
takes 零; a leading 一十 is 十 only at the very start.
"""

from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.style import STANDARD, SpokenStyle

DIGITS = "零一二三四五六七八九"
LARGEST = 10**16 - 1
_PLACES = ("", "十", "百", "千")

Figure: TypeAlias = int | str | Decimal


def to_decimal(value: object) -> Decimal:
    """The exact value of an int, Decimal or numeric string (thousands commas allowed). Raises WordingError.

    Floats are refused: a balance that passed through a float is already wrong.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise WordingError("a figure is an int, a Decimal or a string", given=type(value).__name__)
    try:
        number = Decimal(value.strip().replace(",", "") if isinstance(value, str) else value)
    except InvalidOperation:
        raise WordingError("not a figure") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise WordingError("the figure is too large to be said")
    return number


def to_whole(value: object) -> int:
    """As `to_decimal`, for figures that have no fraction."""
    number = to_decimal(value)
    if number != number.to_integral_value():
        raise WordingError("not a whole number")
    return int(number)


def cardinal(value: Figure, style: SpokenStyle = STANDARD) -> str:
    """A whole number: 10010 → 一万零一十. Negative numbers open with 负. Raises WordingError."""
    number = to_whole(value)
    words = _positive(abs(number))
    if words.startswith("一十"):
        words = words[1:]
    if style.liang and words[0] == "二" and words[1:2] in ("千", "万", "亿"):
        words = "两" + words[1:]
    return ("负" if number < 0 else "") + words


def count(value: Figure, style: SpokenStyle = STANDARD) -> str:
    """A whole number that stands before a measure word (期, 位, 次): a lone 2 is 两."""
    number = to_whole(value)
    if abs(number) == 2:
        return "负两" if number < 0 else "两"
    return cardinal(number, style)


def ordinal(value: Figure) -> str:
    """36 → 第三十六 (the measure word follows in the sentence)."""
    number = to_whole(value)
    if number < 1:
        raise WordingError("an ordinal is 1 or more")
    return "第" + cardinal(number)


def number(value: Figure, style: SpokenStyle = STANDARD) -> str:
    """A number with or without a fraction: 3.075 → 三点零七五. Zeros at the end of the fraction are dropped."""
    figure = to_decimal(value)
    whole, _, fraction = f"{abs(figure):f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = "负" if figure < 0 else ""
    if not fraction:
        return sign + cardinal(int(whole), style)
    return f"{sign}{cardinal(int(whole))}点{''.join(DIGITS[int(digit)] for digit in fraction)}"


def percent(value: Figure) -> str:
    """A figure given in percent: 2.6 → 百分之二点六, 100 → 百分之百."""
    figure = to_decimal(value)
    sign = "负" if figure < 0 else ""
    return f"{sign}百分之{'百' if abs(figure) == 100 else number(abs(figure))}"


def _positive(value: int) -> str:
    """Words of 0 and more, without the special forms at the start of a number."""
    if value < 10**4:
        return _group(value)
    unit, unit_word = (10**8, "亿") if value >= 10**8 else (10**4, "万")
    head, rest = divmod(value, unit)
    words = _positive(head) + unit_word
    if rest == 0:
        return words
    return words + ("零" if rest < unit // 10 else "") + _positive(rest)


def _group(value: int) -> str:
    """Words of one group of four digits."""
    if value == 0:
        return DIGITS[0]
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + _PLACES[place]
        gap = False
    return words
