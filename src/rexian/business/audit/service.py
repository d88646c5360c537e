"""Writing the audit trail, and reading what was done to one object.

An entry is stored before what it tells of is answered.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditEntry, KeptEntry
from rexian.business.audit.models import AuditRow
from rexian.business.idempotency.contracts import RequestKey
from rexian.business.idempotency.service import RequestKeys
from rexian.kit.clock import Clock
from rexian.kit.database import Database
from rexian.kit.ids import IdSource

MOST_ENTRIES = 50


class AuditTrail:
    """Appends entries; nothing in the project changes or deletes one."""

    def __init__(self, database: Database, clock: Clock, new_id: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._request_keys = RequestKeys(clock)

    async def record(self, entry: AuditEntry) -> None:
        """Store the entry. Raises DatabaseUnavailable: what cannot be audited must not be answered."""
        async with self._database.transaction() as session:
            session.add(self._row(entry))

    def add_to(self, session: AsyncSession, entry: AuditEntry) -> None:
        """Store the entry with a transaction that is going on: what it tells of and the entry come together."""
        session.add(self._row(entry))

    async def record_once(self, entry: AuditEntry, request: RequestKey) -> None:
        """Store the entry unless this very request has done so before.

        Raises IdempotencyKeyReused for another request's key, and DatabaseUnavailable.
        """
        async with self._database.transaction() as session:
            if await self._request_keys.first_time(session, request):
                session.add(self._row(entry))

    async def about(self, object_kind: str, object_id: str, organisation_ids: frozenset[str]) -> tuple[KeptEntry, ...]:
        """What was done to one object by people of these organisations, newest first, `MOST_ENTRIES` at most."""
        statement = (
            select(AuditRow)
            .where(
                AuditRow.object_kind == object_kind,
                AuditRow.object_id == object_id,
                AuditRow.organisation_id.in_(list(organisation_ids)),
            )
            .order_by(AuditRow.time.desc())
            .limit(MOST_ENTRIES)
        )
        async with self._database.transaction() as session:
            rows = await session.scalars(statement)
            return tuple(KeptEntry(row.time, row.action, row.actor_id, row.object_kind, row.object_id) for row in rows)

    def _row(self, entry: AuditEntry) -> AuditRow:
        return AuditRow(
            id=self._new_id(),
            time=self._clock.now(),
            action=str(entry.action),
            actor_id=entry.actor_id,
            organisation_id=entry.organisation_id,
            object_kind=entry.object_kind,
            object_id=entry.object_id,
            client_address=entry.client_address,
            details=dict(entry.details),
        )
