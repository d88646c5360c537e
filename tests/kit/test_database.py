"""Sessions against a real PostgreSQL: commit at the edge, roll back on error, a lost server is a typed error."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rexian.app.parts.ports import free_port
from rexian.kit.database import Database, DatabaseUnavailable

pytestmark = pytest.mark.parts


class Refused(Exception):
    pass


async def test_a_transaction_is_committed_when_its_block_ends(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE thing (id int)"))
        await session.execute(text("INSERT INTO thing VALUES (1)"))
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM thing")) == 1
    await database.close()


async def test_a_transaction_is_rolled_back_when_its_block_raises(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)

    async def fail_inside() -> None:
        async with database.transaction() as session:
            await session.execute(text("CREATE TABLE thing (id int)"))
            raise Refused

    with pytest.raises(Refused):
        await fail_inside()
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT to_regclass('thing')")) is None
    await database.close()


async def test_an_error_of_the_database_tells_no_value_of_its_statement(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction() as session:
            await session.execute(text("SELECT :mobile / 0 FROM nowhere"), {"mobile": "13800001234"})
    assert "13800001234" not in str(caught.value)
    await database.close()


async def test_a_server_that_is_away_is_a_typed_error() -> None:
    database = Database.connect(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none")
    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    await database.close()


async def test_times_come_back_in_utc(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    async with database.transaction() as session:
        assert await session.scalar(text("SHOW timezone")) == "UTC"
    await database.close()


@pytest.mark.parametrize("extension", ["pg_trgm", "btree_gin"])
async def test_the_embedded_server_has_the_extensions_we_need(empty_database_url: str, extension: str) -> None:
    database = Database.connect(empty_database_url)
    async with database.transaction() as session:
        await session.execute(text(f"CREATE EXTENSION {extension}"))
    await database.close()


async def test_a_migrated_database_is_given_to_each_test(database_url: str) -> None:
    database = Database.connect(database_url)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT current_database()")) != "template_rexian"
    await database.close()
