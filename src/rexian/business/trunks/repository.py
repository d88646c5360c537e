"""All SQL of trunks, and their form in the table."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.trunks.contracts import Trunk, TrunkContent
from rexian.business.trunks.models import TrunkRow

_CONTENT = TypeAdapter(TrunkContent)


async def find_trunk(session: AsyncSession, trunk_id: str, *, for_change: bool = False) -> TrunkRow | None:
    return await session.get(TrunkRow, trunk_id, with_for_update=for_change)


async def trunks_in_use(session: AsyncSession, organisation_ids: Iterable[str] | None = None) -> Sequence[TrunkRow]:
    """The trunks of these organisations or of all, oldest first."""
    statement = select(TrunkRow).where(TrunkRow.retired_at.is_(None)).order_by(TrunkRow.created_at, TrunkRow.id)
    if organisation_ids is not None:
        statement = statement.where(TrunkRow.organisation_id.in_(list(organisation_ids)))
    return (await session.scalars(statement)).all()


def columns_of(content: TrunkContent) -> dict[str, Any]:
    document: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return {"name": content.name, "kind": content.parameters.kind, "content": document}


def content_of(row: TrunkRow) -> TrunkContent:
    return _CONTENT.validate_python(row.content)


def trunk_of(row: TrunkRow) -> Trunk:
    return Trunk(
        trunk_id=row.id,
        organisation_id=row.organisation_id,
        version=row.version,
        content=content_of(row),
        has_password=row.password_sealed is not None,
        retired_at=row.retired_at,
    )
