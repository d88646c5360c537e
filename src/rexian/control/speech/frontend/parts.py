"""A long text in parts that a voice can speak one after the other, cut where a reader would take breath."""

import re

LONGEST_PART = 120
"""Characters; some 30 s of speech, which the neural voice makes in 1 s."""

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
_PHRASE = re.compile(rf".{{1,{LONGEST_PART - 1}}}(?:[，,、]|$)|.{{1,{LONGEST_PART}}}", re.DOTALL)


def parts_of(text: str) -> list[str]:
    """Whole sentences as far as they fit; a longer sentence is cut at commas, or anywhere when it has none."""
    parts = [""]
    for sentence in _SENTENCE.findall(text):
        for bit in [sentence] if len(sentence) <= LONGEST_PART else _PHRASE.findall(sentence):
            if len(parts[-1]) + len(bit) > LONGEST_PART:
                parts.append("")
            parts[-1] += bit
    return [part for part in parts if part.strip()]
