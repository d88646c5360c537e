"""The hotline's own query passwords and the tries of a day, in a PostgreSQL database (`database` of the permission
`fund:credentials`). The tables are made where they are missing. A holder without a row has the initial password."""

from datetime import date
from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.kit.database import Database

_TABLES = (
    "CREATE TABLE IF NOT EXISTS query_password (person_key varchar(32) PRIMARY KEY, password_hash text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS query_try (subject char(64) NOT NULL, day date NOT NULL, tries integer NOT NULL,"
    " PRIMARY KEY (subject, day))",
)
_HASH = text("SELECT password_hash FROM query_password WHERE person_key = :holder")
_REPLACE = text("""
    UPDATE query_password SET password_hash = :new_hash WHERE person_key = :holder AND password_hash = :old_hash
    RETURNING person_key
""")
_ADD = text("""
    INSERT INTO query_password (person_key, password_hash) VALUES (:holder, :new_hash) ON CONFLICT DO NOTHING
    RETURNING person_key
""")
_TAKE_TRY = text("""
    INSERT INTO query_try AS t (subject, day, tries) VALUES (:subject, :day, 1)
    ON CONFLICT (subject, day) DO UPDATE SET tries = t.tries + 1 WHERE t.tries < :limit
    RETURNING tries
""")
_TRIES = text("SELECT tries FROM query_try WHERE subject = :subject AND day = :day")
_GIVE_BACK = text("DELETE FROM query_try WHERE subject = :subject AND day = :day RETURNING day")
_BOTH = text("SELECT num_nonnulls(to_regclass('query_password'), to_regclass('query_try'))")
_LOCK = text("SELECT pg_advisory_xact_lock(12329002)")


class Credentials:
    """`holder` is a person_key or `unit:<unit account number>`. Raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_prepared = False

    async def password_hash(self, holder: str) -> str | None:
        row = await self._first(_HASH, holder=holder)
        return str(row.password_hash) if row else None

    async def replace(self, holder: str, old_hash: str | None, new_hash: str) -> bool:
        """Store a new hash, unless the password was changed meanwhile; whether it was stored."""
        if old_hash is None:
            return await self._first(_ADD, holder=holder, new_hash=new_hash) is not None
        return await self._first(_REPLACE, holder=holder, old_hash=old_hash, new_hash=new_hash) is not None

    async def take(self, subject: str, day: date, limit: int) -> int | None:
        """Take one of the day's `limit` tries: how many are left, or None where none was. `subject` is a hash."""
        row = await self._first(_TAKE_TRY, subject=subject, day=day, limit=limit)
        return limit - int(row.tries) if row else None

    async def left(self, subject: str, day: date, limit: int) -> int:
        row = await self._first(_TRIES, subject=subject, day=day)
        return max(limit - int(row.tries), 0) if row else limit

    async def give_back(self, subject: str, day: date) -> None:
        """The check succeeded: all of the subject's tries of that day are forgotten."""
        await self._first(_GIVE_BACK, subject=subject, day=day)

    async def close(self) -> None:
        await self._database.close()

    async def _first(self, statement: TextClause, **arguments: Any) -> Row[Any] | None:
        async with self._database.transaction() as session:
            if not self._is_prepared:
                await _prepare(session)
            found = (await session.execute(statement, arguments)).first()
        self._is_prepared = True
        return found


async def _prepare(session: AsyncSession) -> None:
    """Make the tables where they are missing; two objects may do so at once."""
    if (await session.execute(_BOTH)).scalar_one() == len(_TABLES):
        return
    await session.execute(_LOCK)
    for statement in _TABLES:
        await session.execute(text(statement))
