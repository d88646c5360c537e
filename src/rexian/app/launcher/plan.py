"""What the launcher needs to know of one process, be it a part (PostgreSQL) or one of our own roles."""

import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Ready = Callable[[int], Awaitable[bool]]
"""Asks whether the process with this pid can do its work; never raises for one that cannot yet."""


@dataclass(frozen=True)
class ProcessPlan:
    """How to start a process, to know that it is ready, and to stop it.

    `environment` is added to the launcher's own; `user_id` and `group_id` are set to run it under another account.
    `death_signal` is sent by the kernel when the launcher dies. `ready` is asked again and again for at most
    `ready_seconds`; after `stop_signal` the process has `stop_seconds` to end.
    """

    name: str
    command: Sequence[str]
    ready: Ready
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    user_id: int | None = None
    group_id: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    ready_seconds: float = 60.0
    stop_seconds: float = 3.5
