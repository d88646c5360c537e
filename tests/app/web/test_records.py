"""Call records and recordings over HTTP: who sees which, how they are masked, how a recording is played."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from tests.app.web.conftest import RunningWeb

from rexian.analysis.call_records.derivation import CallRecordDerivation
from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings.contracts import RecordingState
from rexian.business.recordings.models import RecordingMarkRow, RecordingPauseRow, RecordingRow
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SOUND = bytes(range(256)) * 1000


@dataclass
class Archive:
    """Puts finished calls and their recordings where the web process reads them."""

    database: Database
    key_ring: KeyRing
    home: Path
    agents: dict[str, str]

    async def add_call(self, contact_id: str, staff_number: str, *, minute: int, organisation_id: str) -> None:
        key = self.key_ring.new_data_key()
        await ContactKeys(self.database, self.key_ring, SystemClock()).keep({contact_id: self.key_ring.wrap(key)})
        agent = {"agent_id": self.agents[staff_number], "queue_id": "human-service"}
        steps: list[tuple[str, dict[str, Any], dict[str, str]]] = [
            (
                EventType.CONTACT_STARTED,
                {"kind": "inbound", "called_number": "12329"},
                {"caller_number": key.seal_text("13800138000", context="event.caller_number")},
            ),
            (
                EventType.PROMPT_STARTED,
                {"playback_id": f"p-{contact_id}", "prompt_id": "balance", "clip_seconds": 3.0},
                {"text": key.seal_text("您的余额是一元。", context="event.text")},
            ),
            (EventType.SEGMENT_STARTED, {"segment_id": f"s-{contact_id}", "kind": "agent", **agent}, {}),
            (EventType.RECORDING_STOPPED, {"recording_id": f"r-{contact_id}", "segment_id": f"s-{contact_id}"}, {}),
            (EventType.CONTACT_ENDED, {"reason": "citizen_hung_up", "ended_by": "citizen"}, {}),
        ]
        documents = []
        for number, (event_type, data, sealed) in enumerate(steps, start=1):
            event = Event(
                id=f"{contact_id}-{number}",
                type=str(event_type),
                version=1,
                time=START + timedelta(minutes=minute, seconds=number),
                actor="system",
                organisation_id=organisation_id,
                media_node="m1",
                contact_id=contact_id,
                sequence=number,
                data=data,
                sealed=sealed,
            )
            documents.append(StreamDocument(number, f"events.{event.type}", event.as_json()))
        await Facts(self.database, SystemClock(), [CallRecordDerivation()]).write(documents)
        await self._add_recording(contact_id, self.agents[staff_number], organisation_id, key)

    async def _add_recording(self, contact_id: str, agent_id: str, organisation_id: str, key: Any) -> None:
        clear = self.home / "clear"
        clear.write_bytes(SOUND)
        (self.home / "recordings").mkdir(exist_ok=True)
        key.seal_file(clear, self.home / "recordings" / f"{contact_id}.sealed")
        row = RecordingRow(
            recording_id=f"r-{contact_id}",
            contact_id=contact_id,
            agent_id=agent_id,
            organisation_id=organisation_id,
            state=str(RecordingState.STORED),
            started_at=START,
            duration_seconds=0.2,
            store_key=f"{contact_id}.sealed",
            peaks_per_second=10,
            peaks=bytes([100, 150, 120, 130, 90, 160, 128, 128]),
        )
        async with self.database.transaction() as session:
            session.add(row)


@pytest_asyncio.fixture
async def archive(running_web: RunningWeb) -> AsyncIterator[Archive]:
    database = Database.connect(str(running_web.settings.database_url))
    async with database.transaction() as session:
        agents = {row[0]: row[1] for row in await session.execute(text("SELECT staff_number, id FROM users"))}
        await session.execute(
            text(
                "INSERT INTO organisations VALUES ('branch', '分中心', '/demo-centre/branch/', now()), "
                "('elsewhere', '别处', '/elsewhere/', now())"
            )
        )
    key_ring = KeyRing.load(running_web.settings.master_key_file)
    archive = Archive(database, key_ring, running_web.settings.home, agents)
    await archive.add_call("c1", "8001", minute=1, organisation_id="demo-centre")
    await archive.add_call("c2", "8002", minute=2, organisation_id="branch")
    await archive.add_call("c3", "8001", minute=3, organisation_id="demo-centre")
    await archive.add_call("c4", "8003", minute=4, organisation_id="elsewhere")
    yield archive
    await database.close()


@pytest.mark.usefixtures("archive")
async def test_an_agent_sees_his_own_calls_and_a_supervisor_those_below_him(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as agent, running_web.signed_in("8100") as supervisor:
        own = (await agent.get("/api/call-records")).json()["calls"]
        all_below = (await supervisor.get("/api/call-records")).json()["calls"]
        others = await agent.get("/api/call-records/c2")
        elsewhere = await supervisor.get("/api/call-records/c4")

    assert [call["contact_id"] for call in own] == ["c3", "c1"]
    assert [call["contact_id"] for call in all_below] == ["c3", "c2", "c1"]
    assert others.json()["code"] == elsewhere.json()["code"] == "call_record_missing"
    assert own[0]["caller_number"] == "138****8000"
    assert own[0]["agents"][0]["name"] == "李敏"
    assert own[0]["recording_ids"] == ["r-c3"]


@pytest.mark.usefixtures("archive")
async def test_the_list_is_read_page_by_page(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as supervisor:
        first = (await supervisor.get("/api/call-records", params={"limit": 2})).json()
        second = (await supervisor.get("/api/call-records", params={"limit": 2, "before": first["next_cursor"]})).json()
        invalid = await supervisor.get("/api/call-records", params={"before": "nonsense"})
        too_many = await supervisor.get("/api/call-records", params={"limit": 1000})

    assert [call["contact_id"] for call in first["calls"] + second["calls"]] == ["c3", "c2", "c1"]
    assert second["next_cursor"] is None
    assert invalid.json()["code"] == "cursor_invalid"
    assert too_many.json()["code"] == "request_invalid"


async def test_prompt_texts_are_for_supervisors_and_reading_them_is_audited(
    running_web: RunningWeb, archive: Archive
) -> None:
    async with running_web.signed_in("8001") as agent, running_web.signed_in("8100") as supervisor:
        seen = (await agent.get("/api/call-records/c1")).json()
        read = (await supervisor.get("/api/call-records/c1")).json()

    assert seen["prompts"][0]["text"] is None
    assert read["prompts"][0]["text"] == "您的余额是一元。"
    assert seen["segments"][0]["agent"]["name"] == "李敏"
    assert seen["segments"][0]["queue"]["name"] == "人工服务"
    assert await _audited(archive, "call_record_read") == ["c1"]


async def test_a_recording_is_played_whole_and_in_parts_and_the_play_is_audited(
    running_web: RunningWeb, archive: Archive
) -> None:
    async with running_web.signed_in("8001") as agent:
        whole = await agent.get("/api/recordings/r-c1/audio")
        part = await agent.get("/api/recordings/r-c1/audio", headers={"Range": "bytes=70000-140000"})
        tail = await agent.get("/api/recordings/r-c1/audio", headers={"Range": "bytes=-10"})
        outside = await agent.get("/api/recordings/r-c1/audio", headers={"Range": "bytes=9999999-"})

    assert whole.status_code == 200
    assert whole.content == SOUND
    assert whole.headers["content-type"] == "audio/flac"
    assert whole.headers["accept-ranges"] == "bytes"
    assert part.status_code == 206
    assert part.content == SOUND[70000:140001]
    assert part.headers["content-range"] == f"bytes 70000-140000/{len(SOUND)}"
    assert tail.content == SOUND[-10:]
    assert outside.status_code == 416
    assert outside.headers["content-range"] == f"bytes */{len(SOUND)}"
    assert await _audited(archive, "recording_played") == ["r-c1"]


async def test_a_recording_of_somebody_else_does_not_exist(running_web: RunningWeb, archive: Archive) -> None:
    async with running_web.signed_in("8001") as agent, running_web.signed_in("8100") as supervisor:
        answers = [
            await agent.get("/api/recordings/r-c2/audio"),
            await agent.get("/api/recordings/r-c2/waveform"),
            await agent.get("/api/recordings/none/audio"),
            await supervisor.get("/api/recordings/r-c4/audio"),
        ]
        heard = await supervisor.get("/api/recordings/r-c2/audio", headers={"Range": "bytes=0-9"})

    assert {answer.json()["code"] for answer in answers} == {"recording_missing"}
    assert heard.content == SOUND[:10]
    assert await _audited(archive, "recording_played") == ["r-c2"]


@pytest.mark.usefixtures("archive")
async def test_the_waveform_has_a_channel_a_party(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as agent:
        waveform = (await agent.get("/api/recordings/r-c1/waveform")).json()

    assert waveform["peaks_per_second"] == 10
    assert waveform["channels"] == [
        {"party": "citizen", "lowest": [100, 90], "highest": [150, 160]},
        {"party": "agent", "lowest": [120, 128], "highest": [130, 128]},
    ]


async def test_the_waveform_shows_pauses_and_marks(running_web: RunningWeb, archive: Archive) -> None:
    async with archive.database.transaction() as session:
        session.add_all(
            [
                RecordingPauseRow(
                    recording_id="r-c1",
                    number=1,
                    started_at=START + timedelta(seconds=2),
                    paused_by=archive.agents["8001"],
                    reason="secret_spoken",
                    ended_at=START + timedelta(seconds=5.5),
                    end_reason="resumed",
                ),
                RecordingPauseRow(
                    recording_id="r-c1",
                    number=2,
                    started_at=START + timedelta(seconds=8),
                    paused_by="system",
                    reason="menu",
                ),
                RecordingMarkRow(
                    recording_id="r-c1",
                    number=1,
                    time=START + timedelta(seconds=7),
                    kind="complaint",
                    agent_id=archive.agents["8001"],
                ),
            ]
        )
    async with running_web.signed_in("8001") as agent:
        waveform = (await agent.get("/api/recordings/r-c1/waveform")).json()
    first, second = waveform["pauses"]
    name = first.pop("paused_by")
    assert first == {"start_seconds": 2.0, "end_seconds": 5.5, "reason": "secret_spoken", "end_reason": "resumed"}
    assert (second["paused_by"], second["reason"], second["end_seconds"]) == ("system", "menu", None)
    assert waveform["marks"] == [{"at_seconds": 7.0, "kind": "complaint", "marked_by": name}]
    assert name not in ("", archive.agents["8001"])


async def test_a_supervisor_holds_a_contacts_recordings_and_lets_go(running_web: RunningWeb, archive: Archive) -> None:
    body = {"contact_id": "c2", "reason": "法院调取"}
    async with running_web.signed_in("8001") as agent, running_web.signed_in("8100") as supervisor:
        refused = await agent.post("/api/legal-holds", json=body, headers={"Idempotency-Key": "key-for-agent"})
        made = await supervisor.post("/api/legal-holds", json=body, headers={"Idempotency-Key": "key-for-hold"})
        again = await supervisor.post("/api/legal-holds", json=body, headers={"Idempotency-Key": "key-for-hold"})
        elsewhere = await supervisor.post(
            "/api/legal-holds", json={**body, "contact_id": "c4"}, headers={"Idempotency-Key": "key-for-other"}
        )
        in_force = (await supervisor.get("/api/legal-holds")).json()
        lifted = await supervisor.post(
            f"/api/legal-holds/{made.json()['hold_id']}/lift",
            json={"reason": "已结案"},
            headers={"Idempotency-Key": "key-for-lift"},
        )
        left = (await supervisor.get("/api/legal-holds")).json()
        of_contact = (await supervisor.get("/api/legal-holds", params={"contact_id": "c2"})).json()

    assert (refused.status_code, made.status_code, elsewhere.status_code) == (403, 201, 404)
    assert made.json() == again.json()
    assert in_force == [made.json()]
    assert (lifted.json()["in_force"], lifted.json()["lift_reason"]) == (False, "已结案")
    assert (left, of_contact) == ([], [lifted.json()])
    held = made.json()["hold_id"]
    assert await _audited(archive, "created") == await _audited(archive, "retired") == [held]


@pytest.mark.parametrize("path", ["/api/call-records", "/api/call-records/c1", "/api/recordings/r-c1/audio"])
async def test_an_administrator_sees_no_calls(running_web: RunningWeb, path: str) -> None:
    async with running_web.signed_in("9000") as administrator:
        assert (await administrator.get(path)).status_code == 403


async def _audited(archive: Archive, action: str) -> list[str]:
    statement = text("SELECT object_id FROM audit_entries WHERE action = :action ORDER BY time, id")
    async with archive.database.transaction() as session:
        return list((await session.execute(statement, {"action": action})).scalars())
