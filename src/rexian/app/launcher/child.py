"""One running child process: started to die with the launcher, its output in one rotated file, stopped in time."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from rexian.app.launcher.errors import CannotStart, ProgramMissing
from rexian.app.launcher.plan import ProcessPlan
from rexian.kit.waiting import DeadlineExceeded, until

LOG_BYTES = 10 * 1024 * 1024
LOG_FILES_KEPT = 5
TAIL_BYTES = 4000
READY_ASK_SECONDS = 0.05
KILL_WAIT_SECONDS = 2.0


class ChildProcess:
    """Starts by `start`, and is over when `ended` is set. `pid` is that of the program itself."""

    def __init__(self, plan: ProcessPlan, log_folder: Path) -> None:
        self.plan = plan
        self.log_file = log_folder / f"{plan.name}.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        return self._started.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def _started(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError(f"{self.plan.name} was not started")
        return self._process

    async def start(self) -> None:
        """Start the program in a session of its own: Ctrl-C reaches the launcher only. Raises ProgramMissing."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._process = await asyncio.create_subprocess_exec(
                *_dying_with_parent(self.plan),
                *self.plan.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd=self.plan.folder,
                env={**os.environ, **self.plan.environment},
                start_new_session=True,
            )
        finally:
            os.close(descriptor)

    async def wait_ready(self) -> None:
        """Wait until the plan's readiness is true. Raises CannotStart when the process ends or takes too long."""

        async def ask() -> bool:
            return not self.running or await self.plan.ready(self.pid)

        ready_or_ended: Callable[[], bool | Awaitable[bool]] = ask
        try:
            await until(ready_or_ended, deadline_seconds=self.plan.ready_seconds, interval_seconds=READY_ASK_SECONDS)
        except DeadlineExceeded:
            raise CannotStart(
                f"{self.plan.name} was not ready after {self.plan.ready_seconds:.0f} s; see {self.log_file}."
            ) from None
        if not self.running:
            raise CannotStart(
                f"{self.plan.name} ended at once with code {self._started.returncode}: {self.last_line()}"
                f" (see {self.log_file})."
            )

    async def wait_ended(self) -> int:
        """Wait for the end of the process and give its exit code (negative = the signal that ended it)."""
        return await self._started.wait()

    async def stop(self) -> bool:
        """Ask it to end, kill its whole session when it does not in time; False when it had to be killed."""
        if not self.running:
            self._signal_group(signal.SIGKILL)
            return True
        with suppress(ProcessLookupError):
            self._started.send_signal(self.plan.stop_signal)
        try:
            await asyncio.wait_for(self._started.wait(), self.plan.stop_seconds)
        except TimeoutError:
            self._signal_group(signal.SIGKILL)
            await asyncio.wait_for(self._started.wait(), KILL_WAIT_SECONDS)
            return False
        self._signal_group(signal.SIGKILL)
        return True

    def _signal_group(self, number: signal.Signals) -> None:
        """Reach what the process itself has started and left behind."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def last_line(self) -> str:
        """The last line that the process has written, for the terminal."""
        with self.log_file.open("rb") as file:
            file.seek(max(0, self.log_file.stat().st_size - TAIL_BYTES))
            lines = [line.strip() for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else "it wrote nothing"

    def rotate_log(self) -> None:
        """Keep the log below 10 MiB: its content moves to `.1` … `.5`; the writer appends, so it may go on."""
        if not self.log_file.exists() or self.log_file.stat().st_size < LOG_BYTES:
            return
        for number in range(LOG_FILES_KEPT - 1, 0, -1):
            older = Path(f"{self.log_file}.{number}")
            if older.exists():
                older.replace(f"{self.log_file}.{number + 1}")
        shutil.copyfile(self.log_file, f"{self.log_file}.1")
        os.truncate(self.log_file, 0)


def _dying_with_parent(plan: ProcessPlan) -> list[str]:
    """The command prefix (util-linux setpriv) that sets the death signal, and the account where there is one."""
    program = shutil.which("setpriv")
    if program is None:
        raise ProgramMissing("The program setpriv is missing: install the package util-linux.")
    prefix = [program, f"--pdeathsig={plan.death_signal.name.removeprefix('SIG')}"]
    if plan.user_id is not None and plan.group_id is not None:
        prefix += [f"--reuid={plan.user_id}", f"--regid={plan.group_id}", "--clear-groups", "--no-new-privs"]
    return [*prefix, "--"]
