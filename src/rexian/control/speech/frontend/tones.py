"""Tone changes of connected Putonghua: 一, 不 and the third tone. Pure; lexical tones in, surface tones out."""

from collections.abc import Sequence
from dataclasses import replace

from rexian.control.speech.frontend.readings import Syllable

_FIGURES = frozenset("零一二三四五六七八九两幺")


def surface(syllables: Sequence[Syllable]) -> list[Syllable]:
    """The tones as they are spoken."""
    return _third_tone([replace(syllable, tone=_tone(syllables, place)) for place, syllable in enumerate(syllables)])


def _tone(syllables: Sequence[Syllable], place: int) -> int:
    """一 is yí before a fourth tone and yì before another; 不 is bú before a fourth tone."""
    syllable = syllables[place]
    following = syllables[place + 1] if place + 1 < len(syllables) else None
    if following is None or syllable.character not in "一不" or not syllable.character:
        return syllable.tone
    if syllable.character == "不":
        return 2 if following.tone == 4 else syllable.tone
    if _stays_first(syllables, place, following):
        return 1
    return 2 if following.tone == 4 else 4


def _stays_first(syllables: Sequence[Syllable], place: int, following: Syllable) -> bool:
    """一 keeps its first tone in ordinals, dates, digit strings, inside a number and at the end of a word."""
    before = syllables[place - 1].character if place else ""
    ends_word = not syllables[place].opens_foot and following.opens_foot and before not in _FIGURES
    in_number = before in _FIGURES or before in ("第", "十", "点")
    return ends_word or in_number or following.character in _FIGURES or following.character in "十月日号"


def _third_tone(syllables: list[Syllable]) -> list[Syllable]:
    """Of third tones in a row all but the last of a foot become second; then foot by foot from the right."""
    tones = [syllable.tone for syllable in syllables]
    for inside in (True, False):
        for place in range(len(tones) - 2, -1, -1):
            if syllables[place + 1].opens_foot is inside:
                continue
            if tones[place] == 3 and (tones[place + 1] == 3 or (inside and syllables[place + 1].tone == 3)):
                tones[place] = 2
    return [replace(syllable, tone=tone) for syllable, tone in zip(syllables, tones, strict=True)]
