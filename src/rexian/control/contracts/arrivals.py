"""When the packets of a recorded leg came: noted beside its track by control, read by the worker.

A track is written at the pace of the media server's clock, and holds silence where a packet was not there in time.
With these notes the worker tells a packet that was late, which made all that follows late, from one that was lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

SUFFIX = ".arrivals"
"""Of the file beside a track's own."""

_KEYED = "keyed"


@dataclass(frozen=True)
class Arrival:
    """`packets` had come from the leg at `at_ms` (of the epoch). `keyed`: keys were among them since the note before,
    which come in packets without sound."""

    at_ms: int
    packets: int
    keyed: bool = False

    def line(self) -> str:
        """As it stands in the file."""
        return f"{self.at_ms} {self.packets}{' ' + _KEYED if self.keyed else ''}\n"

    @classmethod
    def of_line(cls, line: str) -> Self | None:
        """None: the line was not written to its end, or is no note."""
        words = line.split()
        whole = line.endswith("\n") and len(words) in (2, 3) and all(word.isdecimal() for word in words[:2])
        return cls(int(words[0]), int(words[1]), words[2:] == [_KEYED]) if whole else None


def read_arrivals(lines: Iterable[str]) -> list[Arrival]:
    """The notes of a file in order. One that goes back behind another is passed over, as is what is no note."""
    read: list[Arrival] = []
    for arrival in map(Arrival.of_line, lines):
        if arrival and (not read or (arrival.at_ms > read[-1].at_ms and arrival.packets >= read[-1].packets)):
            read.append(arrival)
    return read
