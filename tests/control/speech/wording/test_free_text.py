"""Free text: figures, letters and signs in words, brackets and addresses as pauses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.wording.free_text import speakable
from rexian.control.speech.wording.style import SpokenStyle

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您好，欢迎拨打12329住房公积金热线。", "您好,欢迎拨打幺二三二九住房公积金热线。"),
        ("末位是字母X的,请按星号键。", "末位是字母艾克斯的,请按星号键。"),
        ("利率2.6%，最高50万元。", "利率百分之二点六,最高五十万元。"),
        ("月还2001.70元（含利息300元）。", "月还二千零一元七角,含利息三百元。"),
        ("一、提取条件\n(二)材料 1.身份证", "提取条件,材料,身份证"),
        ("工作时间9:00-17:00", "工作时间九点整至十七点整"),
        ("电话0379-63123456", "电话零三七九、六三幺二、三四五六"),
        ("2024-07-05到2024年7月5日", "二零二四年七月五日到二零二四年七月五日"),
        ("第36期 共240期", "第三十六期,共二百四十期"),
        ("提前1-2个工作日", "提前一至两个工作日"),
        ("比例为5%-12%", "比例为百分之五至百分之十二"),
        ("详见https://www.example.cn/a?b=1。", "详见。"),
        ("请按1，尾号8000", "请按一,尾号八零零零"),
        ("流水号2024070500012", "流水号二零二四零七零五零零零幺二"),
        ("通过APP办理", "通过诶批批办理"),
        ("2小时内", "两小时内"),
        ("每月2日", "每月二日"),
        ("2楼", "二楼"),
        ("2024-13-45", "二零二四一三四五"),
        ("２．６％", "百分之二点六"),
        ("《办法》“第3条”", "办法第三条"),
        ("共٣件", "共٣件"),
    ],
)
def test_free_text_in_words(text: str, words: str) -> None:
    assert speakable(text) == words


@pytest.mark.parametrize(
    "prompt",
    [
        "您的公积金账户余额为,三万二千一百零五元六角,截至二零二四年七月五日。",
        "幺三八、幺二三四、零零零幺",
        "请按一,留言请按二",
    ],
)
def test_a_worded_prompt_is_not_changed(prompt: str) -> None:
    assert speakable(prompt) == prompt


def test_the_style_reaches_free_text() -> None:
    style = SpokenStyle(liang=True, hotline_yao=False)
    assert speakable("拨打12329热线,缴2000元", style) == "拨打一二三二九热线,缴两千元"
    assert speakable("请拨打12329,谢谢", style) == "请拨打一二三二九,谢谢"
    assert speakable("欢迎致电12329住房公积金热线", style) == "欢迎致电一二三二九住房公积金热线"


def test_an_amount_is_no_hotline() -> None:
    assert speakable("12345元,12345.6元,12,345元,12500户") == (
        "一万二千三百四十五元,一万二千三百四十五元六角,一万二千三百四十五元,一万二千五百户"
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_loses_its_figures_and_letters(text: str) -> None:
    assert not re.search(r"[0-9A-Za-z%()]", speakable(text))


@given(st.text("0123456789.,-:%元年月日第万X 号电话", max_size=30))
def test_any_mess_of_figures_is_said(text: str) -> None:
    words = speakable(text)
    assert not re.search(r"[0-9A-Z%]", words)
