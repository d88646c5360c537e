"""What a launcher that was killed has left behind: the processes it had started, which the next one ends first."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from rexian.app.launcher.instance import write_private

PROCESSES_FILE = "processes.json"
END_SECONDS = 5.0
KILL_SECONDS = 2.0


def remember_processes(run_folder: Path, process_ids: Mapping[str, int]) -> None:
    """Write down our children: name, pid and start time (a pid alone may come to belong to somebody else)."""
    started = {}
    for name, process_id in process_ids.items():
        with suppress(psutil.NoSuchProcess):
            started[name] = {"pid": process_id, "started": psutil.Process(process_id).create_time()}
    write_private(run_folder / PROCESSES_FILE, json.dumps(started))


def remembered_processes(run_folder: Path) -> dict[str, psutil.Process]:
    """Those of them that still are the same processes, by name."""
    try:
        written = json.loads((run_folder / PROCESSES_FILE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    found = {}
    for name, entry in written.items():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(entry["pid"])
            if process.create_time() == entry["started"]:
                found[name] = process
    return found


def end_stale_processes(run_folder: Path) -> int:
    """End the children of a launcher that is gone, and clear its run files; gives how many were still there."""
    left = list(remembered_processes(run_folder).values())
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
