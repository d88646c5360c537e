"""Requests that must act once: their keys, each with a hash of what was asked.

An answer itself is not kept, since it may hold personal data: a repeated request computes its answer again and only
leaves out what it has done already. Desk commands do not come here; control remembers their keys itself.
"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.idempotency.contracts import RequestKey
from rexian.business.idempotency.errors import IdempotencyKeyReused
from rexian.business.idempotency.models import RequestKeyRow
from rexian.kit.clock import Clock

KEPT_HOURS = 24


class RequestKeys:
    """Remembers keys for a day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def first_time(self, session: AsyncSession, request: RequestKey) -> bool:
        """Whether this request acts now; its key is used once the session's transaction is committed.

        Equal requests at the same time wait for one another. Raises IdempotencyKeyReused for another request's key.
        """
        now = self._clock.now()
        await session.execute(delete(RequestKeyRow).where(RequestKeyRow.used_at < now - timedelta(hours=KEPT_HOURS)))
        added = insert(RequestKeyRow).values(**vars(request), used_at=now)
        if await session.scalar(added.on_conflict_do_nothing().returning(RequestKeyRow.key)) is not None:
            return True
        known = select(RequestKeyRow.request_hash).where(
            RequestKeyRow.actor_id == request.actor_id, RequestKeyRow.key == request.key
        )
        if await session.scalar(known) != request.request_hash:
            raise IdempotencyKeyReused
        return False
