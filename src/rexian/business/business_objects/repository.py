"""All SQL of business objects in operation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.business_objects.models import ObjectResultRow, ObjectWishRow


async def all_wishes(session: AsyncSession) -> Sequence[ObjectWishRow]:
    return (await session.scalars(select(ObjectWishRow))).all()


async def wish_of(session: AsyncSession, name: str) -> ObjectWishRow | None:
    return await session.get(ObjectWishRow, name, with_for_update=True)


async def add_results(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Store results; one that is there already stays."""
    await session.execute(insert(ObjectResultRow).values(list(rows)).on_conflict_do_nothing())


async def results(
    session: AsyncSession, *, name: str | None, contact_id: str | None, before: datetime | None, limit: int
) -> Sequence[ObjectResultRow]:
    """The newest first."""
    query = select(ObjectResultRow).order_by(ObjectResultRow.at.desc(), ObjectResultRow.id.desc()).limit(limit)
    if name is not None:
        query = query.where(ObjectResultRow.object == name)
    if contact_id is not None:
        query = query.where(ObjectResultRow.contact_id == contact_id)
    if before is not None:
        query = query.where(ObjectResultRow.at < before)
    return (await session.scalars(query)).all()
