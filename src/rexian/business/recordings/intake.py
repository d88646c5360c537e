"""What recording events tell, noted in the rows of recordings and blocks. Storing them is `finalising`.

Events may come twice or in another order than they happened: each one adds what it knows.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.recordings import repository
from rexian.business.recordings.contracts import VOICE
from rexian.business.recordings.errors import RecordingNameRefused
from rexian.business.recordings.rules import plain_name
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import Clock
from rexian.kit.database import Database

log = structlog.get_logger(__name__)

RECORDING_TYPES = frozenset(
    {
        EventType.RECORDING_BLOCK_STARTED,
        EventType.RECORDING_BLOCK_ENDED,
        EventType.RECORDING_PAUSED,
        EventType.RECORDING_RESUMED,
        EventType.RECORDING_MARKED,
        EventType.RECORDING_STOPPED,
    }
)


class RecordingIntake:
    """Notes recording events. `on_stopped` is called after recordings have become ready to be stored."""

    def __init__(self, database: Database, clock: Clock, on_stopped: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._on_stopped = on_stopped

    async def note(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """Note a batch of events in one transaction; what is no recording event is logged and passed over."""
        events = [event for document in documents if (event := _read(document)) is not None]
        await self._note_together(events)
        if any(event.type == EventType.RECORDING_STOPPED for event in events):
            self._on_stopped()

    async def _note_together(self, events: Sequence[Event]) -> None:
        """One that PostgreSQL refuses as data is found by noting them one by one, and passed over."""
        try:
            async with self._database.transaction() as session:
                await self._note(session, events)
        except DataError as error:
            if len(events) == 1:
                log.error("recording event refused", event_id=events[0].id, error=type(error).__name__)
                return
            for event in events:
                await self._note_together([event])

    async def _note(self, session: AsyncSession, events: Sequence[Event]) -> None:
        """A statement for each kind of event, whatever their number: each adds what it knows, in any order."""
        now = self._clock.now()
        of = {type_: [event for event in events if event.type == type_] for type_ in RECORDING_TYPES}
        await repository.note_recordings(session, [_recording(event) for event in events])
        await repository.note_started(session, [_started(event) for event in of[EventType.RECORDING_BLOCK_STARTED]])
        await repository.note_ended(session, [_ended(event) for event in of[EventType.RECORDING_BLOCK_ENDED]])
        await repository.note_paused(session, [_paused(event) for event in of[EventType.RECORDING_PAUSED]])
        await repository.note_resumed(session, [_resumed(event) for event in of[EventType.RECORDING_RESUMED]])
        await repository.note_marked(session, [_marked(event) for event in of[EventType.RECORDING_MARKED]])
        stopped = {str(e.data["recording_id"]): int(e.data["blocks"]) for e in of[EventType.RECORDING_STOPPED]}
        await repository.note_stopped(session, stopped, now)


def _recording(event: Event) -> dict[str, Any]:
    return {
        "recording_id": str(event.data["recording_id"]),
        "contact_id": event.contact_id,
        "organisation_id": event.organisation_id,
        "started_at": event.time,
        "segment_id": event.data.get("segment_id"),
        "agent_id": event.data.get("agent_id"),
        "kind": event.data.get("kind") if event.type == EventType.RECORDING_BLOCK_STARTED else None,
    }


def _block(event: Event) -> dict[str, Any]:
    return {"recording_id": str(event.data["recording_id"]), "number": int(event.data["block"])}


def _started(event: Event) -> dict[str, Any]:
    return {**_block(event), "started_at": event.time, "tracks": dict(event.data["tracks"])}


def _ended(event: Event) -> dict[str, Any]:
    return {**_block(event), "expected_seconds": float(event.data["expected_seconds"])}


def _paused(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        **_pause(event),
        "started_at": event.time,
        "paused_by": str(data["paused_by"]),
        "reason": str(data["reason"]),
    }


def _resumed(event: Event) -> dict[str, Any]:
    if event.data["reason"] == "timed_out":
        log.warning("a paused recording was forgotten", recording_id=event.data["recording_id"])
    return {**_pause(event), "ended_at": event.time, "end_reason": str(event.data["reason"])}


def _pause(event: Event) -> dict[str, Any]:
    return {"recording_id": str(event.data["recording_id"]), "number": int(event.data["pause"])}


def _marked(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "recording_id": str(data["recording_id"]),
        "number": int(data["mark"]),
        "time": event.time,
        "kind": str(data["kind"]),
        "agent_id": str(data["agent_id"]),
    }


NEEDED: Mapping[str, tuple[str, ...]] = {
    EventType.RECORDING_BLOCK_STARTED: ("block", "tracks"),
    EventType.RECORDING_BLOCK_ENDED: ("block", "expected_seconds"),
    EventType.RECORDING_PAUSED: ("pause", "paused_by", "reason"),
    EventType.RECORDING_RESUMED: ("pause", "reason"),
    EventType.RECORDING_MARKED: ("mark", "kind", "agent_id"),
    EventType.RECORDING_STOPPED: ("blocks",),
}
"""What an event must tell besides its recording."""

NUMBERS = frozenset({"block", "blocks", "pause", "mark"})


def _read(document: Mapping[str, Any]) -> Event | None:
    """The event, when all that is needed of it can be read (the facts keep what is refused here)."""
    try:
        event = Event.from_json(document)
        if event.type not in RECORDING_TYPES:
            return None
        plain_name(event.data["recording_id"])
        for name in NEEDED[event.type]:
            int(event.data[name]) if name in NUMBERS else event.data[name]
        if event.type == EventType.RECORDING_BLOCK_STARTED:
            _check_tracks(event.data["tracks"])
        if event.type == EventType.RECORDING_BLOCK_ENDED:
            float(event.data["expected_seconds"])
    except (TypeError, ValueError, KeyError, AttributeError, RecordingNameRefused) as error:
        log.error("recording event refused", event_id=str(document.get("id")), error=type(error).__name__)
        return None
    return event if event.contact_id else None


def _check_tracks(tracks: Mapping[str, str]) -> None:
    for voice, track in tracks.items():
        if not VOICE.fullmatch(voice):
            raise ValueError(voice)
        plain_name(track)
