"""The reading of every character of a clause: the trade's lexicon first, pypinyin's dictionary for the rest."""

from dataclasses import dataclass, replace

from pypinyin import Style, lazy_pinyin

from rexian.control.speech.frontend.lexicon import LONGEST_WORD, SINGLE, SURNAMES, TITLES, WORDS

_DIGITS = frozenset("零一二三四五六七八九两幺")
_UNITS = frozenset("十百千万亿点元角分")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One spoken syllable."""

    character: str
    sound: str
    """Pinyin without tone; ü is v."""
    tone: int
    """1-4, 5 is neutral."""
    opens_foot: bool = True
    """Whether a word or a pair of a number begins here."""


def read(characters: str) -> list[Syllable]:
    """One syllable for each character, lexical tones. A character without a known reading has an empty sound."""
    syllables = [_syllable(sign, reading) for sign, reading in zip(characters, _dictionary(characters), strict=True)]
    place = 0
    while place < len(characters):
        word = _word_at(characters, place)
        for offset, reading in enumerate(_lexical(characters, word, place)):
            syllables[place + offset] = replace(_syllable(word[offset], reading), opens_foot=offset == 0)
        if len(word) == 2 and word not in WORDS and word not in SURNAMES:
            syllables[place + 1] = replace(syllables[place + 1], opens_foot=False)
        place += len(word)
    return syllables


def _dictionary(characters: str) -> list[str]:
    """pypinyin's reading of each character in its context, empty where it has none."""
    readings = _pinyin(characters)
    if len(readings) == len(characters):
        return readings
    # One character is unknown or a phrase has more syllables than characters: then each one for itself.
    return ["".join(_pinyin(sign)[:1]) for sign in characters]


def _pinyin(characters: str) -> list[str]:
    return lazy_pinyin(characters, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")


def _word_at(characters: str, place: int) -> str:
    """The longest word of the lexicon, a surname before a title, a pair of a number, or one character."""
    for length in range(min(LONGEST_WORD, len(characters) - place), 1, -1):
        if characters[place : place + length] in WORDS:
            return characters[place : place + length]
    for length in (2, 1):
        name = characters[place : place + length]
        if name in SURNAMES and characters.startswith(TITLES, place + length):
            return name
    pair = characters[place : place + 2]
    if len(pair) == 2 and pair[0] in _DIGITS and (pair[1] in _UNITS or _digit_pair(characters, place)):
        return pair
    return characters[place]


def _digit_pair(characters: str, place: int) -> bool:
    """Two digits of a digit string; the last digit before a unit belongs to the unit (五五点)."""
    after = characters[place + 2 : place + 3]
    return characters[place + 1] in _DIGITS and after not in _UNITS


def _lexical(characters: str, word: str, place: int) -> list[str]:
    if word in WORDS:
        return WORDS[word].split()
    if word in SURNAMES and characters.startswith(TITLES, place + len(word)):
        return SURNAMES[word].split()
    return [SINGLE[word]] if word in SINGLE else []


def _syllable(character: str, reading: str) -> Syllable:
    if character == "一":
        return Syllable(character, "yi", 1)
    if character == "不":
        return Syllable(character, "bu", 4)
    if reading[-1:] in "12345" and reading:
        return Syllable(character, reading[:-1], int(reading[-1]))
    return Syllable(character, reading, 5)
