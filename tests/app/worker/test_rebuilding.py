"""`rexian facts rebuild` tells how far it is and how many records it has made."""

from io import StringIO

import pytest
from rich.console import Console

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.app.worker.rebuilding import rebuild_derived
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database

pytestmark = pytest.mark.parts


async def test_it_makes_every_record_and_shows_progress(database_url: str, tools, ask) -> None:
    database = Database.connect(database_url)
    for number in range(3):
        events = enumerate(tools.call_of(f"c{number}", number))
        await Facts(database, SystemClock()).write([StreamDocument(n, "events.x", e.as_json()) for n, e in events])
    await database.close()
    screen = StringIO()
    assert await rebuild_derived(database_url, Console(file=screen, width=80, force_terminal=True)) == 3
    assert "3/3" in screen.getvalue()
    assert await ask("SELECT count(*) FROM call_records") == 3
