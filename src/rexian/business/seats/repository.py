"""All SQL of seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.seats.contracts import Skill
from rexian.business.seats.models import SeatGroupRow, SeatQueueRow, SeatRow, SeatSkillRow
from rexian.kit.database import Model


async def find_seat(session: AsyncSession, agent_id: str) -> SeatRow | None:
    return await session.get(SeatRow, agent_id)


async def all_seats(session: AsyncSession) -> Sequence[SeatRow]:
    return (await session.scalars(select(SeatRow).order_by(SeatRow.agent_id))).all()


async def agent_ids(session: AsyncSession, organisation_ids: Iterable[str] | None) -> Sequence[str]:
    """Who has a seat in these organisations, or in any."""
    statement = select(SeatRow.agent_id).order_by(SeatRow.agent_id)
    if organisation_ids is not None:
        statement = statement.where(SeatRow.organisation_id.in_(list(organisation_ids)))
    return (await session.scalars(statement)).all()


async def queues_of_seats(session: AsyncSession, agent_id: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Queue ids by agent id; of one agent or of all."""
    statement = select(SeatQueueRow.agent_id, SeatQueueRow.queue_id).order_by(SeatQueueRow.queue_id)
    if agent_id is not None:
        statement = statement.where(SeatQueueRow.agent_id == agent_id)
    queues: dict[str, list[str]] = defaultdict(list)
    for agent, queue in await session.execute(statement):
        queues[agent].append(queue)
    return {agent: tuple(ids) for agent, ids in queues.items()}


async def groups_of_seats(session: AsyncSession, agent_id: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Group ids by agent id; of one agent or of all."""
    statement = select(SeatGroupRow.agent_id, SeatGroupRow.group_id).order_by(SeatGroupRow.group_id)
    if agent_id is not None:
        statement = statement.where(SeatGroupRow.agent_id == agent_id)
    groups: dict[str, list[str]] = defaultdict(list)
    for agent, group in await session.execute(statement):
        groups[agent].append(group)
    return {agent: tuple(ids) for agent, ids in groups.items()}


async def skills_of_seats(session: AsyncSession, agent_id: str | None = None) -> Mapping[str, tuple[Skill, ...]]:
    """Skills by agent id; of one agent or of all."""
    statement = select(SeatSkillRow.agent_id, SeatSkillRow.skill, SeatSkillRow.level).order_by(SeatSkillRow.skill)
    if agent_id is not None:
        statement = statement.where(SeatSkillRow.agent_id == agent_id)
    skills: dict[str, list[Skill]] = defaultdict(list)
    for agent, skill, level in await session.execute(statement):
        skills[agent].append(Skill(skill, level))
    return {agent: tuple(known) for agent, known in skills.items()}


async def add_seat_if_missing(session: AsyncSession, columns: Mapping[str, str], more: Sequence[Model]) -> bool:
    """Insert the seat with its queues, groups and skills unless the agent has one; tells whether it was added."""
    added = insert(SeatRow).values(**columns).on_conflict_do_nothing().returning(SeatRow.agent_id)
    if await session.scalar(added) is None:
        return False
    session.add_all(more)
    return True


async def clear_duties(session: AsyncSession, agent_id: str) -> None:
    """Take away the seat's queues, groups and skills."""
    for model in (SeatQueueRow, SeatGroupRow, SeatSkillRow):
        await session.execute(delete(model).where(model.agent_id == agent_id))


async def sip_username_taken(session: AsyncSession, sip_username: str, agent_id: str) -> bool:
    """Whether another agent's phone has that name."""
    taken = select(SeatRow.agent_id).where(SeatRow.sip_username == sip_username, SeatRow.agent_id != agent_id)
    return await session.scalar(taken) is not None


async def forget_queue(session: AsyncSession, queue_id: str) -> None:
    await session.execute(delete(SeatQueueRow).where(SeatQueueRow.queue_id == queue_id))
