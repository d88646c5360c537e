"""How much processor time processes have used, their children counted with them."""

from collections.abc import Mapping
from contextlib import suppress

import psutil


def processor_seconds(processes: Mapping[str, psutil.Process]) -> dict[str, float]:
    """User and system seconds so far of each process with all below it, those that have ended included."""
    return {name: _seconds(process) for name, process in processes.items()}


def used_ms_per_call(before: Mapping[str, float], after: Mapping[str, float], calls: int) -> dict[str, float]:
    """Milliseconds per call of each process between two looks; nothing for one that was not there at both."""
    if calls == 0:
        return {}
    return {name: round((after[name] - before[name]) * 1000 / calls, 2) for name in before if name in after}


def _seconds(process: psutil.Process) -> float:
    total = 0.0
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                times = member.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
    return total
