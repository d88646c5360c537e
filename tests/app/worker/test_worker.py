"""The worker as a process: from the stream to facts, records and a stored recording, through kills and outages."""

import json
from typing import Any

import httpx
import pytest

from rexian.business.recordings.service import Recordings
from rexian.business.recordings.store import FolderStore
from rexian.kit.database import Database
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


async def publish_calls(control: Any, tools: Any, home: Any, count: int) -> int:
    events = 0
    for number in range(count):
        contact_id = f"c{number}"
        tools.write_tracks(home, contact_id)
        await control.publish_key(contact_id, control.key_ring.wrap(control.key_ring.new_data_key()))
        for event in tools.call_of(contact_id, number):
            await control.publish(event)
            events += 1
    return events


async def all_done(ask: Any, calls: int) -> bool:
    stored = await ask("SELECT count(*) FROM recordings WHERE state = 'stored' AND spool_cleared_at IS NOT NULL")
    return stored == calls == await ask("SELECT count(*) FROM call_records WHERE recording_ids <> '{}'")


async def test_a_call_becomes_facts_a_record_and_a_stored_recording(
    worker, control, ask, tools, home, database_url
) -> None:
    events = await publish_calls(control, tools, home, 3)
    await until(lambda: all_done(ask, 3), deadline_seconds=30)
    assert await ask("SELECT count(*) FROM facts") == events
    assert await ask("SELECT sum(waiting_seconds) FROM call_records") == 12.0
    assert list((home / "asterisk" / "spool" / "recording").iterdir()) == []
    database = Database.connect(database_url)
    recordings = Recordings(database, FolderStore(home / "recordings"), control.key_ring)
    audio = await recordings.open_audio("r-c1")
    assert (await audio.read(0, 4)) == b"fLaC"
    await database.close()


async def test_it_says_that_it_is_ready_and_counts_what_it_does(worker, control, ask, tools, home) -> None:
    events = await publish_calls(control, tools, home, 1)
    await until(lambda: all_done(ask, 1), deadline_seconds=30)
    port = json.loads((home / "run" / "worker.json").read_text())["port"]
    async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:
        ready = await client.get("/readyz")
        assert ready.status_code == 200
        assert set(ready.json()["checks"]) == {"database", "bus", "lag"}

        async def metrics() -> bool:
            text = (await client.get("/metrics")).text
            return (
                f'rexian_facts_events_total{{outcome="new"}} {float(events)}' in text
                and 'rexian_recording_tries_total{state="stored"} 1.0' in text
                and "rexian_recording_gap_seconds_total 0.0" in text
            )

        await until(metrics, deadline_seconds=10)


async def test_killed_again_and_again_it_loses_and_doubles_nothing(worker, control, ask, tools, home) -> None:
    events = 0
    for number in range(12):
        contact_id = f"c{number}"
        tools.write_tracks(home, contact_id)
        await control.publish_key(contact_id, control.key_ring.wrap(control.key_ring.new_data_key()))
        for event in tools.call_of(contact_id, number):
            await control.publish(event)
            await control.publish(event)
            events += 1
        if number % 4 == 3:
            before = await ask("SELECT count(*) FROM facts")
            await worker.kill()
            await worker.start()
            await until(lambda: ask(f"SELECT count(*) > {before} FROM facts"), deadline_seconds=30)  # noqa: B023
    await until(lambda: all_done(ask, 12), deadline_seconds=60)
    assert await ask("SELECT count(*) FROM facts") == events
    assert await ask("SELECT count(DISTINCT position) FROM facts") == events


async def test_while_nats_is_away_it_waits_and_takes_up_the_rest_afterwards(
    worker, control, ask, tools, home, nats_server
) -> None:
    await publish_calls(control, tools, home, 1)
    await until(lambda: all_done(ask, 1), deadline_seconds=30)
    await nats_server.stop()
    await nats_server.start()
    events = await publish_calls(control, tools, home, 4)
    await until(lambda: all_done(ask, 4), deadline_seconds=60)
    assert await ask("SELECT count(*) FROM facts") == events


async def test_told_to_end_it_ends_in_order(worker, control, ask, tools, home) -> None:
    await publish_calls(control, tools, home, 1)
    await until(lambda: all_done(ask, 1), deadline_seconds=30)
    assert (home / "run" / "worker.json").exists()
    assert await worker.stop() == 0
    assert not (home / "run" / "worker.json").exists()
    assert "Traceback" not in worker.log
