"""All SQL of caller marks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.caller_marks.models import CallerMarkRow


async def find_mark(session: AsyncSession, mark_id: str, *, for_change: bool = False) -> CallerMarkRow | None:
    return await session.get(CallerMarkRow, mark_id, with_for_update=for_change)


async def marks_in_use(
    session: AsyncSession, organisation_ids: Iterable[str], number_hash: str | None = None
) -> Sequence[CallerMarkRow]:
    """Marks not retired, expired ones among them, of a number or of all; newest first."""
    statement = (
        select(CallerMarkRow)
        .where(CallerMarkRow.retired_at.is_(None), CallerMarkRow.organisation_id.in_(list(organisation_ids)))
        .order_by(CallerMarkRow.made_at.desc(), CallerMarkRow.id)
    )
    if number_hash is not None:
        statement = statement.where(CallerMarkRow.number_hash == number_hash)
    return (await session.scalars(statement)).all()


async def holding_marks(session: AsyncSession, now: datetime) -> Sequence[CallerMarkRow]:
    """Every mark of the centre that is neither retired nor expired."""
    unexpired = or_(CallerMarkRow.expires_at.is_(None), CallerMarkRow.expires_at > now)
    statement = select(CallerMarkRow).where(CallerMarkRow.retired_at.is_(None), unexpired)
    return (await session.scalars(statement.order_by(CallerMarkRow.number_hash, CallerMarkRow.kind))).all()


async def find_on_list(session: AsyncSession, number_hash: str, kind: str) -> CallerMarkRow | None:
    """The mark that a number has on a list."""
    statement = select(CallerMarkRow).where(
        CallerMarkRow.number_hash == number_hash, CallerMarkRow.kind == kind, CallerMarkRow.retired_at.is_(None)
    )
    return await session.scalar(statement.with_for_update())
