"""Control reads the whole configuration when it has changed, and now and then; in between it asks for the revision."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from rexian.app.centre_reader import WHOLE_EVERY_SECONDS, CentreReader
from rexian.app.centre_snapshot import CentreSnapshot
from rexian.app.demo.centre import fill_centre
from rexian.app.migrations import migrate
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.business.organisation.service import Organisations
from rexian.kit.clock import ManualClock, SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts


async def test_it_reads_again_what_has_changed(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rexian.app.centre_reader.DATABASE_SECONDS", 60.0)
    await migrate(empty_database_url)
    settings = Settings(home=tmp_path / "home", database_url=empty_database_url)
    database, key_ring = Database.connect(empty_database_url), KeyRing.load(settings.master_key_file)
    clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
    snapshot = CentreSnapshot(tmp_path / "centre.sealed", key_ring)
    reader = CentreReader(database, key_ring, routing_trades(settings, database, key_ring), snapshot, clock)
    empty = await reader.news()
    assert empty is not None
    assert not empty.queues  # a new centre, with nothing to keep
    assert snapshot.read() is None

    await fill_centre(settings)
    first = await reader.first()
    assert (await reader.news(), snapshot.read(), reader.revision) == (None, first, 1)

    async with database.transaction() as session:
        await session.execute(text("UPDATE queues SET name = '改了'"))
    assert await reader.news() is None
    clock.advance(WHOLE_EVERY_SECONDS)
    renamed = await reader.news()
    assert renamed is not None
    assert ({queue.name for queue in renamed.queues}, snapshot.read()) == ({"改了"}, renamed)

    await Organisations(database, SystemClock()).grow_revision()
    grown = await reader.news()
    assert (grown and grown.revision, reader.revision) == (2, 2)
    await database.close()
    assert snapshot.read() == grown
