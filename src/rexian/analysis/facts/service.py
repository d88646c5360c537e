"""Writing facts once and only once, and reading them back.

A batch is one transaction: the new facts and everything derived from them. The message is acknowledged afterwards, so
a worker killed in between gets the batch again and finds its events there already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
import structlog
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.analysis.facts import repository
from rexian.analysis.facts.errors import NotAnEvent
from rexian.analysis.facts.models import RejectedEvent
from rexian.analysis.facts.rules import read_event
from rexian.analysis.facts.upcasts import current
from rexian.control.contracts.events import Event
from rexian.kit.clock import Clock
from rexian.kit.database import Database

log = structlog.get_logger(__name__)


class Derivation(Protocol):
    """Something derived from facts; brought up to date in the transaction that writes new ones."""

    async def refresh(self, session: AsyncSession, new_events: Sequence[Event]) -> None: ...


@dataclass(frozen=True)
class StreamDocument:
    """A message of the event stream: its place there and what it carries."""

    sequence: int
    subject: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What became of a batch: facts that are new, events that were stored before, messages that are no events."""

    new: int
    known: int
    rejected: int


class Facts:
    """The append-only store of facts."""

    def __init__(self, database: Database, clock: Clock, derivations: Sequence[Derivation] = ()) -> None:
        self._database = database
        self._clock = clock
        self._derivations = derivations

    async def write(self, documents: Sequence[StreamDocument]) -> Written:
        """Store a batch. What PostgreSQL refuses as data is found one by one and kept as rejected."""
        try:
            return await self._write_together(documents)
        except (DataError, IntegrityError) as error:
            if len(documents) == 1:
                return await self._reject(documents[0], type(error).__name__)
            parts = [await self.write([document]) for document in documents]
            return Written(*(sum(getattr(part, name) for part in parts) for name in ("new", "known", "rejected")))

    async def of_contact(self, contact_id: str) -> list[Event]:
        """All facts of a contact in their order, each in the current version of its type."""
        async with self._database.transaction() as session:
            return [current(fact) for fact in await repository.facts_of(session, [contact_id], None)]

    async def _write_together(self, documents: Sequence[StreamDocument]) -> Written:
        events: list[Event] = []
        refused: list[tuple[StreamDocument, str]] = []
        for document in documents:
            try:
                events.append(read_event(document.payload))
            except NotAnEvent as error:
                refused.append((document, error.message))
        async with self._database.transaction() as session:
            new = await self._insert(session, events) if events else 0
        for document, reason in refused:
            await self._reject(document, reason)
        return Written(new=new, known=len(events) - new, rejected=len(refused))

    async def _insert(self, session: AsyncSession, events: Sequence[Event]) -> int:
        await repository.lock_writing(session)
        new_ids = await repository.insert_facts(session, events)
        new_events = [event for event in _once_each(events) if event.id in new_ids]
        if new_events:
            for derivation in self._derivations:
                await derivation.refresh(session, new_events)
        return len(new_events)

    async def _reject(self, document: StreamDocument, reason: str) -> Written:
        log.error("event rejected", stream_sequence=document.sequence, subject=document.subject, reason=reason)
        rejected = RejectedEvent(
            stream_sequence=document.sequence,
            subject=document.subject,
            body=orjson.dumps(document.payload),
            error=reason,
            rejected_at=self._clock.now(),
        )
        async with self._database.transaction() as session:
            await repository.insert_rejected(session, rejected)
        return Written(new=0, known=0, rejected=1)


def _once_each(events: Iterable[Event]) -> Iterable[Event]:
    return {event.id: event for event in events}.values()
