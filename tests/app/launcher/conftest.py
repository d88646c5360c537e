"""An instance run as a program of its own, so that it can be interrupted, killed and started twice."""

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from rexian.app.parts.ports import free_port
from rexian.kit.waiting import until

PROGRAM = Path(__file__).with_name("tiny_instance.py")
STOP_LIMIT_SECONDS = 10
OUTSIDE_ASTERISK = "http://127.0.0.1:1"


class TinyInstance:
    """One launcher process. `output` is what its terminal shows."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment
        self._output_file = home.with_suffix(".out")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *roles: str, **settings: str) -> None:
        variables = {f"REXIAN_{name.upper()}": value for name, value in settings.items()}
        with self._output_file.open("w") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(PROGRAM),
                *roles,
                env={**self.environment, **variables},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    async def start_ready(self, *roles: str, **settings: str) -> None:
        await self.start(*roles, **settings)
        await until(
            lambda: "ready http" in self.output or self.process.returncode is not None,
            deadline_seconds=60,
            what=f"ready: {self.output}",
        )
        assert self.process.returncode is None, self.output

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    @property
    def output(self) -> str:
        return self._output_file.read_text()

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.home / "run" / "instance.json").read_text())
        return document

    def pid_of(self, role: str) -> int:
        """The pid that a tiny role has written; 0 when it has not."""
        file = self.home / f"tiny-{role}"
        return int(file.read_text() or 0) if file.exists() else 0

    def log_names(self) -> list[str]:
        return sorted(file.name for file in (self.home / "logs").iterdir())

    def processes(self) -> list[psutil.Process]:
        """Every process of this instance: those whose environment names its home."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("REXIAN_HOME") == str(self.home) and process.pid != os.getpid()
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            return False

    async def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and give the exit code; over 10 s is a failure."""
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), STOP_LIMIT_SECONDS)

    async def kill_all(self) -> None:
        """Leave nothing to the next test."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process is not None:
            await self._process.wait()

    async def wait(self) -> int:
        return await asyncio.wait_for(self.process.wait(), 60)


@pytest.fixture
def home(session_folder: Path) -> Path:
    """A data directory's name that PostgreSQL's account can reach."""
    return Path(tempfile.mkdtemp(dir=session_folder)) / "home"


@pytest_asyncio.fixture
async def make_instance(home: Path) -> AsyncIterator[Callable[[], TinyInstance]]:
    """Makes launchers on one data directory, without Asterisk; what is left of them at the end is killed."""
    home.parent.chmod(0o711)
    cleaned = {name: value for name, value in os.environ.items() if not name.startswith("REXIAN_") or "CACHE" in name}
    made: list[TinyInstance] = []

    def make() -> TinyInstance:
        environment = {**cleaned, "REXIAN_HOME": str(home), "REXIAN_ARI_URL": OUTSIDE_ASTERISK}
        made.append(TinyInstance(home, environment | {"REXIAN_HTTP_PORT": str(free_port())}))
        return made[-1]

    yield make
    for instance in made:
        await instance.kill_all()


@pytest.fixture
def instance(make_instance: Callable[[], TinyInstance]) -> TinyInstance:
    return make_instance()
