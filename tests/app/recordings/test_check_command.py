"""`rexian recordings check` as an operator runs it: what it prints and with which exit code."""

import asyncio
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import ManualClock
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


async def rexian(home: Path, database_url: str, *arguments: str) -> tuple[int | None, str, str]:
    environment = {**os.environ, "REXIAN_HOME": str(home), "REXIAN_DATABASE_URL": database_url}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "rexian.app.cli", "recordings", "check", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, problems = await process.communicate()
    return process.returncode, out.decode(), problems.decode()


def talk_without_a_recording() -> list[Event]:
    told = [
        (EventType.SEGMENT_STARTED, {"segment_id": "s1", "kind": "agent", "agent_id": "a1", "recording_id": "r1"}),
        (EventType.RECORDING_BLOCK_STARTED, {"recording_id": "r1", "segment_id": "s1", "block": 1}),
        (EventType.RECORDING_BLOCK_ENDED, {"recording_id": "r1", "block": 1, "expected_seconds": 12.5}),
        (EventType.RECORDING_STOPPED, {"recording_id": "r1", "segment_id": "s1", "blocks": 1}),
    ]
    base = Event("", "", 1, START, "system", "o1", "m1", contact_id="c1")
    events = []
    for number, (kind, data) in enumerate(told, start=1):
        time = START + timedelta(seconds=number)
        new_id = time_ordered_ids(ManualClock(time))()
        events.append(replace(base, id=new_id, type=str(kind), time=time, sequence=number, data=data))
    return events


async def test_a_day_with_a_lost_recording_and_one_without_talks(database_url: str, tmp_path: Path) -> None:
    database = Database.connect(database_url)
    documents = [StreamDocument(e.sequence, f"events.{e.type}", e.as_json()) for e in talk_without_a_recording()]
    await Facts(database, ManualClock(START)).write(documents)
    await database.close()
    code, out, _ = await rexian(tmp_path, database_url, "2026-03-02", "--json")
    report = json.loads(out)
    assert (code, report["share_complete"], report["expected_seconds"]) == (1, 0.0, 12.5)
    (lost,) = report["incomplete"]
    assert (lost["recording_id"], lost["contact_id"], lost["fault"]) == ("r1", "c1", "missing")
    code, out, _ = await rexian(tmp_path, database_url, "2026-03-02")
    assert code == 1
    assert "0 of 1 recordings complete" in out
    code, out, _ = await rexian(tmp_path, database_url, "2026-03-03")
    assert (code, out.splitlines()[0][:35]) == (0, "2026-03-03: 0 of 0 recordings compl")
    code, _, problems = await rexian(tmp_path, database_url, "yesterday")
    assert code == 2
    assert "is no day" in problems
