"""The ports that a manifest's permissions grant, opened in the object's child process and closed with it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from rexian.app.object_host.frames import FundAccess, Opening
from rexian.kit.clock import Clock, SystemClock
from rexian.kit.database import Database
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.credentials import Credentials
from rexian.object_api.fund.mapping import BooksMapping, read_mapping
from rexian.object_api.fund.rest import RestBooks
from rexian.object_api.fund.sql import SqlBooks
from rexian.object_api.manifest import Manifest
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.settings import checked_settings


@asynccontextmanager
async def opened_ports(opening: Opening, manifest: Manifest) -> AsyncIterator[ObjectPorts]:
    """Raises MappingInvalid or SettingsInvalid: the object does not open then."""
    clock, zone = SystemClock(), ZoneInfo(opening.zone)
    async with AsyncExitStack() as stack:
        databases = {}
        for name, url in opening.databases.items():
            databases[name] = Database.connect(url)
            stack.push_async_callback(databases[name].close)
        books = books_of(opening.fund, clock, zone)
        if books is not None:
            stack.push_async_callback(books.close)
        credentials = None
        if opening.fund.credentials_url is not None:
            credentials = Credentials(Database.connect(opening.fund.credentials_url))
            stack.push_async_callback(credentials.close)
        settings = checked_settings(manifest.settings, opening.settings)
        yield ObjectPorts(clock, zone, databases, settings, books, credentials)


def books_of(fund: FundAccess, clock: Clock, zone: ZoneInfo) -> FundBooks | None:
    """The source that the site's mapping file names; without a file a SQL database with our own names."""
    mapping = read_mapping(Path(fund.mapping_file)) if fund.mapping_file else BooksMapping()

    def today() -> date:
        return clock.now().astimezone(zone).date()

    if mapping.kind == "rest":
        return RestBooks(mapping, fund.service_token, today)
    return SqlBooks.connect(fund.books_url, mapping, clock, today) if fund.books_url else None
