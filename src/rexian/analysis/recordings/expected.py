"""From facts to what was to be recorded. Pure; called for the nightly check.

A segment counts for the day in which it began. Its seconds are those of its blocks: paused, held and lost time is in
none of them, so nothing of it is expected.
"""

from collections.abc import Iterable
from datetime import datetime

from rexian.business.recordings.check_contracts import Expectation, ExpectedRecording
from rexian.control.contracts.events import Event, EventType

EXPECTED_TYPES = (
    EventType.SEGMENT_STARTED,
    EventType.RECORDING_BLOCK_ENDED,
    EventType.RECORDING_BLOCK_STARTED,
    EventType.RECORDING_STOPPED,
)


def expectation_of(events: Iterable[Event], since: datetime, until: datetime) -> Expectation:
    """The recorded segments that began in the time. One whose recording has not ended is unfinished."""
    started: dict[str, Event] = {}
    begun: dict[str, set[int]] = {}
    seconds: dict[tuple[str, int], float] = {}
    stopped: set[str] = set()
    for event in events:
        recording_id = str(event.data.get("recording_id") or "")
        match event.type:
            case EventType.SEGMENT_STARTED if recording_id and since <= event.time < until:
                started[recording_id] = event
            case EventType.RECORDING_BLOCK_STARTED:
                begun.setdefault(recording_id, set()).add(int(event.data["block"]))
            case EventType.RECORDING_BLOCK_ENDED:
                seconds[recording_id, int(event.data["block"])] = float(event.data["expected_seconds"])
            case EventType.RECORDING_STOPPED:
                stopped.add(recording_id)
            case _:
                pass
    over = [recording_id for recording_id in started if recording_id in stopped]
    return Expectation(
        segments=tuple(
            _expected(started[recording_id], begun.get(recording_id, set()), seconds) for recording_id in over
        ),
        unfinished=len(started) - len(over),
    )


def _expected(event: Event, blocks: set[int], seconds: dict[tuple[str, int], float]) -> ExpectedRecording:
    recording_id = str(event.data["recording_id"])
    return ExpectedRecording(
        recording_id=recording_id,
        contact_id=event.contact_id or "",
        segment_id=str(event.data["segment_id"]),
        agent_id=event.data.get("agent_id"),
        started_at=event.time,
        blocks=len(blocks),
        expected_seconds=round(sum(seconds.get((recording_id, block), 0.0) for block in blocks), 3),
    )
