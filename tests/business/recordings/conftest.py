"""A spool with real tracks, the events that tell of them, and all that turns them into a stored recording."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest_asyncio
import soundfile

from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings.finalising import Finaliser, Places, Settled
from rexian.business.recordings.intake import RecordingIntake
from rexian.business.recordings.service import Recordings
from rexian.business.recordings.store import FolderStore
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import ManualClock
from rexian.kit.crypto import DataKey, KeyRing
from rexian.kit.database import Database

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RATE = 8000


@dataclass
class Studio:
    """Everything one test needs; `clock` moves by hand."""

    folder: Path
    database: Database
    key_ring: KeyRing
    clock: ManualClock
    settled: list[Settled] = field(default_factory=list)
    stops: int = 0

    def __post_init__(self) -> None:
        self.places = Places(self.folder / "spool", self.folder / "work")
        self.places.spool.mkdir()
        self.store = FolderStore(self.folder / "recordings")
        self.keys = ContactKeys(self.database, self.key_ring, self.clock)
        self.recordings = Recordings(self.database, self.store, self.key_ring)
        self.intake = RecordingIntake(self.database, self.clock, self._stopped)
        self.finaliser = self.finaliser_with()
        self.key: DataKey = self.key_ring.new_data_key()

    def _stopped(self) -> None:
        self.stops += 1

    def finaliser_with(self, **changes: Any) -> Finaliser:
        parts = {"store": self.store, "places": self.places, **changes}
        return Finaliser(
            self.database,
            parts["store"],
            self.keys,
            parts["places"],
            clock=self.clock,
            observe=self.settled.append,
        )

    async def keep_key(self) -> None:
        await self.keys.keep({"c1": self.key_ring.wrap(self.key)})

    def tone(self, track: str, hertz: float, seconds: float) -> Path:
        times = np.arange(round(seconds * RATE)) / RATE
        samples = (8000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")
        path = self.places.spool / f"{track}.sln"
        path.write_bytes(samples.tobytes())
        return path

    def started(self, number: int, at_seconds: float) -> dict[str, Any]:
        tracks = {"citizen": f"r1-{number}-c", "agent": f"r1-{number}-a"}
        return event(EventType.RECORDING_BLOCK_STARTED, at_seconds, segment_id="s3", block=number, tracks=tracks)

    def ended(self, number: int, at_seconds: float, expected_seconds: float) -> dict[str, Any]:
        return event(EventType.RECORDING_BLOCK_ENDED, at_seconds, block=number, expected_seconds=expected_seconds)

    def stopped(self, blocks: int, at_seconds: float) -> dict[str, Any]:
        return event(EventType.RECORDING_STOPPED, at_seconds, segment_id="s3", agent_id="a1", blocks=blocks)

    async def one_block(self, seconds: float = 3.0, *, captured: Callable[[float], float] = lambda s: s) -> None:
        """A talk of one block: the citizen at 440 Hz, the agent at 770 Hz."""
        self.tone("r1-1-c", 440, captured(seconds))
        self.tone("r1-1-a", 770, seconds)
        await self.intake.note([self.started(1, 0), self.ended(1, seconds, seconds), self.stopped(1, seconds)])

    async def sound(self) -> np.ndarray:
        """The stored sound, opened as the web would: frames by channels, from -1 to 1."""
        audio = await self.recordings.open_audio("r1")
        assert audio.media_type == "audio/flac"
        path = self.folder / "heard.flac"
        path.write_bytes(await audio.read(0, audio.total_bytes))
        samples, rate = soundfile.read(path)
        assert rate == RATE
        return samples


def event(type_: str, at_seconds: float, **data: Any) -> dict[str, Any]:
    return Event(
        id=f"{type_}-{at_seconds}",
        type=str(type_),
        version=1,
        time=START + timedelta(seconds=at_seconds),
        actor="system",
        organisation_id="o1",
        media_node="m1",
        contact_id="c1",
        sequence=1,
        data={"recording_id": "r1", **data},
    ).as_json()


@pytest_asyncio.fixture
async def studio(database_url: str, tmp_path: Path) -> AsyncIterator[Studio]:
    database = Database.connect(database_url)
    yield Studio(tmp_path, database, KeyRing.load(tmp_path / "secrets" / "master.key"), ManualClock(START))
    await database.close()
