"""Keeps the started processes running: one that ends is started again, after a pause that doubles each time."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.errors import CannotStart
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.launcher.stale import remember_processes
from rexian.kit.clock import Clock
from rexian.kit.tasks import TaskKeeper

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
LIVED_LONG_SECONDS = 60.0
ROTATE_EVERY_SECONDS = 30.0

Tell = Callable[[str], None]
log = structlog.get_logger(__name__)


class Watch:
    """The processes of one instance, in the order they were started. `tell` gets sentences for the terminal."""

    def __init__(self, log_folder: Path, run_folder: Path, clock: Clock, tell: Tell) -> None:
        self._log_folder = log_folder
        self._run_folder = run_folder
        self._clock = clock
        self._tell = tell
        self._keeper = TaskKeeper()
        self._children: dict[str, ChildProcess] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}

    async def start(self, plan: ProcessPlan) -> None:
        """Start a process, wait until it is ready, and watch it from then on. Raises CannotStart."""
        child = ChildProcess(plan, self._log_folder)
        self._children[plan.name] = child
        child.rotate_log()
        await child.start()
        self._remember()
        await child.wait_ready()
        self._watchers[plan.name] = self._keeper.start(self._keep_running(child), f"watch {plan.name}")

    async def stop(self, names: Sequence[str]) -> None:
        """Stop these processes at the same time; those that were never started are passed over."""
        known = [self._children[name] for name in names if name in self._children]
        for child in known:
            watcher = self._watchers.pop(child.plan.name, None)
            if watcher is not None:
                watcher.cancel()
        stopped = await asyncio.gather(*(child.stop() for child in known))
        for child, in_time in zip(known, stopped, strict=True):
            if not in_time:
                self._tell(f"{child.plan.name} did not stop in time and was killed")
            self._children.pop(child.plan.name)
        self._remember()

    @property
    def names(self) -> list[str]:
        """The processes that were started, in order."""
        return list(self._children)

    def start_rotating(self) -> None:
        """Keep the log files small from now on."""
        self._keeper.start(self._rotate_logs(), "rotate logs")

    async def close(self) -> None:
        """End the watching itself; processes are stopped by `stop`."""
        await self._keeper.close()

    async def _keep_running(self, child: ChildProcess) -> None:
        pause_seconds = FIRST_PAUSE_SECONDS
        while True:
            born = self._clock.monotonic()
            code = await child.wait_ended()
            if self._clock.monotonic() - born > LIVED_LONG_SECONDS:
                pause_seconds = FIRST_PAUSE_SECONDS
            self._tell(f"{child.plan.name} ended ({_reason(code)}); it is started again in {pause_seconds:.1f} s")
            log.warning("process ended", name=child.plan.name, code=code, pause_seconds=pause_seconds)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)
            await self._start_again(child)

    async def _start_again(self, child: ChildProcess) -> None:
        await child.stop()  # what the dead one has left in its session
        await child.start()
        self._remember()
        try:
            await child.wait_ready()
        except CannotStart as error:
            self._tell(error.message)
            await child.stop()
        else:
            self._tell(f"{child.plan.name} is ready again")

    def _remember(self) -> None:
        running = {name: child.pid for name, child in self._children.items() if child.running}
        remember_processes(self._run_folder, running)

    async def _rotate_logs(self) -> None:
        while True:
            await asyncio.sleep(ROTATE_EVERY_SECONDS)
            for child in self._children.values():
                child.rotate_log()


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
