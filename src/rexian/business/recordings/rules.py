"""How blocks of two sides become one file on the wall clock. Pure; called when a recording is stored.

Decides where each block begins, how long it is and what counts as a gap. Between blocks (hold, a lost leg) is silence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rexian.business.recordings.contracts import PARTIES, SAMPLE_RATE, Block, Gap, side_of
from rexian.business.recordings.errors import RecordingNameRefused

GAP_REPORT_SECONDS = 0.5
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


@dataclass(frozen=True)
class Placed:
    """A stretch of the file: `frames` long from `start_frame`, of which each party's track gives its first ones."""

    block: Block
    start_frame: int
    frames: int


@dataclass(frozen=True)
class Layout:
    """The whole file. Spans in seconds; `captured_seconds` is that of the party of whom less was captured."""

    placed: tuple[Placed, ...]
    frames: int
    expected_seconds: float
    captured_seconds: float
    gaps: tuple[Gap, ...]


def plain_name(name: str) -> str:
    """The name, when it cannot lead out of its folder. Raises RecordingNameRefused."""
    if not PLAIN_NAME.fullmatch(name):
        raise RecordingNameRefused
    return name


def lay_out(
    blocks: Sequence[Block], captured_frames: Mapping[tuple[int, str], int], *, until: datetime | None = None
) -> Layout:
    """Place blocks by their wall-clock start; `captured_frames` by (block number, party), absent = no track. The file
    lasts `until` then at least (the end of a pause).

    A block lasts as long as expected, or as its longest track where more was captured, but never into the next one.
    """
    ordered = sorted(blocks, key=lambda block: (block.started_at, block.number))
    starts = [_frames((block.started_at - ordered[0].started_at).total_seconds()) for block in ordered]
    placed = []
    for index, block in enumerate(ordered):
        longest = max(_captured(block, voice, captured_frames) for voice in _voices(block))
        frames = max(longest, _frames(block.expected_seconds or 0.0))
        if index + 1 < len(ordered):
            frames = min(frames, starts[index + 1] - starts[index])
        placed.append(Placed(block, starts[index], frames))
    ends = [stretch.start_frame + stretch.frames for stretch in placed]
    if until is not None and ordered:
        ends.append(_frames((until - ordered[0].started_at).total_seconds()))
    return Layout(
        placed=tuple(placed),
        frames=max(ends, default=0),
        expected_seconds=round(sum(_expected_seconds(block, captured_frames) for block in ordered), 3),
        captured_seconds=_shorter_party_seconds(ordered, captured_frames),
        gaps=_gaps(ordered, captured_frames),
    )


def _shorter_party_seconds(blocks: Sequence[Block], captured_frames: Mapping[tuple[int, str], int]) -> float:
    sides = (sum(_captured_side(block, side, captured_frames) for block in blocks) for side in range(len(PARTIES)))
    return round(min(sides) / SAMPLE_RATE, 3)


def _captured_side(block: Block, side: int, captured_frames: Mapping[tuple[int, str], int]) -> int:
    """What was captured of the side's worst voice; of a side that had none in this block (the agent asks a colleague
    while others talk on), of the other side's."""
    of_side = [voice for voice in _voices(block) if side_of(voice) == side] or _voices(block)
    return min(_captured(block, voice, captured_frames) for voice in of_side)


def _voices(block: Block) -> Sequence[str]:
    """Whose tracks there are; where that was never told, there should be both sides'."""
    return tuple(block.tracks) or PARTIES


def _gaps(blocks: Sequence[Block], captured_frames: Mapping[tuple[int, str], int]) -> tuple[Gap, ...]:
    gaps = (
        Gap(
            block=block.number,
            party=voice,
            expected_seconds=_expected_seconds(block, captured_frames),
            captured_seconds=round(_captured(block, voice, captured_frames) / SAMPLE_RATE, 3),
        )
        for block in blocks
        for voice in _voices(block)
    )
    return tuple(gap for gap in gaps if gap.seconds > GAP_REPORT_SECONDS)


def _expected_seconds(block: Block, captured_frames: Mapping[tuple[int, str], int]) -> float:
    """What bridge events say; where the end was never told, what the better party has."""
    if block.expected_seconds is not None:
        return block.expected_seconds
    longest = max(_captured(block, voice, captured_frames) for voice in _voices(block))
    return round(longest / SAMPLE_RATE, 3)


def _captured(block: Block, voice: str, captured_frames: Mapping[tuple[int, str], int]) -> int:
    return captured_frames.get((block.number, voice), 0)


def _frames(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
