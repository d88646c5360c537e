"""A worker killed at any step of storing a recording: the next one finishes it, and nothing is lost or kept clear."""

import asyncio
import os
import signal
import sys

import numpy as np
import pytest

from rexian.business.recordings.contracts import RecordingState

pytestmark = pytest.mark.parts

WORKER = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings import audio, finalising, store
from rexian.kit.clock import ManualClock
from rexian.kit.crypto import DataKey, KeyRing
from rexian.kit.database import Database

url, folder, where = sys.argv[1], Path(sys.argv[2]), sys.argv[3]

def stop_after(owner, name):
    step = getattr(owner, name)
    def stopping(*arguments, **named):
        step(*arguments, **named)
        print("reached", flush=True)
        os.kill(os.getpid(), 19)
    setattr(owner, name, stopping)

steps = {
    "converted": (audio, "write_flac"),
    "sealed": (DataKey, "seal_file"),
    "copied": (store, "_place"),
    "put": (store.FolderStore, "_put"),
    "row filled": (finalising, "_fill"),
    "track deleted": (Path, "unlink"),
}
async def main():
    clock = ManualClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    database = Database.connect(url)
    keys = ContactKeys(database, KeyRing.load(folder / "secrets" / "master.key"), clock)
    places = finalising.Places(folder / "spool", folder / "work")
    worker = finalising.Finaliser(database, store.FolderStore(folder / "recordings"), keys, places, clock=clock)
    if where != "track deleted":
        stop_after(*steps[where])
    await worker.store_next()
    if where == "track deleted":
        stop_after(*steps[where])
    await worker.clear_next()

asyncio.run(main())
"""


@pytest.mark.parametrize("where", ["converted", "sealed", "copied", "put", "row filled", "track deleted"])
async def test_killed_after(studio, database_url: str, where: str) -> None:
    await studio.keep_key()
    await studio.one_block(3.0)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, database_url, str(studio.folder), where, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"reached\n"
    os.kill(worker.pid, signal.SIGKILL)
    await worker.wait()

    async with asyncio.timeout(10):
        while not await studio.finaliser.clear_next():
            await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.captured_seconds) == (RecordingState.STORED, 3.0)
    samples = await studio.sound()
    assert samples.shape == (24_000, 2)
    assert float(np.abs(samples).min(axis=1).max()) > 0.05
    assert list(studio.places.spool.iterdir()) == []
    assert list(studio.places.work.iterdir()) == []
    assert len(list((studio.folder / "recordings").rglob("*.sealed*"))) == 1
