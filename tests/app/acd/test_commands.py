"""`rexian acd replay` and `rexian acd explain` as one types them, on the database of a centre with a recorded day."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.app.demo.centre import fill_centre
from rexian.app.settings import Settings
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import ManualClock, SystemClock
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock in Shanghai."""
QUEUE = "human-service"


@dataclass
class Day:
    """Builds the facts of a day, at seconds after nine."""

    agent_id: str
    events: list[Event]

    def tell(self, seconds: float, type_: EventType, contact_id: str | None, **data: Any) -> None:
        time = NINE + timedelta(seconds=seconds)
        self.events.append(
            Event(
                id=time_ordered_ids(ManualClock(time))(),
                type=str(type_),
                version=1,
                time=time,
                actor="system",
                organisation_id="demo-centre",
                media_node="m1",
                contact_id=contact_id,
                sequence=len(self.events) + 1,
                data=data,
            )
        )

    def agent(self, seconds: float, previous: str, state: str, contact_id: str | None = None) -> None:
        told = {"agent_id": self.agent_id, "previous": previous, "state": state, "reason": "", "changed_by": "agent"}
        more = {"not_ready_reason": "signed_in" if state == "not_ready" else None, "served_contact_id": contact_id}
        self.tell(seconds, EventType.AGENT_STATE_CHANGED, None, **told, **more)

    def call(self, contact_id: str, begin: float, offered: float, talk_seconds: float) -> None:
        """Rings two seconds, talks, wraps up for five."""
        answered, over = offered + 2, offered + 2 + talk_seconds
        offer = {"offer_id": f"f-{contact_id}", "agent_id": self.agent_id, "queue_id": QUEUE}
        five = [{"agent_id": self.agent_id, "idle_seconds": 40.0}]
        reason = {"rule": "longest_idle", "chosen_by": "longest_idle", "candidates": 1, "first_five": five}
        queue, talk = {"segment_id": f"q-{contact_id}"}, {"segment_id": f"t-{contact_id}"}
        self.tell(begin, EventType.SEGMENT_STARTED, contact_id, **queue, kind="queue", queue_id=QUEUE)
        self.tell(offered, EventType.OFFER_MADE, contact_id, **offer, reason=reason)
        self.tell(answered, EventType.OFFER_ENDED, contact_id, **offer, outcome="accepted")
        self.tell(answered, EventType.SEGMENT_ENDED, contact_id, **queue, reason="answered")
        self.tell(answered, EventType.SEGMENT_STARTED, contact_id, **talk, kind="agent", agent_id=self.agent_id)
        self.tell(over, EventType.SEGMENT_ENDED, contact_id, **talk, reason="citizen_hung_up")
        self.tell(over, EventType.CONTACT_ENDED, contact_id, reason="citizen_hung_up")
        self.agent(answered, "ringing", "talking", contact_id)
        self.agent(over, "talking", "wrap_up", contact_id)
        self.agent(over + 5, "wrap_up", "ready")


@dataclass(frozen=True)
class Centre:
    """The commands' environment."""

    environment: dict[str, str]
    folder: Path

    async def rexian(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, what it printed, what it complained of."""
        command = (sys.executable, "-m", "rexian.app.cli", "acd", *arguments)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=pipe, stderr=pipe)
        printed, complained = await process.communicate()
        return process.returncode or 0, printed.decode(), complained.decode()


@pytest_asyncio.fixture
async def centre(tmp_path: Path, database_url: str) -> AsyncIterator[Centre]:
    """Agent 8001 alone on a day with three calls: the second waits for the first, the third comes at once."""
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    await fill_centre(settings)
    database = Database.connect(database_url)
    async with database.transaction() as session:
        found = await session.execute(text("SELECT id FROM users WHERE staff_number = '8001'"))
        day = Day(found.scalar_one(), [])
    day.agent(0, "signed_out", "not_ready")
    day.agent(1, "not_ready", "ready")
    day.call("first", 100, 100, 100)
    day.call("second", 120, 207, 30)
    day.call("third", 600, 600, 60)
    day.agent(900, "ready", "signed_out")
    documents = [StreamDocument(n, f"events.{event.type}", event.as_json()) for n, event in enumerate(day.events, 1)]
    await Facts(database, SystemClock()).write(documents)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("REXIAN_")}
    environment = {"REXIAN_HOME": str(settings.home), "REXIAN_DATABASE_URL": database_url, "COLUMNS": "160"}
    yield Centre(inherited | environment, tmp_path)
    await database.close()


async def test_a_replayed_day_is_the_recorded_one_and_changes_print_their_difference(centre: Centre) -> None:
    changed = centre.folder / "changed.yaml"
    changed.write_text('agents: {"8099": {like: "8001", shifts: [["09:00", "10:00"]]}}')
    code, printed, complained = await centre.rexian("replay", "2026-03-02", "--with", str(changed))
    assert code == 0, complained
    assert "recorded" in printed
    assert "replayed as it is" in printed
    assert "1 waited less and 0 more (+87 s saved in all)" in printed

    code, printed, complained = await centre.rexian("replay", "2026-03-02", "--with", str(changed), "--json")
    found = json.loads(printed)
    answers = [found[name]["all"]["mean_answer_seconds"] for name in ("recorded", "replayed", "changed")]
    assert answers == pytest.approx([31.0, 31.0, 2.0], abs=0.1)
    assert found["differences"]["waited_less"] == 1


async def test_a_contact_is_explained_and_what_nobody_knows_of_is_one_sentence(centre: Centre) -> None:
    code, printed, complained = await centre.rexian("explain", "second")
    assert code == 0, complained
    lines = printed.splitlines()
    assert lines[0] == "2026-03-02 09:02:00 queue 人工服务: 89.0 s, answered"
    assert "87.0 s  no agent was free for it" in lines[1]
    assert "2.0 s  rang at 8001: accepted" in lines[2]
    assert "rule longest_idle, 1 candidates" in lines[3]

    for arguments in (("explain", "unknown"), ("replay", "2026-03-03")):
        code, printed, complained = await centre.rexian(*arguments)
        assert code != 0
        assert printed == ""
        assert "Traceback" not in complained
        assert len(complained.strip().splitlines()) == 1, complained
