"""Clauses, parts and symbols."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.frontend.clauses import LONGEST_CLAUSE, PAUSE_SECONDS, Clause, cut
from rexian.control.speech.frontend.parts import LONGEST_PART, parts_of
from rexian.control.speech.frontend.symbols import SymbolTable, symbols_of
from rexian.control.speech.wording.free_text import speakable

pytestmark = pytest.mark.pure

TABLE = SymbolTable(
    {name: number for number, name in enumerate(("sil", "#0", "n", "in2", "h", "ao3"))},
    {"nin": ("n", "in"), "hao": ("h", "ao")},
)


def test_marks_become_pauses() -> None:
    assert cut("您好,请按一、二。谢谢。").clauses == (
        Clause("您好", PAUSE_SECONDS[","]),
        Clause("请按一", PAUSE_SECONDS["、"]),
        Clause("二", PAUSE_SECONDS["。"]),
        Clause("谢谢", 0.0),
    )


def test_what_cannot_be_said_is_counted() -> None:
    assert cut(speakable("您好😀★")).ignored == 2
    assert cut(speakable("您好。")).ignored == 0


def test_a_clause_becomes_symbols() -> None:
    symbols = symbols_of("您好", TABLE)
    assert symbols.ids == tuple(TABLE.ids[name] for name in ["sil", "n", "in2", "#0", "h", "ao3", "sil"])
    assert (symbols.syllables, symbols.ignored) == (2, 0)


def test_a_syllable_unknown_to_the_model_is_left_out() -> None:
    symbols = symbols_of("您金好", TABLE)
    assert symbols.ids == symbols_of("您好", TABLE).ids
    assert symbols.ignored == 1


@given(st.text(max_size=300))
def test_no_clause_is_longer_than_the_model_was_trained_on(text: str) -> None:
    assert all(0 < len(clause.characters) <= LONGEST_CLAUSE for clause in cut(text).clauses)


@given(st.text("您好,。、!；\n ", max_size=900))
def test_parts_lose_nothing_but_blanks(text: str) -> None:
    parts = parts_of(text)
    assert all(len(part) <= LONGEST_PART for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_part_ends_with_its_sentence() -> None:
    sentence = "办理提取请携带身份证原件及银行卡到就近网点。"
    parts = parts_of(sentence * 20)
    assert len(parts) > 1
    assert all(part.endswith("。") for part in parts)
