"""A whole instance for the tests: `rexian up` as a process of its own, with its own data directory and ports.

It may be harmed part by part (killed, frozen, kept from being started again) and tells afterwards whether anything is
left of it.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
import psutil

from rexian.app.launcher.completion import public_url
from rexian.app.launcher.instance import read_instance, running_settings
from rexian.app.launcher.roles import health_port
from rexian.app.launcher.stale import remembered_processes
from rexian.app.parts.ports import free_port, is_free
from rexian.app.settings import Settings
from rexian.kit.waiting import until

START_SECONDS = 120.0
STOP_SECONDS = 10.0
BACK_SECONDS = 30.0
COMMAND_SECONDS = 120.0
UDP_PORTS = frozenset({"sip", "rtp_first", "rtp_last"})


class Instance:
    """One launcher and all it has started. `variables` are settings (REXIAN_…) beside those that every test gets."""

    def __init__(self, home: Path, variables: Mapping[str, str]) -> None:
        self.home = home
        self._variables = variables
        self._output_file = home.with_suffix(".out")
        self._launcher: subprocess.Popen[bytes] | None = None

    # Start and stop

    async def start(self) -> None:
        """Run `rexian up` until it says ready."""
        self._launcher = self._launch()
        assert await until(self._ready_or_over, deadline_seconds=START_SECONDS, what="the instance is ready")
        assert self._launcher.poll() is None, self.story()

    def _launch(self) -> subprocess.Popen[bytes]:
        with self._output_file.open("w") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "rexian.app.cli", "up"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    async def stop(self) -> None:
        """Ctrl-C; fails when it takes too long, or when a process or a socket of it is left."""
        assert self._launcher is not None
        self._launcher.send_signal(signal.SIGINT)
        try:
            assert await until(self._is_over, deadline_seconds=STOP_SECONDS, what="the launcher ends")
            assert self._launcher.returncode == 0, self.story()
            assert self.processes() == []
            assert self.open_ports() == []
        finally:
            self._kill_all()

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run `rexian …` in a second terminal, as its user would; gives exit code and standard output."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "rexian.app.cli",
            *arguments,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await asyncio.wait_for(process.communicate(), COMMAND_SECONDS)
        return process.returncode or 0, output.decode()

    def _environment(self) -> dict[str, str]:
        """No setting of the developer's own reaches the instance, except where downloads lie."""
        cleaned = {name: value for name, value in os.environ.items() if not name.startswith("REXIAN_")}
        return cleaned | {
            "REXIAN_HOME": str(self.home),
            "REXIAN_CACHE": os.environ.get("REXIAN_CACHE") or str(Path.home() / ".cache" / "rexian"),
            "REXIAN_HTTP_PORT": str(free_port()),
            "COLUMNS": "200",
            "REXIAN_STORING_WAIT_SECONDS": "0",  # or every test of a recording would wait for a quiet machine
            **self._variables,
        }

    def _ready_or_over(self) -> bool:
        return "ready http" in self.output or self._is_over()

    def _is_over(self) -> bool:
        return self._launcher is not None and self._launcher.poll() is not None

    def _kill_all(self) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self._launcher is not None:
            self._launcher.kill()
            self._launcher.wait()

    # What it says of itself

    @property
    def output(self) -> str:
        """What the launcher's terminal shows."""
        return self._output_file.read_text()

    @property
    def settings(self) -> Settings:
        return running_settings(Settings(home=self.home))

    @property
    def url(self) -> str:
        return public_url(self.settings)

    @property
    def trunk_address(self) -> str:
        """Where citizens' calls go (host:port)."""
        return f"{self.settings.sip_host}:{self.settings.sip_port}"

    def log(self, process: str, lines: int = 40) -> str:
        """The end of a process's log, for the message of a failed test."""
        file = self.home / "logs" / f"{process}.log"
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:]) if file.exists() else "(no log)"

    def story(self) -> str:
        """What to read when the instance has failed as a whole."""
        return "\n".join([self.output, *(f"--- {name}\n{self.log(name)}" for name in ("control", "web", "worker"))])

    # Its processes

    def pid_of(self, process: str) -> int:
        """The pid of a part or role now running; 0 when there is none."""
        found = remembered_processes(self.settings.run_folder).get(process)
        return 0 if found is None or found.status() == psutil.STATUS_ZOMBIE else found.pid

    def is_away(self, process: str) -> bool:
        """Whether it can do nothing now: it hangs, or is gone."""
        process_id = self.pid_of(process)
        return process_id == 0 or psutil.Process(process_id).status() == psutil.STATUS_STOPPED

    def restart_count(self, process: str) -> int:
        """How often the launcher has had to start it again, with success."""
        return self.output.count(f"{process} is ready again")

    def kill(self, process: str) -> None:
        """kill -9."""
        os.kill(self.pid_of(process), signal.SIGKILL)

    @asynccontextmanager
    async def killed(self, process: str) -> AsyncIterator[None]:
        """Kill it, do the body while it may still be away, and leave when it is back."""
        times = self.restart_count(process)
        self.kill(process)
        yield
        assert await until(
            lambda: self.restart_count(process) > times, deadline_seconds=BACK_SECONDS, what=f"{process} is back"
        )

    @contextmanager
    def restarts_held(self) -> Iterator[None]:
        """For the body's time the launcher starts nothing again: what is killed stays away until the end."""
        assert self._launcher is not None
        self._launcher.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._launcher.send_signal(signal.SIGCONT)

    @contextmanager
    def frozen(self, process: str) -> Iterator[None]:
        """Stop it with all its children (PostgreSQL answers through those), so that it hangs instead of ending."""
        top = psutil.Process(self.pid_of(process))
        family = [top, *top.children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.suspend()
        try:
            yield
        finally:
            for member in reversed(family):
                with suppress(psutil.NoSuchProcess):
                    member.resume()

    def processes(self) -> list[psutil.Process]:
        """Every process of this instance: those whose environment names its home."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("REXIAN_HOME") == str(self.home)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            return False

    def open_ports(self) -> list[str]:
        """The names of its ports that cannot be bound, so somebody still holds them."""
        ports = read_instance(self.settings)["ports"]
        kinds = {name: socket.SOCK_DGRAM if name in UDP_PORTS else socket.SOCK_STREAM for name in ports}
        return [name for name, port in ports.items() if not is_free(port, kind=kinds[name])]

    async def checks(self, process: str) -> dict[str, bool]:
        """What one of our processes says at /readyz, by check; empty when it does not answer."""
        port = health_port(self.settings.run_folder, process)
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.get(f"http://127.0.0.1:{port}/readyz")
            except httpx.TransportError:
                return {}
        return {name: check["ok"] for name, check in answer.json()["checks"].items()}

    # Asterisk, asked directly

    async def channel_names(self) -> list[str]:
        """The names of the channels that Asterisk holds, such as PJSIP/8003-0000001a."""
        return [str(channel["name"]) for channel in (await self._asterisk("channels")).raise_for_status().json()]

    async def endpoint_state(self, name: str) -> str:
        """Whether Asterisk takes a phone or trunk for `online`, `offline` or `unknown`."""
        return str((await self._asterisk(f"endpoints/PJSIP/{name}")).raise_for_status().json()["state"])

    async def channel_ids(self) -> set[str]:
        """The ids of the channels that Asterisk holds; those that control has made bear its names."""
        return {str(channel["id"]) for channel in (await self._asterisk("channels")).raise_for_status().json()}

    async def is_recorded(self, track: str) -> bool:
        """Whether Asterisk writes a track down at this moment."""
        return (await self._asterisk(f"recordings/live/{track}")).is_success

    async def _asterisk(self, question: str) -> httpx.Response:
        settings = self.settings
        password = httpx.BasicAuth(settings.ari_user, settings.ari_password.get_secret_value())
        async with httpx.AsyncClient(trust_env=False, auth=password) as client:
            return await client.get(f"{settings.ari_url}/ari/{question}")
