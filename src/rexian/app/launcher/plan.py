"""What the launcher needs to know of one process, be it a part (PostgreSQL) or one of our own roles."""

import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rexian.app.launcher.account import Account


@dataclass(frozen=True)
class ProcessPlan:
    """How to start a process, to know that it is ready, and to stop it.

    `environment` is added to the launcher's own. `death_signal` is sent by the kernel when the launcher dies.
    `ready` is asked again and again for at most `ready_seconds`; after `stop_signal` it has `stop_seconds` to end.
    """

    name: str
    command: Sequence[str]
    ready: Callable[[], Awaitable[bool]]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    ready_seconds: float = 60.0
    stop_seconds: float = 4.0
