"""What every test may use: real parts on free ports in a folder of their own, and one category for each module."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from rexian.app.launcher.account import service_account
from rexian.app.launcher.child import ChildProcess
from rexian.app.migrations import migrate
from rexian.app.parts.nats import NatsPart
from rexian.app.parts.ports import free_port
from rexian.app.parts.postgres import PostgresPart

CATEGORIES = ("pure", "parts", "journey", "fault")
TEMPLATE_DATABASE = "template_rexian"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked `long` (make test-long)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each module declares exactly one category; the quick ones come first; long ones wait for --long."""
    for item in items:
        declared = [name for name in CATEGORIES if item.get_closest_marker(name)]
        if len(declared) != 1:
            raise pytest.UsageError(f"{item.nodeid} must be marked with exactly one of {', '.join(CATEGORIES)}")
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="only with --long"))
    items.sort(key=lambda item: next(place for place, name in enumerate(CATEGORIES) if item.get_closest_marker(name)))


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """A folder for real parts that an unprivileged account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="rexian-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_part(session_folder: Path) -> AsyncIterator[PostgresPart]:
    """A PostgreSQL server for the whole session, with a migrated template database."""
    part = PostgresPart(session_folder / "postgres", free_port(), secrets.token_urlsafe(12), service_account("nobody"))
    await part.prepare()
    child = ChildProcess(part.plan(), session_folder / "logs")
    await child.start()
    try:
        await child.wait_ready()
        await part.create_database(TEMPLATE_DATABASE)
        await migrate(part.url(TEMPLATE_DATABASE))
        yield part
    finally:
        await child.stop()


@pytest_asyncio.fixture
async def database_url(postgres_part: PostgresPart) -> AsyncIterator[str]:
    """A fresh migrated database for this test."""
    name = f"test_{secrets.token_hex(6)}"
    await postgres_part.create_database(name, template=TEMPLATE_DATABASE)
    yield postgres_part.url(name)
    await postgres_part.drop_database(name)


@pytest_asyncio.fixture
async def empty_database_url(postgres_part: PostgresPart) -> AsyncIterator[str]:
    """A fresh database without any table."""
    name = f"test_{secrets.token_hex(6)}"
    await postgres_part.create_database(name)
    yield postgres_part.url(name)
    await postgres_part.drop_database(name)


class NatsServer:
    """A NATS server that a test may stop and start again on the same port with the same store."""

    def __init__(self, part: NatsPart, log_folder: Path) -> None:
        self.part = part
        self.url = part.url
        self._child = ChildProcess(part.plan(), log_folder)

    async def start(self) -> None:
        await self._child.start()
        await self._child.wait_ready()

    async def stop(self) -> None:
        await self._child.stop()


@pytest_asyncio.fixture
async def nats_server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """A running server of this test's own."""
    part = NatsPart(tmp_path / "nats", free_port(), free_port(), secrets.token_urlsafe(12))
    await asyncio.to_thread(part.prepare)
    server = NatsServer(part, tmp_path / "logs")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def nats_url(nats_server: NatsServer) -> str:
    """The URL of a fresh NATS server with JetStream."""
    return nats_server.url
