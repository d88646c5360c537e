"""Digit strings: phone numbers, ids, accounts, serials, staff numbers. Digit by digit, 1 is 幺.

The pause between groups is 、, which every voice turns into a short silence. Sensitive strings are spoken by
their last four only (`tail`).
"""

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.style import STANDARD, SpokenStyle

_YAO = "零幺二三四五六七八九"
_YI = "零一二三四五六七八九"
LETTERS = {
    **dict(zip("ABCDEFGHI", ("诶", "必", "西", "弟", "伊", "艾弗", "吉", "艾尺", "艾"), strict=True)),
    **dict(zip("JKLMNOPQR", ("杰", "开", "艾勒", "艾姆", "恩", "欧", "批", "丘", "阿尔"), strict=True)),
    **dict(zip("STUVWXYZ", ("艾丝", "梯", "优", "维", "达不溜", "艾克斯", "歪", "兹"), strict=True)),
}
"""How the letters are said by those who read a Chinese document aloud."""

_DROPPED = str.maketrans("", "", " -()（）　\t")


def digits(value: str | int, *, yao: bool = True) -> str:
    """Digit by digit, letters by name: 8006X → 八零零六艾克斯. `yao`: 1 is 幺. Raises WordingError."""
    figures = _YAO if yao else _YI
    words = [figures[int(sign)] if sign.isdigit() else LETTERS[sign] for sign in _signs(value)]
    return "".join(words)


def phone(value: str | int) -> str:
    """A phone number with the pauses it is usually said with: mobile 3-4-4, landline area code and 4-4."""
    number = _signs(value).removeprefix("+")
    if number.startswith("86") and len(number) == 13:
        number = number[2:]
    return "、".join(digits(part) for part in _phone_groups(number))


def id_number(value: str) -> str:
    """An identity number in groups 6-4-4-4; the older 15 digits in 6-6-3. Not for a caller who is not verified."""
    signs = _signs(value)
    if len(signs) not in (15, 18):
        raise WordingError("an identity number has 15 or 18 signs")
    return "、".join(digits(part) for part in _cut(signs, (6, 4, 4, 4) if len(signs) == 18 else (6, 6, 3)))


def tail(value: str | int) -> str:
    """The last four of a sensitive string: …8000 → 尾号八零零零."""
    signs = _signs(value)
    if len(signs) < 4:
        raise WordingError("too short for a tail of four")
    return "尾号" + digits(signs[-4:])


def hotline(value: str | int = "12329", style: SpokenStyle = STANDARD) -> str:
    """A hotline number, with 幺 or 一 as the style of the centre says."""
    return digits(value, yao=style.hotline_yao)


def _signs(value: object) -> str:
    """ASCII digits and capital letters without blanks, hyphens and brackets."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WordingError("a digit string is a string or an int", given=type(value).__name__)
    signs = str(value).translate(_DROPPED).removeprefix("+").upper()
    if not signs or not all(sign in LETTERS or (sign.isascii() and sign.isdigit()) for sign in signs):
        raise WordingError("not a digit string")
    return signs


def _phone_groups(number: str) -> list[str]:
    if len(number) == 11 and number.startswith("1"):
        return _cut(number, (3, 4, 4))
    if number.startswith("0") and len(number) >= 10:
        area = 3 if number[1] in "12" else 4
        return [number[:area], *_local(number[area:])]
    if len(number) == 10 and number.startswith(("400", "800")):
        return _cut(number, (3, 3, 4))
    return _local(number)


def _local(number: str) -> list[str]:
    if len(number) == 8:
        return _cut(number, (4, 4))
    return _cut(number, (3, 4)) if len(number) == 7 else [number]


def _cut(signs: str, lengths: tuple[int, ...]) -> list[str]:
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    return [signs[end - length : end] for end, length in zip(ends, lengths, strict=True)]
