"""Debian's order of version numbers (Debian policy 5.6.12), without dpkg."""

import re
from functools import total_ordering
from itertools import zip_longest

_Chunk = tuple[tuple[int, ...], int]
_ENDED: _Chunk = ((0,), 0)
_PARTS = re.compile(r"(\D*)(\d*)")


def _character_rank(character: str) -> int:
    """`~` sorts before the end of the part, letters before everything else."""
    if character == "~":
        return -1
    return ord(character) if character.isalpha() else ord(character) + 256


def _chunks(part: str) -> list[_Chunk]:
    """The part as pairs of (ranks of a non-digit run, value of the digits after it)."""
    return [
        ((*map(_character_rank, text), 0), int(digits or 0)) for text, digits in _PARTS.findall(part) if text or digits
    ]


def _compare(one: str, other: str) -> int:
    """Negative, 0 or positive as `one` sorts before, with or after `other`; an ended string counts as empty runs."""
    for left, right in zip_longest(_chunks(one), _chunks(other), fillvalue=_ENDED):
        if left != right:
            return -1 if left < right else 1
    return 0


@total_ordering
class DebianVersion:
    """A version `[epoch:]upstream[-revision]` that compares as dpkg compares."""

    def __init__(self, text: str) -> None:
        self.text = text
        epoch, colon, rest = text.partition(":")
        if not colon:
            epoch, rest = "0", text
        upstream, dash, revision = rest.rpartition("-")
        if not dash:
            upstream, revision = rest, ""
        self.epoch = int(epoch)
        self.upstream = upstream
        self.revision = revision

    @property
    def major(self) -> int:
        """The first number of the upstream version (`1:22.10.1-1` gives 22)."""
        match = re.match(r"\d+", self.upstream)
        return int(match.group()) if match else 0

    def satisfies(self, operator: str, bound: "DebianVersion") -> bool:
        """Whether this version stands in the relation `operator` (`<<` `<=` `=` `>=` `>>`) to `bound`."""
        return {
            "<<": self < bound,
            "<=": self <= bound,
            "=": self == bound,
            ">=": self >= bound,
            ">>": self > bound,
        }[operator]

    def _order(self, other: "DebianVersion") -> int:
        if self.epoch != other.epoch:
            return self.epoch - other.epoch
        return _compare(self.upstream, other.upstream) or _compare(self.revision, other.revision)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DebianVersion) and self._order(other) == 0

    def __lt__(self, other: "DebianVersion") -> bool:
        return self._order(other) < 0

    __hash__ = None  # type: ignore[assignment]  # `1.0` and `1.00` are equal, so the text cannot be hashed

    def __repr__(self) -> str:
        return f"DebianVersion({self.text!r})"
