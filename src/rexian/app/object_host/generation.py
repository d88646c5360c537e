"""One version of an object in its child process: started, started again when it ends, and drained when it is replaced.

A newer version is another generation beside this one; the old one answers what it was asked before and then ends.
"""

import asyncio

import structlog

from rexian.app.object_host.child_process import ChildLost, ChildProcess
from rexian.app.object_host.frames import Opening
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until
from rexian.object_api.manifest import Manifest

STUCK_GRACE_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
FAILED_STARTS = 3
"""So many in a row, and the object counts as one that does not start."""

log = structlog.get_logger(__name__)


class Generation:
    """Start it, take its running child to ask, close it at once or drain it."""

    def __init__(self, manifest: Manifest, opening: Opening, *, open_seconds: float) -> None:
        self.manifest = manifest
        self.starts = 0
        self.failed_starts = 0
        self.in_flight = 0
        self._opening = opening
        self._open_seconds = open_seconds
        self._running = asyncio.Event()
        self._child: ChildProcess | None = None
        self._keeper = TaskKeeper()

    def start(self) -> None:
        """Keep a child running from now on."""
        self._keeper.start(self._supervise(), f"object {self.manifest.name}")

    async def close(self) -> None:
        """End the child; what it was just answering is lost."""
        await self._keeper.close()
        if self._child:
            await self._child.close()

    async def drain(self) -> None:
        """Let it answer what it was asked, no longer than its own time limit, then end it."""
        try:
            await until(
                lambda: self.in_flight == 0,
                deadline_seconds=self.manifest.limits.time_seconds + STUCK_GRACE_SECONDS,
                what="the old version's last answers",
            )
        except TimeoutError:
            log.warning("business object's old version did not finish", object=self.manifest.name)
        await self.close()

    @property
    def child_pid(self) -> int | None:
        """None while there is no child that could answer."""
        return self._child.pid if self._child and self._child.alive else None

    @property
    def does_not_start(self) -> bool:
        return self.failed_starts >= FAILED_STARTS

    async def running_child(self) -> ChildProcess:
        """The child, as soon as there is one."""
        while self._child is None or not self._child.alive:
            self._running.clear()
            await self._running.wait()
        return self._child

    def look_after(self, child: ChildProcess) -> None:
        """A query of it timed out: end it if it gives no sign of life."""
        self._keeper.start(self._kill_if_stuck(child), f"look after {self.manifest.name}")

    async def _kill_if_stuck(self, child: ChildProcess) -> None:
        if await child.is_stuck(STUCK_GRACE_SECONDS) and child.alive:
            log.warning("business object is stuck and ended", object=self.manifest.name, pid=child.pid)
            child.kill()

    async def _supervise(self) -> None:
        pause_seconds = 0.0
        while True:
            await asyncio.sleep(pause_seconds)
            try:
                has_answered = await self._live_one_life()
            except Exception:  # outermost loop: whatever happens, the object is started again
                log.exception("business object's process is not looked after", object=self.manifest.name)
                has_answered = False
            pause_seconds = 0.0 if has_answered else _longer(pause_seconds)

    async def _live_one_life(self) -> bool:
        """Start a child and wait for its end; whether it has answered anything in between."""
        child = await self._started_child()
        if child is None:
            return False
        self._child = child
        self._running.set()
        await child.ended.wait()
        log.warning("business object's process ended", object=self.manifest.name, pid=child.pid)
        await child.close()
        return child.has_answered

    async def _started_child(self) -> ChildProcess | None:
        self.starts += 1
        try:
            child = await ChildProcess.start(self._opening, open_seconds=self._open_seconds)
        except (ChildLost, TimeoutError, OSError) as error:
            self.failed_starts += 1
            log.error("business object does not start", object=self.manifest.name, error=type(error).__name__)
            return None
        self.failed_starts = 0
        log.info("business object runs", object=self.manifest.name, pid=child.pid, version=self.manifest.version)
        return child


def _longer(pause_seconds: float) -> float:
    return min(max(pause_seconds * 2, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
