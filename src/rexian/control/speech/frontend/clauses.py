"""A worded sentence cut into clauses, each with the silence that follows it."""

import re
from dataclasses import dataclass

PAUSE_SECONDS = {"、": 0.12, ",": 0.22, "。": 0.42}
LONGEST_CLAUSE = 36
"""Characters in one run of the model: about 8 s, well inside what it was trained on."""

_HAN = re.compile(r"[\u3007\u3400-\u9fff]")
_CLAUSE = re.compile(r"([^、,。]+)([、,。]?)")


@dataclass(frozen=True, slots=True)
class Clause:
    """Chinese characters only, spoken in one breath."""

    characters: str
    pause_seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """What a sentence became."""

    clauses: tuple[Clause, ...]
    ignored: int
    """Characters that no rule could word and that are left out."""


def cut(words: str) -> Cut:
    """Cut the result of `speakable`. The last clause has no silence after it."""
    clauses: list[Clause] = []
    ignored = 0
    for body, mark in _CLAUSE.findall(words):
        characters = "".join(_HAN.findall(body)).replace("〇", "零")
        ignored += len(body) - len(characters)
        pieces = _pieces(characters)
        clauses += [Clause(piece, PAUSE_SECONDS["、"]) for piece in pieces[:-1]]
        clauses += [Clause(piece, PAUSE_SECONDS.get(mark, 0.0)) for piece in pieces[-1:]]
    if clauses:
        clauses[-1] = Clause(clauses[-1].characters, 0.0)
    return Cut(tuple(clauses), ignored)


def _pieces(characters: str) -> list[str]:
    """A clause without any mark for very long is cut into equal pieces."""
    if not characters:
        return []
    number = -(-len(characters) // LONGEST_CLAUSE)
    size = -(-len(characters) // number)
    return [characters[start : start + size] for start in range(0, len(characters), size)]
