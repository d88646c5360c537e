"""The common table of results: written from the stream of answers, off every call's path, and read for operations.

Personal values come sealed under the installation's key and are stored sealed under the contact's, so that erasing the
contact erases them. An answer outside a contact, or of one without a key, is kept without them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from rexian.business.business_objects import repository
from rexian.business.business_objects.contracts import ObjectResult
from rexian.business.business_objects.models import ObjectResultRow
from rexian.business.contact_keys.service import ContactKeys
from rexian.kit.crypto import DataKey, KeyRing
from rexian.kit.database import Database

MOST_ROWS = 200

log = structlog.get_logger(__name__)


class AnswerNote(BaseModel):
    """An answer as it comes over the stream."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: str
    at: datetime
    object: str
    version: str
    rule: str
    outcome: str
    reason: str | None
    elapsed_ms: int
    as_of: str | None
    known_at: str | None
    contact_id: str
    request: dict[str, Any]
    values: dict[str, Any]
    sealed: str | None


def sealing_context(result_id: str) -> str:
    return f"object_result.{result_id}"


class ObjectResults:
    """Writes and reads the table."""

    def __init__(self, database: Database, keys: ContactKeys, key_ring: KeyRing) -> None:
        self._database = database
        self._keys = keys
        self._key_ring = key_ring

    async def store(self, payloads: Sequence[Mapping[str, Any]]) -> None:
        """Store a batch; one that is stored already is left as it is, one that is no answer is logged."""
        notes = [note for note in map(_note_of, payloads) if note is not None]
        if not notes:
            return
        keys = await self._keys.find({note.contact_id for note in notes if note.contact_id and note.sealed})
        rows = [{**note.model_dump(), "sealed": self._resealed(note, keys.get(note.contact_id))} for note in notes]
        async with self._database.transaction() as session:
            await repository.add_results(session, rows)

    async def newest(
        self,
        *,
        name: str | None = None,
        contact_id: str | None = None,
        before: datetime | None = None,
        limit: int = MOST_ROWS,
    ) -> tuple[ObjectResult, ...]:
        """The newest first, without personal values."""
        async with self._database.transaction() as session:
            rows = await repository.results(
                session, name=name, contact_id=contact_id, before=before, limit=min(limit, MOST_ROWS)
            )
        return tuple(_result(row) for row in rows)

    def _resealed(self, note: AnswerNote, key: DataKey | None) -> str | None:
        if note.sealed is None or key is None:
            return None
        context = sealing_context(note.id)
        return key.seal_text(self._key_ring.open_text(note.sealed, context=context), context=context)


def _note_of(payload: Mapping[str, Any]) -> AnswerNote | None:
    try:
        return AnswerNote.model_validate(dict(payload))
    except ValidationError:
        log.error("answer of a business object refused", fields=sorted(payload))
        return None


def _result(row: ObjectResultRow) -> ObjectResult:
    return ObjectResult(
        result_id=row.id,
        at=row.at,
        object=row.object,
        version=row.version,
        rule=row.rule,
        outcome=row.outcome,
        reason=row.reason,
        elapsed_ms=row.elapsed_ms,
        as_of=row.as_of,
        known_at=row.known_at,
        contact_id=row.contact_id,
        request=row.request,
        values=row.values,
    )
