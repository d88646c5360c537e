"""A filled fund database for each test, and a short way to ask an object over it."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

import rexian.objects
from rexian.app.demo.fund import fill_fund
from rexian.app.parts.postgres import PostgresPart
from rexian.kit.clock import ManualClock
from rexian.kit.database import Database
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.credentials import Credentials
from rexian.object_api.fund.mapping import BooksMapping
from rexian.object_api.fund.sql import SqlBooks
from rexian.object_api.manifest import read_manifest
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.registry import FoundObject, load
from rexian.object_api.settings import checked_settings

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = date(2026, 11, 23)
SHIPPED = Path(rexian.objects.__path__[0])

Ask = Callable[..., Awaitable[Result]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fund_template(postgres_part: PostgresPart) -> AsyncIterator[str]:
    """Name of a filled database that each test copies."""
    name = f"fund_{secrets.token_hex(6)}"
    await fill_fund(postgres_part.url(name), as_of=AS_OF, persons=60)
    yield name
    await postgres_part.drop_database(name)


@pytest_asyncio.fixture
async def url(postgres_part: PostgresPart, fund_template: str) -> AsyncIterator[str]:
    name = f"fund_{secrets.token_hex(6)}"
    await postgres_part.create_database(name, template=fund_template)
    yield postgres_part.url(name)
    await postgres_part.drop_database(name)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 2, tzinfo=UTC))


def own_books(url: str, clock: ManualClock) -> SqlBooks:
    """The books in a database with our own names."""
    return SqlBooks.connect(url, BooksMapping(), clock, lambda: AS_OF)


@asynccontextmanager
async def opened(name: str, ports: ObjectPorts) -> AsyncIterator[Ask]:
    """`await ask("balance", person_key=…)`; arguments and values are checked as the host does."""
    manifest = read_manifest(SHIPPED / name)
    built = load(FoundObject(manifest, SHIPPED / name))
    await built.open(ports)

    async def ask(rule: str, **arguments: Any) -> Result:
        declared = manifest.rules[rule]
        checked = declared.check_arguments(arguments)
        result = await built.answer(Request("1", name, rule, checked, "contact-1", 3.0))
        if result.outcome is Outcome.OK:
            return Result(Outcome.OK, declared.check_values(result.values), result.as_of)
        return result

    yield ask
    await built.close()


@asynccontextmanager
async def opened_over(
    name: str, books: FundBooks, credentials_url: str, clock: ManualClock, **settings: Any
) -> AsyncIterator[Ask]:
    """The object over these books; passwords and tries are in that database."""
    credentials = Credentials(Database.connect(credentials_url))
    declared = read_manifest(SHIPPED / name).settings
    ports = ObjectPorts(clock, ZONE, {}, checked_settings(declared, settings), books, credentials)
    async with opened(name, ports) as ask:
        yield ask
    await books.close()
    await credentials.close()
