"""All SQL of the directory."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.directory.models import DirectoryEntryRow


async def find_entry(session: AsyncSession, entry_id: str, *, for_change: bool = False) -> DirectoryEntryRow | None:
    return await session.get(DirectoryEntryRow, entry_id, with_for_update=for_change)


async def entries_in_use(
    session: AsyncSession, organisation_ids: Iterable[str] | None = None
) -> Sequence[DirectoryEntryRow]:
    """Entries of these organisations or of all, by name."""
    statement = select(DirectoryEntryRow).where(DirectoryEntryRow.retired_at.is_(None))
    if organisation_ids is not None:
        statement = statement.where(DirectoryEntryRow.organisation_id.in_(list(organisation_ids)))
    return (await session.scalars(statement.order_by(DirectoryEntryRow.name, DirectoryEntryRow.id))).all()
