"""Free text made speakable: what an editor typed, with figures, letters, signs and brackets, in words and pauses.

Called by the voices for every sentence; a prompt that is worded already passes unchanged. Decides by pattern (a year
stands before 年, money before 元, a long run is read digit by digit). Leaves the sound of characters to the voice.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeAlias

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.amounts import amount
from rexian.control.speech.wording.digits import LETTERS, digits, hotline, phone
from rexian.control.speech.wording.moments import spoken_date, time_of_day
from rexian.control.speech.wording.numbers import cardinal, count, number, ordinal, percent
from rexian.control.speech.wording.style import STANDARD, SpokenStyle

Word: TypeAlias = Callable[["re.Match[str]", SpokenStyle], str]

_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_ALONE = r"(?<![\d.])"
_CALLED = r"(?:尾号|工号|账号|帐号|卡号|编号|流水号|号码|电话|热线|拨打|致电|密码|验证码)(?:为|是|:)?\s*"
_MEASURES = "期位次个笔套户人项条份种名家张天岁件"
_SIGNS = {"&": "和", "+": "加", "=": "等于", "×": "乘", "÷": "除以", "@": "艾特", "#": "井号", "*": "星号", "%": ""}
_PAUSES = {
    **dict.fromkeys(",;:~|/\n\t()[]【】—…", ","),
    **dict.fromkeys("!?。", "。"),
    **dict.fromkeys("\"'“”‘’《》〈〉「」『』<>{}_`·- ", ""),
    "、": "、",
}
_MARKS: Mapping[str, str] = {**_SIGNS, **_PAUSES, ".": ","}


def speakable(text: str, style: SpokenStyle = STANDARD) -> str:
    """The text with every figure, letter and sign in words. The pauses left in it are 、 , and 。"""
    words = unicodedata.normalize("NFKC", text)
    for pattern, word in _RULES:
        words = pattern.sub(_sayer(word, style), words)
    return _tidy("".join(_MARKS.get(sign, sign) for sign in words))


def _sayer(word: Word, style: SpokenStyle) -> Callable[["re.Match[str]"], str]:
    """A figure that is not what its pattern took it for (the 31st of June) is read digit by digit."""

    def say(match: "re.Match[str]") -> str:
        try:
            return word(match, style)
        except WordingError:
            return "".join(digits(sign, yao=False) if sign.isdigit() else sign for sign in match.group())

    return say


def _tidy(words: str) -> str:
    """Of several pauses in a row the longest stays; none stands at the start."""
    words = re.sub(r"[、,。]{2,}", lambda run: max(run.group(), key="、,。".index), words)
    return words.lstrip("、,。")


def _year(match: "re.Match[str]", _: SpokenStyle) -> str:
    return digits(match[1], yao=False)


def _money(match: "re.Match[str]", style: SpokenStyle) -> str:
    return amount(match["money"] or match["figure"], style)


_RULES: tuple[tuple["re.Pattern[str]", Word], ...] = tuple(
    (re.compile(pattern, re.ASCII), word)
    for pattern, word in (
        (r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", lambda match, _: ","),
        (r"(?:https?://|www\.)[A-Za-z0-9./?=&_%#:~-]+", lambda match, _: ","),
        (r"[(][一二三四五六七八九十\d]{1,3}[)]", lambda match, _: ","),
        (
            r"(?m)(?:^|(?<=[\s。;,]))\s*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[、)]|\.(?!\d)))",
            lambda match, _: ",",
        ),
        (
            _ALONE + r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)",
            lambda match, _: spoken_date(f"{match[1]}-{match[2]:>02}-{match[3]:>02}"),
        ),
        (_ALONE + r"(\d{4})(?=\s*年)", _year),
        (rf"(?<=[\d%元])\s*[-~—]+\s*(?={_FIGURE}\s*(?:[年月日号点元万亿%{_MEASURES}]|:\d))", lambda match, _: "至"),
        (_ALONE + r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?!\d)", lambda match, _: time_of_day(_clock(match))),
        (
            _ALONE + r"(?:0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}|(?:\+?86-?)?1[3-9]\d{9})(?!\d)",
            lambda match, _: phone(match.group()),
        ),
        (
            _ALONE + rf"12[35]\d\d(?!\d|[.,]\d|\s*[元万亿%‰年月日点平{_MEASURES}])",
            lambda match, style: hotline(match.group(), style),
        ),
        (rf"({_CALLED})(\d{{3,}}[Xx]?)(?!\d)", lambda match, _: match[1] + digits(match[2])),
        (rf"(?<![\d\w])-(?={_FIGURE})", lambda match, _: "负"),
        (rf"({_FIGURE})\s*%", lambda match, _: percent(match[1])),
        (rf"({_FIGURE})\s*‰", lambda match, _: "千分之" + number(match[1])),
        (rf"[¥$]?\s*({_FIGURE})\s*(?=[万亿])", lambda match, style: number(match[1], style)),
        (rf"¥\s*(?P<money>{_FIGURE})(?:\s*元)?|(?P<figure>{_FIGURE})\s*元", _money),
        (r"第\s*(\d+)", lambda match, _: ordinal(match[1])),
        (_ALONE + r"(?:0\d+|\d{6,}[Xx]?)(?![\d.])", lambda match, _: digits(match.group())),
        (rf"({_FIGURE})(?=\s*(?:[{_MEASURES}]|小时|分钟))", lambda match, style: count(match[1], style)),
        (rf"(?<=每月){_FIGURE}|{_FIGURE}(?=[月日])", lambda match, _: cardinal(match.group())),
        (_FIGURE, lambda match, style: number(match.group(), style)),
        (r"[A-Za-z]", lambda match, _: LETTERS[match.group().upper()]),
    )
)


def _clock(match: "re.Match[str]") -> str:
    return f"{match[1]:>02}:{match[2]}"
