"""What was to be recorded, from the facts of a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rexian.analysis.recordings.expected import expectation_of
from rexian.control.contracts.events import Event, EventType

pytestmark = pytest.mark.pure

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
END = START + timedelta(days=1)


def told(type_: str, at_seconds: float, **data: Any) -> Event:
    time = START + timedelta(seconds=at_seconds)
    return Event(f"{type_}-{at_seconds}", type_, 1, time, "system", "o1", "m1", contact_id="c1", data=data)


def talk(recording_id: str, at_seconds: float, *blocks: float) -> list[Event]:
    begun = told(
        EventType.SEGMENT_STARTED,
        at_seconds,
        segment_id=f"s-{recording_id}",
        kind="agent",
        agent_id="ann",
        recording_id=recording_id,
    )
    parts = []
    for number, seconds in enumerate(blocks, start=1):
        parts.append(told(EventType.RECORDING_BLOCK_STARTED, at_seconds, recording_id=recording_id, block=number))
        parts.append(
            told(
                EventType.RECORDING_BLOCK_ENDED,
                at_seconds,
                recording_id=recording_id,
                block=number,
                expected_seconds=seconds,
            )
        )
    return [begun, *parts]


def stopped(recording_id: str, at_seconds: float) -> Event:
    return told(EventType.RECORDING_STOPPED, at_seconds, recording_id=recording_id, blocks=1)


def test_a_segments_seconds_are_those_of_its_blocks_told_twice_or_not() -> None:
    events = talk("r1", 10, 4.0, 2.5)
    found = expectation_of([*events, *events, stopped("r1", 30)], START, END)
    (segment,) = found.segments
    assert (segment.recording_id, segment.segment_id, segment.agent_id) == ("r1", "s-r1", "ann")
    assert (segment.blocks, segment.expected_seconds, found.unfinished) == (2, 6.5, 0)


def test_a_segment_counts_for_the_day_in_which_it_began() -> None:
    day = 86_400
    events = [*talk("before", -5, 3), stopped("before", 5), *talk("late", day - 5, 9), stopped("late", day + 4)]
    found = expectation_of([*events, *talk("after", day + 1, 1), stopped("after", day + 3)], START, END)
    assert [segment.recording_id for segment in found.segments] == ["late"]


def test_what_goes_on_is_unfinished_and_what_is_not_recorded_is_nothing() -> None:
    queue = told(EventType.SEGMENT_STARTED, 1, segment_id="s0", kind="queue")
    supervision = told(EventType.SEGMENT_STARTED, 2, segment_id="s9", kind="supervision", recording_id=None)
    found = expectation_of([queue, supervision, *talk("r1", 10, 4.0)], START, END)
    assert (found.segments, found.unfinished) == ((), 1)
