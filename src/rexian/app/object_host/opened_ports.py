"""The ports that a manifest's permissions grant, opened in the object's child process and closed with it.

Libraries are imported where a permission asks for them: each object is a process of its own, and most of what it costs
at its start is what it imports.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rexian.app.object_host.frames import FundAccess, Opening
from rexian.kit.clock import Clock, SystemClock
from rexian.object_api.manifest import Manifest
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.settings import checked_settings

if TYPE_CHECKING:
    from rexian.kit.database import Database
    from rexian.object_api.fund.books import FundBooks
    from rexian.object_api.fund.credentials import Credentials


@asynccontextmanager
async def opened_ports(opening: Opening, manifest: Manifest) -> AsyncIterator[ObjectPorts]:
    """Raises MappingInvalid or SettingsInvalid: the object does not open then."""
    clock, zone = SystemClock(), ZoneInfo(opening.zone)
    async with AsyncExitStack() as stack:
        databases = {name: _database(url) for name, url in opening.databases.items()}
        for database in databases.values():
            stack.push_async_callback(database.close)
        books = books_of(opening.fund, clock, zone)
        if books is not None:
            stack.push_async_callback(books.close)
        credentials = _credentials(opening.fund)
        if credentials is not None:
            stack.push_async_callback(credentials.close)
        settings = checked_settings(manifest.settings, opening.settings)
        yield ObjectPorts(clock, zone, databases, settings, books, credentials)


def books_of(fund: FundAccess, clock: Clock, zone: ZoneInfo) -> "FundBooks | None":
    """The source that the site's mapping file names; without a file a SQL database with our own names."""
    if fund.books_url is None and fund.mapping_file is None:
        return None
    from rexian.object_api.fund.mapping import BooksMapping, read_mapping

    mapping = read_mapping(Path(fund.mapping_file)) if fund.mapping_file else BooksMapping()

    def today() -> date:
        return clock.now().astimezone(zone).date()

    if mapping.kind == "rest":
        from rexian.object_api.fund.rest import RestBooks

        return RestBooks(mapping, fund.service_token, today)
    from rexian.object_api.fund.sql import SqlBooks

    return SqlBooks.connect(fund.books_url, mapping, clock, today) if fund.books_url else None


def _credentials(fund: FundAccess) -> "Credentials | None":
    if fund.credentials_url is None:
        return None
    from rexian.object_api.fund.credentials import Credentials

    return Credentials(_database(fund.credentials_url))


def _database(url: str) -> "Database":
    from rexian.kit.database import Database

    return Database.connect(url)
