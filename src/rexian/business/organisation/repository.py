"""All SQL of organisations, queues and numbers, and the one query that says which organisations are visible."""

from collections.abc import Mapping, Sequence

from sqlalchemy import CursorResult, Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.organisation.models import (
    ConfigurationRevisionRow,
    GroupRow,
    NumberRow,
    OrganisationRow,
    QueueDemandRow,
    QueueGroupRow,
    QueueOverflowRow,
    QueueRow,
)
from rexian.kit.database import Model

THE_REVISION = 1


def visible_organisation_ids(organisation_id: str) -> Select[str]:
    """The organisation and all below it: the one place where visibility becomes SQL."""
    own_path = select(OrganisationRow.path).where(OrganisationRow.id == organisation_id).scalar_subquery()
    return select(OrganisationRow.id).where(func.starts_with(OrganisationRow.path, own_path))


async def find_visible_ids(session: AsyncSession, organisation_id: str) -> frozenset[str]:
    return frozenset(await session.scalars(visible_organisation_ids(organisation_id)))


async def find_organisation(session: AsyncSession, organisation_id: str) -> OrganisationRow | None:
    return await session.get(OrganisationRow, organisation_id)


async def find_top_organisation(session: AsyncSession) -> OrganisationRow | None:
    """The centre itself: the shortest path."""
    return await session.scalar(select(OrganisationRow).order_by(OrganisationRow.path).limit(1))


async def groups_in_use(session: AsyncSession) -> Sequence[GroupRow]:
    return (await session.scalars(select(GroupRow).where(GroupRow.retired_at.is_(None)).order_by(GroupRow.id))).all()


async def queues_in_use(session: AsyncSession) -> Sequence[QueueRow]:
    return (await session.scalars(select(QueueRow).where(QueueRow.retired_at.is_(None)).order_by(QueueRow.id))).all()


async def queue_names(session: AsyncSession) -> Mapping[str, str]:
    """Every queue's name, of retired ones too: call records name them."""
    rows = await session.execute(select(QueueRow.id, QueueRow.name))
    return {row.id: row.name for row in rows}


async def find_queue(session: AsyncSession, queue_id: str) -> QueueRow | None:
    """The row, locked for the change that follows."""
    return await session.get(QueueRow, queue_id, with_for_update=True)


async def find_group(session: AsyncSession, group_id: str) -> GroupRow | None:
    """The row, locked for the change that follows."""
    return await session.get(GroupRow, group_id, with_for_update=True)


async def clear_queue(session: AsyncSession, queue_id: str) -> None:
    """Take away what lies in the tables beside the queue's own."""
    for model in (QueueGroupRow, QueueDemandRow, QueueOverflowRow):
        await session.execute(delete(model).where(model.queue_id == queue_id))


async def all_queue_groups(session: AsyncSession) -> Sequence[QueueGroupRow]:
    order = (QueueGroupRow.queue_id, QueueGroupRow.after_seconds, QueueGroupRow.group_id)
    return (await session.scalars(select(QueueGroupRow).order_by(*order))).all()


async def all_queue_demands(session: AsyncSession) -> Sequence[QueueDemandRow]:
    order = (QueueDemandRow.queue_id, QueueDemandRow.after_seconds, QueueDemandRow.skill)
    return (await session.scalars(select(QueueDemandRow).order_by(*order))).all()


async def all_queue_overflows(session: AsyncSession) -> Sequence[QueueOverflowRow]:
    order = (QueueOverflowRow.queue_id, QueueOverflowRow.position)
    return (await session.scalars(select(QueueOverflowRow).order_by(*order))).all()


async def all_numbers(session: AsyncSession) -> Sequence[NumberRow]:
    return (await session.scalars(select(NumberRow).order_by(NumberRow.called_number))).all()


async def add_if_missing(session: AsyncSession, row: Model) -> bool:
    """Insert the row unless its key is there already; tells whether it was added."""
    values = {column.key: getattr(row, column.key) for column in type(row).__table__.columns}
    result = await session.execute(insert(type(row)).values(**values).on_conflict_do_nothing())
    return isinstance(result, CursorResult) and result.rowcount == 1


async def read_revision(session: AsyncSession) -> int:
    row = await session.get(ConfigurationRevisionRow, THE_REVISION)
    return 0 if row is None else row.revision


async def grow_revision(session: AsyncSession) -> int:
    """Add one and give the new revision; concurrent changes wait for one another."""
    statement = insert(ConfigurationRevisionRow).values(id=THE_REVISION, revision=1)
    grown = statement.on_conflict_do_update(
        index_elements=[ConfigurationRevisionRow.id], set_={"revision": ConfigurationRevisionRow.revision + 1}
    ).returning(ConfigurationRevisionRow.revision)
    return (await session.execute(grown)).scalar_one()
