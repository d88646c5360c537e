"""Amounts of money: as they are spoken, and in the capital figures of a formal statement (大写)."""

from decimal import ROUND_HALF_UP, Decimal

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.numbers import DIGITS, LARGEST, Figure, cardinal, to_decimal
from rexian.control.speech.wording.style import STANDARD, SpokenStyle

_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def amount(value: Figure, style: SpokenStyle = STANDARD) -> str:
    """Yuan as spoken: 1234.56 → 一千二百三十四元五角六分. Rounded half-up to the fen first. Raises WordingError."""
    sign, yuan, jiao, fen = _parts(value)
    if yuan == jiao == fen == 0:
        return "零元"
    words = f"{_money(yuan, style)}元" if yuan else ""
    if jiao:
        words += f"{_opening(jiao, words, style)}角"
    elif yuan and fen:
        words += "零"
    if fen:
        words += f"{_opening(fen, words, style)}分"
    return sign + words


def formal_amount(value: Figure) -> str:
    """Yuan in capital figures (支付结算办法): 107000.53 → 壹拾万柒仟元伍角叁分, 10 → 壹拾元整. Raises WordingError."""
    sign, yuan, jiao, fen = _parts(value)
    if yuan == jiao == fen == 0:
        return "零元整"
    words = f"{_capitals(yuan)}元" if yuan else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif yuan and fen:
        words += "零"
    words += f"{DIGITS[fen]}分" if fen else "整"
    return sign + words.translate(_FORMAL)


def _parts(value: Figure) -> tuple[str, int, int, int]:
    """Sign word, yuan, jiao and fen."""
    exact = to_decimal(value)
    if abs(exact) > LARGEST // 100:
        raise WordingError("the amount is too large to be said")
    total = int((exact * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    yuan, cents = divmod(abs(total), 100)
    return "负" if total < 0 else "", yuan, cents // 10, cents % 10


def _money(yuan: int, style: SpokenStyle) -> str:
    return "两" if style.liang and yuan == 2 else cardinal(yuan, style)


def _opening(digit: int, words_before: str, style: SpokenStyle) -> str:
    """A digit of jiao or fen: 两 only where it opens the amount."""
    return "两" if style.liang and digit == 2 and not words_before else DIGITS[digit]


def _capitals(yuan: int) -> str:
    """Capital figures keep the 一 of a leading 十."""
    words = cardinal(yuan)
    return "一" + words if words.startswith("十") else words
