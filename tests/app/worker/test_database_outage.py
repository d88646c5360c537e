"""PostgreSQL goes away in the middle of the work and comes back: no event is missing and none is doubled."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from rexian.app.launcher.account import service_account
from rexian.app.launcher.child import ChildProcess
from rexian.app.migrations import migrate
from rexian.app.parts.ports import free_port
from rexian.app.parts.postgres import PostgresPart
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


class OwnPostgres:
    """A server of this test's own, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.part = PostgresPart(folder, free_port(), secrets.token_urlsafe(12), service_account("nobody"))
        self._child = ChildProcess(self.part.plan(), folder.parent / "logs")

    async def start(self) -> None:
        await self._child.start()
        await self._child.wait_ready()

    async def stop(self) -> None:
        await self._child.stop()


@pytest_asyncio.fixture
async def postgres(session_folder: Path) -> AsyncIterator[OwnPostgres]:
    postgres = OwnPostgres(session_folder / f"postgres-{secrets.token_hex(4)}")
    await postgres.part.prepare()
    await postgres.start()
    await postgres.part.create_database("own")
    await migrate(postgres.part.url("own"))
    yield postgres
    await postgres.stop()


@pytest.fixture
def database_url(postgres: OwnPostgres) -> str:
    return postgres.part.url("own")


async def test_no_event_is_missing_after_the_database_was_away(worker, control, ask, tools, home, postgres) -> None:
    published = 0

    async def publish(numbers: range) -> None:
        nonlocal published
        for number in numbers:
            tools.write_tracks(home, f"c{number}")
            await control.publish_key(f"c{number}", control.key_ring.wrap(control.key_ring.new_data_key()))
            for event in tools.call_of(f"c{number}", number):
                await control.publish(event)
                published += 1

    await publish(range(4))
    await until(lambda: ask("SELECT count(*) > 0 FROM facts"), deadline_seconds=30)
    await postgres.stop()
    await publish(range(4, 10))
    await until(lambda: "stream handler failed" in worker.log, deadline_seconds=30)
    assert worker.is_running
    await postgres.start()
    await publish(range(10, 12))

    async def complete() -> bool:
        stored = await ask("SELECT count(*) FROM recordings WHERE state = 'stored'")
        return stored == 12 == await ask("SELECT count(*) FROM call_records")

    await until(complete, deadline_seconds=60)
    assert await ask("SELECT count(*) FROM facts") == published
    assert worker.is_running
