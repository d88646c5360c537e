"""From the streams to the trades: each handler returns only when what it was given is in the database."""

from collections.abc import Mapping
from typing import Any

import structlog

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.app.worker.figures import WorkerFigures
from rexian.business.business_objects.contracts import RESULT_STREAM
from rexian.business.business_objects.results import ObjectResults
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings.intake import RecordingIntake
from rexian.control.contracts.events import EVENT_STREAM, EVENT_SUBJECT, KEY_STREAM
from rexian.kit.bus import Bus, StreamMessage

FACTS_BATCH = 500
GATHER_SECONDS = 0.5
"""Facts and recordings may be so far behind: a transaction for all that comes meanwhile costs hardly more than one for
the first event of it."""

RECORDINGS_SUBJECT = f"{EVENT_SUBJECT}.recording.>"

log = structlog.get_logger(__name__)


async def consume_facts(bus: Bus, facts: Facts, figures: WorkerFigures) -> None:
    """Every event becomes a fact, once; runs until cancelled."""

    async def store(messages: list[StreamMessage]) -> None:
        async with figures.lag.during(messages):
            documents = [StreamDocument(message.sequence, message.subject, message.payload) for message in messages]
            figures.facts_written(await facts.write(documents))

    await bus.consume(EVENT_STREAM, "facts", store, batch=FACTS_BATCH, gather_seconds=GATHER_SECONDS)


async def consume_keys(bus: Bus, keys: ContactKeys) -> None:
    """Every contact key is kept; runs until cancelled."""

    async def keep(messages: list[StreamMessage]) -> None:
        found = (_key_of(message.payload) for message in reversed(messages))  # the first one of a contact wins
        await keys.keep(dict(pair for pair in found if pair is not None))

    await bus.consume(KEY_STREAM, "contact_keys", keep, gather_seconds=GATHER_SECONDS)


async def consume_recordings(bus: Bus, intake: RecordingIntake) -> None:
    """Every recording event is noted; runs until cancelled."""

    async def note(messages: list[StreamMessage]) -> None:
        await intake.note([message.payload for message in messages])

    await bus.consume(EVENT_STREAM, "recordings", note, subject=RECORDINGS_SUBJECT, gather_seconds=GATHER_SECONDS)


async def consume_results(bus: Bus, results: ObjectResults) -> None:
    """Every answer of a business object gets its row in the common table; runs until cancelled."""

    async def store(messages: list[StreamMessage]) -> None:
        await results.store([message.payload for message in messages])

    await bus.consume(RESULT_STREAM, "object_results", store, gather_seconds=GATHER_SECONDS)


def _key_of(payload: Mapping[str, Any]) -> tuple[str, str] | None:
    contact_id, wrapped_key = payload.get("contact_id"), payload.get("wrapped_key")
    if isinstance(contact_id, str) and isinstance(wrapped_key, str) and f"{contact_id}{wrapped_key}".isprintable():
        return contact_id, wrapped_key
    log.error("contact key refused", fields=sorted(payload))
    return None
