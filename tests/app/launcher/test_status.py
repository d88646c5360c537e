"""`rexian status` tells the truth about each part, from a second terminal, by its exit code too."""

import asyncio
import json
import sys
from typing import Any

import psutil
import pytest

pytestmark = pytest.mark.parts

Instance = Any


async def status(instance: Instance) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "rexian.app.cli",
        "status",
        "--json",
        env=instance.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


async def test_status_names_what_is_ready_and_what_is_not(instance: Instance) -> None:
    await instance.start_ready("control=steady")
    code, output, _ = await status(instance)
    parts = json.loads(output)["parts"]
    assert code == 1
    assert {name: part["state"] for name, part in parts.items()} == {
        "postgres": "ready",
        "nats": "ready",
        "asterisk": "stopped",
        "control": "stopped",
        "objects": "stopped",
        "worker": "stopped",
        "web": "stopped",
    }
    assert psutil.Process(parts["nats"]["pid"]).name() == "nats-server"
    assert parts["control"]["pid"] == instance.pid_of("control")


async def test_status_after_the_end_says_stopped(instance: Instance) -> None:
    await instance.start_ready()
    await instance.end()
    _, output, _ = await status(instance)
    assert {part["state"] for part in json.loads(output)["parts"].values()} == {"stopped"}


async def test_status_where_nothing_was_ever_started_is_one_sentence(instance: Instance) -> None:
    code, output, errors = await status(instance)
    assert (code, output) == (1, "")
    assert errors.strip().splitlines() == [
        f"rexian: No instance was started on {instance.home} yet: run `rexian up` first."
    ]
