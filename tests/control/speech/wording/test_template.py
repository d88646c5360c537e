"""Prompt templates: what they render, and that nothing can fail late."""

from datetime import date
from decimal import Decimal

import pytest

from rexian.control.speech.errors import TemplateError, WordingError
from rexian.control.speech.wording.style import SpokenStyle
from rexian.control.speech.wording.template import FORMATS, PromptTemplate, check, render

pytestmark = pytest.mark.pure

BALANCE = "您的公积金账户余额为:{balance:amount},截至{as_of:date}。"

PROMPTS = [
    (
        BALANCE,
        {"balance": Decimal("32105.60"), "as_of": date(2024, 7, 5)},
        "您的公积金账户余额为:三万二千一百零五元六角,截至二零二四年七月五日。",
    ),
    (
        "您本期应还款:{due:amount},还款日为每月{day:number}日。",
        {"due": "2001.7", "day": 5},
        "您本期应还款:二千零一元七角,还款日为每月五日。",
    ),
    ("还款日为每月{day:number}日", {"day": 2}, "还款日为每月二日"),
    ("您还可以输入{left:count}次。", {"left": 2}, "您还可以输入两次。"),
    (
        "您前面还有{ahead:count}位,预计等待约{wait:duration}。",
        {"ahead": 3, "wait": 120},
        "您前面还有三位,预计等待约两分钟。",
    ),
    ("缴至{until:month}", {"until": "202407"}, "缴至二零二四年七月"),
    ("{at:time}", {"at": "14:05"}, "十四点零五分"),
    ("{term:ordinal}期,共{all:count}期", {"term": 36, "all": 240}, "第三十六期,共二百四十期"),
    ("利率{rate:percent}", {"rate": "2.6"}, "利率百分之二点六"),
    ("{staff:digits}号话务员", {"staff": "8001"}, "八零零幺号话务员"),
    ("{mobile:phone}", {"mobile": "13812340001"}, "幺三八、幺二三四、零零零幺"),
    ("{card:tail4}的账户", {"card": "6217001234568000"}, "尾号八零零零的账户"),
    ("{who:id}", {"who": "410305199001011234"}, "四幺零三零五、幺九九零、零幺零幺、幺二三四"),
    ("{menu:text}请按{key:key}", {"menu": "留言", "key": 1}, "留言请按一"),
    ("{sum:formal_amount}", {"sum": "10"}, "壹拾元整"),
    ("欢迎拨打{number:hotline}", {"number": "12329"}, "欢迎拨打幺二三二九"),
    ("{name}您好", {"name": "李女士"}, "李女士您好"),
    ("{{原文}}", {}, "{原文}"),
]


@pytest.mark.parametrize(("template", "values", "sentence"), PROMPTS)
def test_a_prompt_renders(template: str, values: dict[str, object], sentence: str) -> None:
    assert check(template, values.keys()).render(values) == sentence


def test_every_format_is_shown_above() -> None:
    shown = {form for form in FORMATS if any(f":{form}}}" in template for template, _, _ in PROMPTS)}
    assert shown == FORMATS


def test_one_style_holds_for_the_whole_prompt() -> None:
    style = SpokenStyle(liang=True, hotline_yao=False)
    sentence = render("{a:amount},{h:hotline}", {"a": "2000", "h": 12329}, style)
    assert sentence == "两千元,一二三二九"


@pytest.mark.parametrize(
    "template",
    ["{a:money}", "{a", "a}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:{b}}", "{a:amount:date}", "{ a }"],
)
def test_a_bad_template_is_refused_when_it_is_checked(template: str) -> None:
    with pytest.raises(TemplateError):
        check(template, ["a", "b"])


def test_a_missing_value_is_refused_when_it_is_checked() -> None:
    with pytest.raises(TemplateError) as caught:
        check(BALANCE, ["balance"])
    assert caught.value.details["missing"] == ["as_of"]
    assert PromptTemplate(BALANCE).names == {"balance", "as_of"}


@pytest.mark.parametrize("value", [None, 1.5, "abc", object()])
def test_a_wrong_value_is_a_typed_error_without_the_value(value: object) -> None:
    with pytest.raises(WordingError) as caught:
        render("{a:amount}", {"a": value})
    assert "abc" not in f"{caught.value.message}{caught.value.details}"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_lets_another_error_through(form: str) -> None:
    with pytest.raises(WordingError):
        render(f"{{a:{form}}}", {"a": None})


def test_an_unchecked_template_still_names_what_is_missing() -> None:
    with pytest.raises(TemplateError):
        render(BALANCE, {"balance": 1})
