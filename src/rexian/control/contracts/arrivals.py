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
    def of_line(cls, line: str) -> Self:
        """Raises ValueError."""
        at_ms, packets, *keyed = line.split()
        return cls(int(at_ms), int(packets), keyed == [_KEYED])


def read_arrivals(lines: Iterable[str]) -> list[Arrival]:
    """All notes of a file in order; a line that was not written to its end is passed over."""
    return [Arrival.of_line(line) for line in lines if line.endswith("\n")]
