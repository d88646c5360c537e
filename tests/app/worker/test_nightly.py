"""The nightly check on a real database: from facts to a report, once for each day."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry, generate_latest

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.analysis.recordings.service import ExpectedRecordings
from rexian.app.worker.figures import WorkerFigures
from rexian.app.worker.nightly import NightlyCheck
from rexian.business.recordings.check_contracts import CheckReport
from rexian.business.recordings.checking import RecordingChecks
from rexian.business.recordings.store import FolderStore
from rexian.kit.clock import ManualClock
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

ZONE = ZoneInfo("Asia/Shanghai")


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(database_url)
    yield database
    await database.close()


async def test_a_night_with_a_talk_that_left_no_recording(database: Database, tools: Any, tmp_path: Path) -> None:
    clock = ManualClock(datetime(2026, 3, 2, 18, 30, tzinfo=UTC))
    events = [
        replace(event, id=time_ordered_ids(ManualClock(event.time))(), data={**event.data, "recording_id": "r-c1"})
        if event.data.get("kind") == "agent"
        else replace(event, id=time_ordered_ids(ManualClock(event.time))())
        for event in tools.call_of("c1")
    ]
    await Facts(database, clock).write(
        [StreamDocument(number, f"events.{event.type}", event.as_json()) for number, event in enumerate(events, 1)]
    )
    reports: list[CheckReport] = []
    checks = RecordingChecks(database, FolderStore(tmp_path), clock)
    nightly = NightlyCheck(checks, ExpectedRecordings(database), ZONE, clock, reports.append)
    assert await nightly.step()
    assert not await nightly.step()
    assert reports[0] == reports[1]
    report = reports[0]
    assert (report.day, report.segments, report.share_complete) == (date(2026, 3, 2), 1, 0.0)
    assert [(found.recording_id, str(found.fault)) for found in report.incomplete] == [("r-c1", "missing")]
    registry = CollectorRegistry()
    WorkerFigures(registry, clock, holds_back=lambda: False).recordings_checked(report)
    shown = generate_latest(registry).decode()
    assert "rexian_recordings_share_complete 0.0" in shown
    assert 'rexian_recordings_incomplete{fault="missing"} 1.0' in shown
    clock.advance(86_400)
    assert await nightly.step()
    assert (await checks.newest()).day == date(2026, 3, 3)  # type: ignore[union-attr]
