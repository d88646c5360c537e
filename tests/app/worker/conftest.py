"""A worker process on real streams and a real database, fed as control feeds it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psycopg
import pytest
import pytest_asyncio

from rexian.control.contracts.events import EVENT_SUBJECT, KEY_SUBJECT, Event
from rexian.kit.bus import Bus, BusUnavailable
from rexian.kit.crypto import KeyRing
from rexian.kit.database import driver_url
from rexian.kit.waiting import until

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class WorkerProcess:
    """`rexian worker` as the launcher starts it."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = {**os.environ, **environment, "REXIAN_HOME": str(home)}
        self._process: asyncio.subprocess.Process | None = None
        self._log = home.with_suffix(".log")

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "rexian.app.cli", "worker", env=self.environment, stderr=log
            )

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end, as the launcher does; gives its exit code."""
        assert self._process is not None
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 3.5)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def log(self) -> str:
        return self._log.read_text()


class Control:
    """Feeds the streams: keys and events, each until the stream has it."""

    def __init__(self, bus: Bus, key_ring: KeyRing) -> None:
        self.bus = bus
        self.key_ring = key_ring

    async def publish(self, event: Event) -> None:
        await self._certainly(f"{EVENT_SUBJECT}.{event.type}", event.as_json(), event.id)

    async def publish_key(self, contact_id: str, wrapped_key: str) -> None:
        payload = {"contact_id": contact_id, "wrapped_key": wrapped_key}
        await self._certainly(KEY_SUBJECT, payload, f"key-{contact_id}")

    async def _certainly(self, subject: str, payload: dict[str, Any], message_id: str) -> None:
        async def published() -> bool:
            try:
                await self.bus.publish(subject, payload, message_id=message_id)
            except BusUnavailable:
                return False
            return True

        await until(published, deadline_seconds=30, what=f"publish {subject}")


def call_of(contact_id: str, number: int = 0) -> list[Event]:
    """A short answered call with one recording block."""
    told: list[tuple[float, str, dict[str, Any]]] = [
        (0, "contact.started", {"kind": "inbound", "trunk": "t", "called_number": "12329", "channel_id": "m1-x"}),
        (0, "segment.started", {"segment_id": "s1", "kind": "queue", "queue_id": "q1"}),
        (4, "segment.ended", {"segment_id": "s1", "reason": "answered"}),
        (4, "segment.started", {"segment_id": "s2", "kind": "agent", "agent_id": "a1", "queue_id": "q1"}),
        (
            4,
            "recording.block_started",
            {
                "recording_id": f"r-{contact_id}",
                "segment_id": "s2",
                "block": 1,
                "tracks": {"citizen": f"{contact_id}-c", "agent": f"{contact_id}-a"},
            },
        ),
        (6, "recording.block_ended", {"recording_id": f"r-{contact_id}", "block": 1, "expected_seconds": 2.0}),
        (
            6,
            "recording.stopped",
            {"recording_id": f"r-{contact_id}", "segment_id": "s2", "agent_id": "a1", "blocks": 1},
        ),
        (6, "segment.ended", {"segment_id": "s2", "reason": "citizen_hung_up"}),
        (6, "contact.ended", {"reason": "citizen_hung_up", "ended_by": "citizen"}),
    ]
    return [
        Event(
            id=f"{contact_id}-{sequence}",
            type=type_,
            version=1,
            time=START + timedelta(minutes=number, seconds=seconds),
            actor="system",
            organisation_id="o1",
            media_node="m1",
            contact_id=contact_id,
            sequence=sequence,
            data=data,
        )
        for sequence, (seconds, type_, data) in enumerate(told, start=1)
    ]


def write_tracks(home: Path, contact_id: str) -> None:
    spool = home / "asterisk" / "spool" / "recording"
    spool.mkdir(parents=True, exist_ok=True)
    times = np.arange(16_000) / 8000
    for suffix, hertz in (("c", 440), ("a", 770)):
        samples = (8000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")
        (spool / f"{contact_id}-{suffix}.sln").write_bytes(samples.tobytes())


@pytest.fixture
def tools() -> SimpleNamespace:
    return SimpleNamespace(call_of=call_of, write_tracks=write_tracks)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ask(database_url: str) -> Callable[[str], Awaitable[Any]]:
    """The one value that a query gives, on a connection of its own."""
    url = driver_url(database_url).replace("+psycopg", "")

    async def value(query: str) -> Any:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            row = await (await connection.execute(query)).fetchone()
            assert row is not None
            return row[0]

    return value


@pytest_asyncio.fixture
async def worker(home: Path, database_url: str, nats_url: str) -> AsyncIterator[WorkerProcess]:
    services = {"REXIAN_DATABASE_URL": database_url, "REXIAN_NATS_URL": nats_url}
    worker = WorkerProcess(home, {**services, "REXIAN_STORING_WAIT_SECONDS": "0"})  # the machine may be busy
    await worker.start()
    yield worker
    await worker.kill()


@pytest_asyncio.fixture
async def control(home: Path, nats_url: str) -> AsyncIterator[Control]:
    bus = await Bus.connect(nats_url, name="control")
    yield Control(bus, KeyRing.load(home / "secrets" / "master.key"))
    await bus.close()
