"""All SQL of seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.seats.models import SeatQueueRow, SeatRow


async def find_seat(session: AsyncSession, agent_id: str) -> SeatRow | None:
    return await session.get(SeatRow, agent_id)


async def all_seats(session: AsyncSession) -> Sequence[SeatRow]:
    return (await session.scalars(select(SeatRow).order_by(SeatRow.agent_id))).all()


async def queues_of_seats(session: AsyncSession, agent_id: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Queue ids by agent id; of one agent or of all."""
    statement = select(SeatQueueRow.agent_id, SeatQueueRow.queue_id).order_by(SeatQueueRow.queue_id)
    if agent_id is not None:
        statement = statement.where(SeatQueueRow.agent_id == agent_id)
    queues: dict[str, list[str]] = defaultdict(list)
    for agent, queue in await session.execute(statement):
        queues[agent].append(queue)
    return {agent: tuple(ids) for agent, ids in queues.items()}


async def add_seat_if_missing(session: AsyncSession, columns: Mapping[str, str], queue_ids: Iterable[str]) -> bool:
    """Insert the seat with its queues unless the agent has one; tells whether it was added."""
    added = insert(SeatRow).values(**columns).on_conflict_do_nothing().returning(SeatRow.agent_id)
    if await session.scalar(added) is None:
        return False
    for queue_id in queue_ids:
        session.add(SeatQueueRow(agent_id=columns["agent_id"], queue_id=queue_id))
    return True
