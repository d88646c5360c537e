"""All SQL on contact keys."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.contact_keys.models import ContactKeyRow


async def add_keys(session: AsyncSession, wrapped_keys: Mapping[str, str], now: datetime) -> None:
    """Keep keys by contact; a contact that is known (or erased) keeps what it has."""
    rows = [
        {"contact_id": contact_id, "wrapped_key": wrapped, "created_at": now}
        for contact_id, wrapped in sorted(wrapped_keys.items())
    ]
    if rows:
        await session.execute(insert(ContactKeyRow).values(rows).on_conflict_do_nothing())


async def wrapped_keys(session: AsyncSession, contact_ids: Iterable[str]) -> dict[str, str | None]:
    """The wrapped keys of those contacts that are known; None where it is erased."""
    query = select(ContactKeyRow.contact_id, ContactKeyRow.wrapped_key)
    rows = await session.execute(query.where(ContactKeyRow.contact_id.in_(list(contact_ids))))
    return dict(rows.all())


async def erase_key(session: AsyncSession, contact_id: str, now: datetime) -> None:
    """Leave a row without a key, also where none had come yet, so that a late copy cannot bring the key back."""
    row = insert(ContactKeyRow).values(contact_id=contact_id, wrapped_key=None, created_at=now, erased_at=now)
    erased_at = func.coalesce(ContactKeyRow.erased_at, now)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[ContactKeyRow.contact_id], set_={"wrapped_key": None, "erased_at": erased_at}
        )
    )
