"""The books in a SQL database: any that SQLAlchemy has a driver for, by the site's mapping.

PostgreSQL is asked through the platform's own asynchronous pool; every other database by threads of this process, no
more than the object's concurrency. Reads only.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import Row, Select, TableClause, column, create_engine, select, table
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from rexian.kit.clock import Clock
from rexian.kit.database import Database, DatabaseUnavailable
from rexian.object_api.fund.books import BooksNotUnderstood, BooksUnavailable
from rexian.object_api.fund.mapping import BooksMapping, record_from
from rexian.object_api.fund.records import Record

R = TypeVar("R", bound=Record)
Rows: TypeAlias = Sequence[Row[Any]]
BOOKS_DATE_KEPT_SECONDS = 30.0
THREADS = 16


class _Connection(Protocol):
    async def rows(self, statement: Select[Any]) -> Rows: ...

    async def close(self) -> None: ...


class SqlBooks:
    """Implements FundBooks."""

    def __init__(self, connection: _Connection, mapping: BooksMapping, clock: Clock, today: Callable[[], date]) -> None:
        self._connection = connection
        self._mapping = mapping
        self._clock = clock
        self._today = today
        self._known_date: tuple[float, date] | None = None

    @classmethod
    def connect(cls, url: str, mapping: BooksMapping, clock: Clock, today: Callable[[], date]) -> "SqlBooks":
        """Prepare for the database at `url`; nothing is sent yet."""
        is_postgres = make_url(url).get_backend_name() in ("postgresql", "postgres")
        connection: _Connection = _Asynchronous(Database.connect(url)) if is_postgres else _InThreads(url)
        return cls(connection, mapping, clock, today)

    async def books_date(self) -> date:
        if self._mapping.books_date == "today":
            return self._today()
        now = self._clock.monotonic()
        if self._known_date is None or now - self._known_date[0] > BOOKS_DATE_KEPT_SECONDS:
            self._known_date = (now, await self._stored_date())
        return self._known_date[1]

    async def find(self, record: type[R], **keys: str) -> Sequence[R]:
        mapping = self._mapping.of(record.table)
        stored = [mapping.name_of(field.name) for field in fields(record) if field.name not in mapping.fixed]
        source = _table(mapping.table or record.table, stored)
        conditions = [source.c[mapping.name_of(field)] == value for field, value in keys.items()]
        rows = await self._connection.rows(select(*(source.c[name] for name in stored)).where(*conditions))
        return [record_from(record, mapping, dict(zip(stored, row, strict=True))) for row in rows]

    async def close(self) -> None:
        await self._connection.close()

    async def _stored_date(self) -> date:
        name = self._mapping.books_date_column
        source = _table(self._mapping.books_date_table, [name])
        rows = await self._connection.rows(select(source.c[name]))
        if not rows:
            raise BooksNotUnderstood(record="books_date")
        found = rows[0][0]
        return found if isinstance(found, date) else date.fromisoformat(str(found)[:10])


def _table(name: str, columns: Sequence[str]) -> TableClause:
    schema, _, bare = name.rpartition(".")
    return table(bare, *(column(each) for each in dict.fromkeys(columns)), schema=schema or None)


class _Asynchronous:
    """PostgreSQL, by the platform's own pool."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, statement: Select[Any]) -> Rows:
        try:
            async with self._database.transaction() as session:
                found: Rows = (await session.execute(statement)).all()
                return found
        except DatabaseUnavailable as error:
            raise BooksUnavailable from error
        except DBAPIError as error:
            raise BooksNotUnderstood(error=type(error.orig).__name__) from None

    async def close(self) -> None:
        await self._database.close()


class _InThreads:
    """Every other database, by its ordinary driver."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(
            url, pool_size=THREADS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
        )
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="books")

    async def rows(self, statement: Select[Any]) -> Rows:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._ask, statement)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    def _ask(self, statement: Select[Any]) -> Rows:
        try:
            with self._engine.connect() as connection:
                return connection.execute(statement).all()
        except SQLAlchemyError as error:  # drivers differ in what they call a lost connection
            raise BooksUnavailable(error=type(error).__name__) from None
