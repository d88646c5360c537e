"""Our own processes as the launcher starts them: the same commands that systemd or a container would use."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from rexian.app.launcher.plan import ProcessPlan

ROLES = ("control", "objects", "worker", "web")
ASK_SECONDS = 2.0
READY_SECONDS = 60.0


def role_plan(role: str, environment: Mapping[str, str], run_folder: Path) -> ProcessPlan:
    """The process of one role; ready when its own /readyz says so."""

    async def is_ready(process_id: int) -> bool:
        port = health_port(run_folder, role, process_id)
        return port is not None and await answers_ready(port)

    command = [sys.executable, "-m", "rexian.app.cli", role]
    return ProcessPlan(role, command, is_ready, environment=environment, ready_seconds=READY_SECONDS)


def health_port(run_folder: Path, process: str, process_id: int | None = None) -> int | None:
    """The port of a process's health server; None when it has written none, or another pid has."""
    try:
        document = json.loads((run_folder / f"{process}.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    if process_id is not None and document["pid"] != process_id:
        return None
    return int(document["port"])


async def answers_ready(port: int) -> bool:
    """Whether a health server says that its process is ready."""
    async with httpx.AsyncClient(trust_env=False, timeout=ASK_SECONDS) as client:
        try:
            answer = await client.get(f"http://127.0.0.1:{port}/readyz")
        except httpx.HTTPError:
            return False
    return answer.status_code == httpx.codes.OK
