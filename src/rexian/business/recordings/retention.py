"""How long recordings are kept, by kind, and their deletion: the row says so, then the file goes, and it is audited.

A contact under legal hold keeps all its recordings for as long as the hold lasts (`holds`). A worker killed between
the steps leaves the rest of them to the next one; the row of a deleted recording stays, without sound or waveform.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.audit.service import AuditTrail
from rexian.business.recordings import retention_repository as repository
from rexian.business.recordings.contracts import RecordingKind, RecordingState
from rexian.business.recordings.models import RecordingRow
from rexian.business.recordings.store import RecordingStore
from rexian.kit.clock import Clock
from rexian.kit.database import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KeepingDays:
    """Days that a recording of each kind is kept from its beginning; 0 = for good."""

    talk: int
    consult: int
    complaint: int

    def of(self, kind: RecordingKind) -> int:
        return {RecordingKind.TALK: self.talk, RecordingKind.CONSULT: self.consult}.get(kind, self.complaint)


class Retention:
    """Deletes what was kept for long enough, one recording a step; several may run beside one another."""

    def __init__(
        self, database: Database, store: RecordingStore, audit: AuditTrail, days: KeepingDays, clock: Clock
    ) -> None:
        self._database = database
        self._store = store
        self._audit = audit
        self._days = days
        self._clock = clock

    async def step(self) -> bool:
        """Finish a deletion that was begun, else begin one; False when nothing is due."""
        return await self._remove_next() or await self._expire_next()

    async def _expire_next(self) -> bool:
        async with self._database.transaction() as session:
            for kind in RecordingKind:
                if self._days.of(kind) and await self._expire_one(session, kind):
                    return True
        return False

    async def _expire_one(self, session: AsyncSession, kind: RecordingKind) -> bool:
        now = self._clock.now()
        row = await repository.claim_expired(session, kind, now - timedelta(days=self._days.of(kind)), now)
        if row is None or await repository.is_held(session, row.contact_id, now):
            return False  # placed while the row was being claimed
        row.state, row.peaks, row.peaks_per_second = RecordingState.DELETED, None, None
        return True

    async def _remove_next(self) -> bool:
        """The file goes while the row is locked: whoever finds the row audited finds no file."""
        async with self._database.transaction() as session:
            row = await repository.claim_unremoved(session)
            if row is None:
                return False
            if row.store_key is not None:
                await self._store.delete(row.store_key)
            row.deleted_at, row.store_key = self._clock.now(), None
            self._audit.add_to(session, self._entry(row))
        log.info("recording deleted", recording_id=row.recording_id)
        return True

    def _entry(self, row: RecordingRow) -> AuditEntry:
        kind = RecordingKind(row.kind or RecordingKind.TALK)
        return AuditEntry(
            action=AuditAction.RECORDING_DELETED,
            actor_id=None,
            organisation_id=row.organisation_id,
            object_kind="recording",
            object_id=row.recording_id,
            client_address="",
            details={
                "contact_id": row.contact_id,
                "kind": str(kind),
                "kept_days": str(self._days.of(kind)),
                "sha256": row.sha256 or "",
            },
        )
