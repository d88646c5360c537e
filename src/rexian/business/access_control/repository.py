"""All SQL of users and sign-ins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.access_control.models import SignInFailureRow, SignInRow, UserRow
from rexian.business.access_control.rules import FAILURES_BEFORE_LOCK, LOCK_SECONDS


async def find_active_user(session: AsyncSession, staff_number: str) -> UserRow | None:
    """The user of that number; none where two parts of the centre use the same one (they sign in by another)."""
    statement = select(UserRow).where(UserRow.staff_number == staff_number, UserRow.active).limit(2)
    users = (await session.scalars(statement)).all()
    return users[0] if len(users) == 1 else None


async def find_user(session: AsyncSession, organisation_id: str, staff_number: str) -> UserRow | None:
    statement = select(UserRow).where(UserRow.organisation_id == organisation_id, UserRow.staff_number == staff_number)
    return await session.scalar(statement)


async def users_of(session: AsyncSession, organisation_ids: Iterable[str]) -> Sequence[UserRow]:
    statement = select(UserRow).where(UserRow.organisation_id.in_(list(organisation_ids)))
    return (await session.scalars(statement.order_by(UserRow.staff_number))).all()


async def find_user_by_id(session: AsyncSession, user_id: str) -> UserRow | None:
    """The row, locked for the change that follows."""
    return await session.get(UserRow, user_id, with_for_update=True)


async def staff_number_taken(session: AsyncSession, staff_number: str, user_id: str) -> bool:
    """Whether another user of the whole centre has the number: people sign in by it alone."""
    statement = select(UserRow.id).where(UserRow.staff_number == staff_number, UserRow.id != user_id).limit(1)
    return await session.scalar(statement) is not None


async def inactive_ids(session: AsyncSession) -> frozenset[str]:
    return frozenset(await session.scalars(select(UserRow.id).where(~UserRow.active)))


async def failures_of(session: AsyncSession, staff_numbers: Iterable[str]) -> Mapping[str, SignInFailureRow]:
    """Failed attempts by staff number."""
    statement = select(SignInFailureRow).where(SignInFailureRow.staff_number.in_(list(staff_numbers)))
    return {row.staff_number: row for row in await session.scalars(statement)}


async def end_sign_ins_of(session: AsyncSession, user_id: str, now: datetime) -> None:
    """End every sign-in of a user that goes on."""
    of_user = update(SignInRow).where(SignInRow.user_id == user_id, SignInRow.ended_at.is_(None))
    await session.execute(of_user.values(ended_at=now))


async def user_names(session: AsyncSession) -> Mapping[str, tuple[str, str]]:
    """Staff number and name by user id."""
    rows = await session.execute(select(UserRow.id, UserRow.staff_number, UserRow.name))
    return {user_id: (staff_number, name) for user_id, staff_number, name in rows}


async def add_user_if_missing(session: AsyncSession, columns: Mapping[str, object]) -> None:
    await session.execute(insert(UserRow).values(**columns).on_conflict_do_nothing())


async def find_sign_in(session: AsyncSession, token_hash: str) -> tuple[SignInRow, UserRow] | None:
    """A sign-in that was not ended, with its user where he is still active."""
    statement = (
        select(SignInRow, UserRow)
        .join(UserRow, UserRow.id == SignInRow.user_id)
        .where(SignInRow.token_hash == token_hash, SignInRow.ended_at.is_(None), UserRow.active)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def end_sign_in(session: AsyncSession, token_hash: str, now: datetime) -> SignInRow | None:
    """End it; gives the row when this call ended it."""
    statement = (
        update(SignInRow)
        .where(SignInRow.token_hash == token_hash, SignInRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInRow)
    )
    return await session.scalar(statement)


async def count_attempt(session: AsyncSession, staff_number: str, now: datetime) -> SignInFailureRow:
    """Count an attempt before it is judged, so that attempts at the same time cannot slip past the lock.

    A locked number's time is left alone: attempts during the lock do not prolong it. Old counts start anew.
    """
    forgotten_before = now - timedelta(seconds=LOCK_SECONDS)
    await session.execute(delete(SignInFailureRow).where(SignInFailureRow.last_failed_at <= forgotten_before))
    counted = insert(SignInFailureRow).values(staff_number=staff_number, failure_count=1, last_failed_at=now)
    from_limit_on = SignInFailureRow.failure_count >= FAILURES_BEFORE_LOCK
    statement = counted.on_conflict_do_update(
        index_elements=[SignInFailureRow.staff_number],
        set_={
            "failure_count": SignInFailureRow.failure_count + 1,
            "last_failed_at": case((from_limit_on, SignInFailureRow.last_failed_at), else_=now),
        },
    ).returning(SignInFailureRow)
    return (await session.execute(statement)).scalar_one()


async def forget_failures(session: AsyncSession, staff_number: str) -> None:
    await session.execute(delete(SignInFailureRow).where(SignInFailureRow.staff_number == staff_number))
