"""Fills the demo fund database: a database of its own, beside the platform's, with one invented centre.

Called once at start (it is quick when there is nothing to do) and by tests. All of it is one transaction, so a fill
that is cut short leaves nothing, and two at once do it once.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from rexian.app.demo.fund_citizens import DEMO_CITIZENS, DEMO_UNIT, INITIAL_PASSWORD_CITIZEN, DemoCitizen, DemoUnit
from rexian.app.demo.fund_population import SEED, Citizen, Population
from rexian.app.demo.fund_rows import CitizenRows, Row, unit_account_row, unit_password_row, unit_row
from rexian.app.demo.fund_schema import INDEXES, TABLES, UNIT_SUMS
from rexian.app.settings import Settings
from rexian.kit.errors import ErrorKind, RexianError

__all__ = [
    "DEMO_CITIZENS",
    "DEMO_UNIT",
    "INITIAL_PASSWORD_CITIZEN",
    "DemoCitizen",
    "DemoUnit",
    "FillReport",
    "FundDatabaseInUse",
    "FundDatabaseUnknown",
    "expected_balance",
    "fill_fund",
    "fund_url",
    "plain_url",
]

FUND_DATABASE = "fund"
DEFAULT_PERSONS = 10_000
BATCH_PERSONS = 500
_LOCK_KEY = 12_329_001

Progress = Callable[[int, int], None]
"""Called with persons done and persons in all, from another thread."""


class FundDatabaseUnknown(RexianError):
    """No database URL is set, so the fund's cannot be told."""

    code = "fund_database_unknown"
    kind = ErrorKind.UNAVAILABLE


class FundDatabaseInUse(RexianError):
    """The fund database holds tables that are no demo data; nothing was filled."""

    code = "fund_database_in_use"
    kind = ErrorKind.CONFLICT


@dataclass(frozen=True)
class FillReport:
    """`filled` is False where the data was there before."""

    filled: bool
    persons: int
    books_date: date


def fund_url(settings: Settings) -> str:
    """The fund data's URL: as set, else the database `fund` on the platform's own server.

    Raises FundDatabaseUnknown where neither is set.
    """
    if settings.fund_database_url:
        return settings.fund_database_url
    if not settings.database_url:
        raise FundDatabaseUnknown
    return make_url(settings.database_url).set(database=FUND_DATABASE).render_as_string(hide_password=False)


async def fill_fund(
    url: str, *, as_of: date, persons: int = DEFAULT_PERSONS, progress: Progress | None = None
) -> FillReport:
    """Make the database at `url` with books standing at `as_of`, unless it is filled already.

    Raises FundDatabaseInUse where other tables are there, psycopg.OperationalError where the server is out of reach.
    """
    return await asyncio.to_thread(_fill, url, as_of, persons, progress)


async def expected_balance(url: str, id_no: str) -> Decimal:
    """The balance `fund_account` tells a demo citizen: that of the normal account, summed from its transactions."""

    def ask() -> Decimal:
        with psycopg.connect(plain_url(url)) as connection:
            row = connection.execute(
                "SELECT sum(t.amount + t.interest_amount) FROM personal_transaction t"
                " JOIN personal_account a USING (person_account_no) JOIN person p USING (person_key)"
                " WHERE p.id_no = %s AND a.account_status = '01' AND t.reversal_flag = '01'",
                (id_no,),
            ).fetchone()
        assert row is not None  # an aggregate always has one row
        return Decimal(row[0] or 0)

    return await asyncio.to_thread(ask)


def _fill(url: str, as_of: date, persons: int, progress: Progress | None) -> FillReport:
    _ensure_database(url)
    with psycopg.connect(plain_url(url)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))
        present = _present(connection)
        if present:
            return FillReport(False, present[0], present[1])
        if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone():
            raise FundDatabaseInUse
        _write(connection, Population(as_of, persons=persons), persons, progress)
        connection.execute("INSERT INTO fund_books VALUES (%s, 'demo', %s, %s)", (as_of, SEED, persons))
    return FillReport(True, persons, as_of)


def plain_url(url: str) -> str:
    """The URL without a driver's name, as psycopg itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _ensure_database(url: str) -> None:
    name = make_url(url).database
    server = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(plain_url(server), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return
        try:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(name or FUND_DATABASE)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # another one makes it at this moment


def _present(connection: psycopg.Connection) -> tuple[int, date] | None:
    table = connection.execute("SELECT to_regclass('public.fund_books')").fetchone()
    if table is None or table[0] is None:
        return None
    row = connection.execute("SELECT person_count, books_date FROM fund_books").fetchone()
    return (row[0], row[1]) if row else None


def _write(connection: psycopg.Connection, population: Population, persons: int, progress: Progress | None) -> None:
    connection.execute(TABLES)
    _copy(connection, "unit", [unit_row(unit) for unit in population.units])
    _copy(connection, "unit_account", [unit_account_row(unit) for unit in population.units])
    _copy(connection, "query_password", [unit_password_row()])
    rows, done = CitizenRows(), 0
    for batch in _batches(population.citizens()):
        for table, table_rows in rows.of(batch).items():
            _copy(connection, table, table_rows)
        done += len(batch)
        if progress:
            progress(done, persons)
    connection.execute(INDEXES)
    connection.execute(UNIT_SUMS)


def _batches(citizens: Iterator[Citizen]) -> Iterator[list[Citizen]]:
    while batch := list(islice(citizens, BATCH_PERSONS)):
        yield batch


def _copy(connection: psycopg.Connection, table: str, rows: list[Row]) -> None:
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        for row in rows:
            copy.write_row(row)
