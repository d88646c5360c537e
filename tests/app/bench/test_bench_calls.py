"""`rexian bench calls` as a person runs it, with one small step; the figures themselves are nobody's promise."""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from rexian.kit.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.usefixtures("wire_readable")]

COMMAND = (sys.executable, "-m", "rexian.app.cli", "bench", "calls", "--seconds", "3", "--rounds", "1")


async def start(*options: str, temporary: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *COMMAND,
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
    )


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Not pytest's own folder: the account of PostgreSQL and Asterisk must be able to pass through."""
    folder = Path(tempfile.mkdtemp(prefix="bench-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def names_below(process: psutil.Process) -> set[str]:
    names = set()
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            names.add(child.name())
    return names


async def test_one_step_of_both_gives_the_report(temporary: Path) -> None:
    process = await start("--steps", "2", "--json", temporary=temporary)
    output, _ = await asyncio.wait_for(process.communicate(), 240)
    assert process.returncode == 0
    report = json.loads(output)
    systems = [(step["system"], step["purpose"], step["calls"]) for step in report["steps"]]
    assert systems[:2] == [("rexian", "round 1", 6), ("app_queue", "round 1", 6)]
    assert {"clean_calls_per_s", "app_queue_clean_calls_per_s", "ratio", "invite_to_invite_ms"} <= report.keys()
    assert {"control", "asterisk", "worker", "postgres", "nats"} <= report["steps"][0]["cpu_ms_per_call"].keys()
    assert report["steps"][0]["succeeded"] == 6
    assert os.listdir(temporary) == []


async def test_ctrl_c_leaves_nothing_behind(temporary: Path) -> None:
    process = await start("--steps", "2", temporary=temporary)
    own = psutil.Process(process.pid)

    assert await until(lambda: "sipp" in names_below(own), deadline_seconds=120)
    family = own.children(recursive=True)
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == 130
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, 5)
    assert alive == []
    assert os.listdir(temporary) == []
