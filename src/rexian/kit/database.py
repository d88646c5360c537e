"""PostgreSQL: one engine a process, one transaction a request or job, committed at the edge; the migrations' runner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import DateTime, MetaData, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from rexian.kit.errors import ErrorKind, RexianError

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
CONNECT_SECONDS = 5
POOL_SIZE = 10
POOL_WAIT_SECONDS = 10

metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Model(DeclarativeBase):
    """Base of all tables. A `datetime` column is `timestamptz`; other types are named by the column."""

    metadata = metadata
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy's own way to declare it


class DatabaseUnavailable(RexianError):
    """The database cannot be reached."""

    code = "database_unavailable"
    kind = ErrorKind.UNAVAILABLE


def driver_url(url: str) -> str:
    """The URL with the driver we use (psycopg 3), whatever driver it named."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


class Database:
    """The connection pool of one process. Connects on first use, so a process starts while the server is away."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    def connect(cls, url: str, *, tests_connections: bool = True) -> "Database":
        """Prepare the pool for `url`; nothing is sent yet.

        `tests_connections` asks the server for a sign of life before each transaction, so that the first one after a
        restart of the server does not fail; what tries again by itself can do without.
        """
        engine = create_async_engine(
            driver_url(url),
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            pool_pre_ping=tests_connections,
            hide_parameters=True,  # values of a failing statement may be personal: never in an exception or a log line
            connect_args={"connect_timeout": CONNECT_SECONDS, "options": "-c timezone=UTC"},
        )
        return cls(engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back when it raises.

        Raises DatabaseUnavailable when the server cannot be reached or goes away.
        """
        try:
            async with self._sessions() as session, session.begin():
                yield session
        except (InterfaceError, PoolExhausted) as error:
            raise DatabaseUnavailable from error
        except OperationalError as error:
            if error.connection_invalidated or _is_connection_failure(error):
                raise DatabaseUnavailable from error
            raise

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises DatabaseUnavailable."""
        async with self.transaction() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def _is_connection_failure(error: OperationalError) -> bool:
    """True where the server was not reached (no SQLSTATE), lost us (class 08) or is going away (class 57P)."""
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))


async def upgrade(url: str, script_location: Path) -> None:
    """Bring the schema at `url` to the newest revision in `script_location`; several at once wait for one another."""
    from alembic import command  # only who migrates pays for it: it is half of this module's import
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_location))
    config.attributes["url"] = driver_url(url)
    await asyncio.to_thread(command.upgrade, config, "head")
