"""Syllables as the symbols of the acoustic model, by the table that comes with the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rexian.control.speech.frontend.readings import Syllable, read
from rexian.control.speech.frontend.tones import surface

SILENCE = "sil"
BETWEEN_SYLLABLES = "#0"


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """`ids` numbers the symbols; `parts` splits a pinyin syllable into initial and final."""

    ids: Mapping[str, int]
    parts: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Symbols:
    """The input of the acoustic model for one clause."""

    ids: tuple[int, ...]
    syllables: int
    ignored: int
    """Characters whose syllable the model does not know."""


def symbols_of(characters: str, table: SymbolTable) -> Symbols:
    """The symbols of one clause of Chinese characters. Never raises: what is unknown is counted and left out."""
    spoken = [parts for syllable in surface(read(characters)) if (parts := _parts(syllable, table)) is not None]
    names = [SILENCE]
    for number, parts in enumerate(spoken):
        names += [BETWEEN_SYLLABLES, *parts] if number else parts
    names.append(SILENCE)
    return Symbols(tuple(table.ids[name] for name in names), len(spoken), len(characters) - len(spoken))


def _parts(syllable: Syllable, table: SymbolTable) -> list[str] | None:
    if syllable.sound not in table.parts:
        return None
    initial, final = table.parts[syllable.sound]
    return [initial, f"{final}{syllable.tone}"]
