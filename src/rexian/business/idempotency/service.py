"""Requests that must act once: their keys, each with a hash of what was asked.

An answer itself is not kept, since it may hold personal data: a repeated request computes its answer again and only
leaves out what it has done already. Desk commands do not come here; control remembers their keys itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from rexian.business.idempotency.errors import IdempotencyKeyReused
from rexian.business.idempotency.models import RequestKeyRow
from rexian.kit.clock import Clock
from rexian.kit.database import Database

KEPT_HOURS = 24


class RequestKeys:
    """Remembers keys for a day."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def once(self, actor_id: str, key: str, request_hash: str) -> AsyncIterator[bool]:
        """Gives True the first time. The key counts as used once the block has ended well.

        Equal requests at the same time wait for one another. Raises IdempotencyKeyReused for another request's key.
        """
        now = self._clock.now()
        async with self._database.transaction() as session:
            await session.execute(
                delete(RequestKeyRow).where(RequestKeyRow.used_at < now - timedelta(hours=KEPT_HOURS))
            )
            added = insert(RequestKeyRow).values(actor_id=actor_id, key=key, request_hash=request_hash, used_at=now)
            first_time = await session.scalar(added.on_conflict_do_nothing().returning(RequestKeyRow.key)) is not None
            if not first_time:
                known = select(RequestKeyRow.request_hash).where(
                    RequestKeyRow.actor_id == actor_id, RequestKeyRow.key == key
                )
                if await session.scalar(known) != request_hash:
                    raise IdempotencyKeyReused
            yield first_time
