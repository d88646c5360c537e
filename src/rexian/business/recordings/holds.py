"""Legal hold: while one is on a contact, none of its recordings is deleted. People place and lift it, with a reason."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.audit.service import AuditTrail
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import id_made_by
from rexian.business.idempotency.service import RequestKeys
from rexian.business.recordings import retention_repository as repository
from rexian.business.recordings.contracts import LegalHold, RecordingState
from rexian.business.recordings.errors import LegalHoldInvalid, LegalHoldMissing, RecordingMissing
from rexian.business.recordings.models import LegalHoldRow
from rexian.kit.clock import Clock
from rexian.kit.database import Database

OBJECT_KIND = "legal_hold"


class LegalHolds:
    """The holds of the centre."""

    def __init__(self, database: Database, audit: AuditTrail, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._request_keys = RequestKeys(clock)

    async def find(self, organisation_ids: frozenset[str], contact_id: str | None = None) -> tuple[LegalHold, ...]:
        """All holds ever placed on a contact, or without one those that are in force; newest first."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            rows = await repository.holds_in(session, organisation_ids, contact_id, now)
            return tuple(_hold(row, now) for row in rows)

    async def is_held(self, contact_id: str) -> bool:
        """Whether nothing of the contact may be deleted now. To be asked before a contact's key is erased."""
        async with self._database.transaction() as session:
            return await repository.is_held(session, contact_id, self._clock.now())

    async def place(self, contact_id: str, reason: str, until: datetime | None, author: Author) -> LegalHold:
        """Hold a contact's recordings, for good or until then. Raises RecordingMissing where the author may see none of
        the contact or all are deleted, LegalHoldInvalid without a reason or with an end in the past."""
        now, hold_id = self._clock.now(), id_made_by(author.request)
        if not reason.strip() or (until is not None and until <= now):
            raise LegalHoldInvalid
        async with self._database.transaction() as session:
            if await self._request_keys.first_time(session, author.request):
                organisation_id = await _organisation_of(session, contact_id, author)
                row = LegalHoldRow(
                    id=hold_id,
                    contact_id=contact_id,
                    organisation_id=organisation_id,
                    reason=reason.strip(),
                    placed_by=author.user_id,
                    placed_at=now,
                    until=until,
                )
                session.add(row)
                self._audit.add_to(session, _entry(row, AuditAction.CREATED, reason, author))
                await session.flush()
            return _hold(await _find(session, hold_id, author), now)

    async def lift(self, hold_id: str, reason: str, author: Author) -> LegalHold:
        """End a hold. One that is lifted already stays as it is. Raises LegalHoldMissing, LegalHoldInvalid."""
        if not reason.strip():
            raise LegalHoldInvalid
        now = self._clock.now()
        async with self._database.transaction() as session:
            first_time = await self._request_keys.first_time(session, author.request)
            row = await _find(session, hold_id, author)
            if first_time and row.lifted_at is None:
                row.lifted_at, row.lifted_by, row.lift_reason = now, author.user_id, reason.strip()
                self._audit.add_to(session, _entry(row, AuditAction.RETIRED, reason, author))
            return _hold(row, now)


async def _organisation_of(session: AsyncSession, contact_id: str, author: Author) -> str:
    rows = await repository.lock_recordings(session, contact_id)
    there = [row for row in rows if row.state != RecordingState.DELETED]
    if not there or there[0].organisation_id not in author.organisation_ids:
        raise RecordingMissing
    return there[0].organisation_id


async def _find(session: AsyncSession, hold_id: str, author: Author) -> LegalHoldRow:
    row = await repository.find_hold(session, hold_id, for_change=True)
    if row is None or row.organisation_id not in author.organisation_ids:
        raise LegalHoldMissing
    return row


def _hold(row: LegalHoldRow, now: datetime) -> LegalHold:
    return LegalHold(
        hold_id=row.id,
        contact_id=row.contact_id,
        reason=row.reason,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        until=row.until,
        lifted_by=row.lifted_by,
        lifted_at=row.lifted_at,
        lift_reason=row.lift_reason,
        in_force=row.lifted_at is None and (row.until is None or row.until > now),
    )


def _entry(row: LegalHoldRow, action: AuditAction, reason: str, author: Author) -> AuditEntry:
    return AuditEntry(
        action=action,
        actor_id=author.user_id,
        organisation_id=row.organisation_id,
        object_kind=OBJECT_KIND,
        object_id=row.id,
        client_address=author.client_address,
        details={"contact_id": row.contact_id, "reason": reason.strip()},
    )
