"""Readings and tones: what the model is fed must be what a speaker of Putonghua says."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.frontend.lexicon import SINGLE, SURNAMES, WORDS
from rexian.control.speech.frontend.readings import read
from rexian.control.speech.frontend.tones import surface

pytestmark = pytest.mark.pure


def spoken(characters: str) -> str:
    return " ".join(f"{syllable.sound}{syllable.tone}" for syllable in surface(read(characters)))


@pytest.mark.parametrize(
    ("characters", "pinyin"),
    [
        ("缴存", "jiao3 cun2"),
        ("还款日为每月五日", "huan2 kuan3 ri4 wei2 mei3 yue4 wu3 ri4"),
        ("本期应还款", "ben3 qi1 ying1 huan2 kuan3"),
        ("还有三位", "hai2 you3 san1 wei4"),
        ("重办", "chong2 ban4"),
        ("银行", "yin2 hang2"),
        ("利率", "li4 lv4"),
        ("调整", "tiao2 zheng3"),
        ("调档", "diao4 dang4"),
        ("曾用名", "ceng2 yong4 ming2"),
        ("逾期", "yu2 qi1"),
        ("存折", "cun2 zhe2"),
        ("人数", "ren2 shu4"),
        ("余额为零", "yu2 e2 wei2 ling2"),
        ("因为", "yin1 wei4"),
        ("为您服务", "wei4 nin2 fu2 wu4"),
        ("幺三八", "yao1 san1 ba1"),
    ],
)
def test_polyphones_of_the_trade(characters: str, pinyin: str) -> None:
    assert spoken(characters) == pinyin


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单女士", "shan4 nv3 shi4"),
        ("仇先生", "qiu2 xian1 sheng5"),
        ("曾女士", "zeng1 nv3 shi4"),
        ("区女士", "ou1 nv3 shi4"),
        ("查先生", "zha1 xian1 sheng5"),
        ("解女士", "xie4 nv3 shi4"),
        ("盖先生", "ge3 xian1 sheng5"),
        ("朴女士", "piao2 nv3 shi4"),
        ("任先生", "ren2 xian1 sheng5"),
        ("华女士", "hua4 nv3 shi4"),
        ("尉迟先生", "yu4 chi2 xian1 sheng5"),
        ("万俟女士", "mo4 qi2 nv3 shi4"),
        ("长孙先生", "zhang3 sun1 xian1 sheng5"),
        ("单位查询", "dan1 wei4 cha2 xun2"),
    ],
)
def test_surnames_before_a_title_only(name: str, pinyin: str) -> None:
    assert spoken(name) == pinyin


@pytest.mark.parametrize(
    ("characters", "pinyin"),
    [
        ("一定", "yi2 ding4"),
        ("一百", "yi4 bai3"),
        ("一千", "yi4 qian1"),
        ("一万", "yi2 wan4"),
        ("一元", "yi4 yuan2"),
        ("请按一", "qing3 an4 yi1"),
        ("第一次", "di4 yi1 ci4"),
        ("十一月一日", "shi2 yi1 yue4 yi1 ri4"),
        ("二零一一年", "er4 ling2 yi1 yi1 nian2"),
        ("一百一十", "yi4 bai3 yi1 shi2"),
        ("三万一千", "san1 wan4 yi4 qian1"),
        ("周一至周五", "zhou1 yi1 zhi4 zhou1 wu3"),
        ("统一办理", "tong3 yi1 ban4 li3"),
        ("不会", "bu2 hui4"),
        ("不能", "bu4 neng2"),
        ("不可以", "bu4 ke2 yi3"),
    ],
)
def test_yi_and_bu(characters: str, pinyin: str) -> None:
    assert spoken(characters) == pinyin


@pytest.mark.parametrize(
    ("characters", "pinyin"),
    [
        ("你好", "ni2 hao3"),
        ("可以", "ke2 yi3"),
        ("也可以", "ye3 ke2 yi3"),
        ("补缴款", "bu2 jiao2 kuan3"),
        ("九点", "jiu2 dian3"),
        ("五百五十", "wu2 bai2 wu3 shi2"),
        ("五五九九", "wu2 wu3 jiu2 jiu3"),
        ("网点", "wang2 dian3"),
        ("请输入", "qing3 shu1 ru4"),
    ],
)
def test_third_tones_in_a_row(characters: str, pinyin: str) -> None:
    assert spoken(characters) == pinyin


def test_every_word_of_the_lexicon_has_a_reading_for_each_character() -> None:
    for word, reading in {**WORDS, **SINGLE, **SURNAMES}.items():
        syllables = reading.split()
        assert len(syllables) == len(word), word
        assert all(syllable[:-1].isalpha() and syllable[-1] in "12345" for syllable in syllables), word


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=30))
def test_each_character_gives_one_syllable(characters: str) -> None:
    syllables = surface(read(characters))
    assert [syllable.character for syllable in syllables] == list(characters)
    assert all(1 <= syllable.tone <= 5 for syllable in syllables)


@given(st.text("五九百点一不两三可以你好零十", max_size=20))
def test_no_two_third_tones_are_left_in_a_foot(characters: str) -> None:
    syllables = surface(read(characters))
    for first, second in itertools.pairwise(syllables):
        assert second.opens_foot or (first.tone, second.tone) != (3, 3)
