"""What a launcher that was killed has left behind: the processes it had started, which the next one ends first."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from rexian.app.launcher.instance import write_private

PROCESSES_FILE = "processes.json"
END_SECONDS = 5.0
KILL_SECONDS = 2.0


def remember_processes(run_folder: Path, process_ids: Iterable[int]) -> None:
    """Write down our children by pid and start time (a pid alone may come to belong to somebody else)."""
    started = {}
    for process_id in process_ids:
        with suppress(psutil.NoSuchProcess):
            started[str(process_id)] = psutil.Process(process_id).create_time()
    write_private(run_folder / PROCESSES_FILE, json.dumps(started))


def end_stale_processes(run_folder: Path) -> int:
    """End the children of a launcher that is gone, and clear its run files; gives how many were still there."""
    left = [process for process in _remembered(run_folder) if process.is_running()]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(left, END_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, KILL_SECONDS)
    for file in run_folder.glob("*.json"):
        if file.name != "instance.json":
            file.unlink()
    return len(left)


def _remembered(run_folder: Path) -> list[psutil.Process]:
    try:
        started: dict[str, float] = json.loads((run_folder / PROCESSES_FILE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    found = []
    for process_id, create_time in started.items():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(process_id))
            if process.create_time() == create_time:
                found.append(process)
    return found
