"""`rexian up`, whole: prepare, start parts and processes by readiness, wait for the end, stop all in order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from rich.console import Console

from rexian.app.launcher.completion import (
    PLATFORM_DATABASE,
    completed,
    has_own_asterisk,
    nats_part,
    postgres_part,
    public_url,
)
from rexian.app.launcher.errors import CannotStart
from rexian.app.launcher.instance import (
    environment_of,
    instance_lock,
    make_home,
    remove_unused_home,
    write_instance,
)
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.launcher.ports import InstancePorts, choose_ports
from rexian.app.launcher.progress import StartProgress
from rexian.app.launcher.roles import ROLES, role_plan
from rexian.app.launcher.stale import end_stale_processes
from rexian.app.launcher.watch import Watch
from rexian.app.migrations import migrate
from rexian.app.parts.asterisk import AsteriskPart
from rexian.app.settings import Settings
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database, DatabaseUnavailable
from rexian.kit.errors import RexianError

PARTS = ("postgres", "nats", "asterisk")
DATABASE_WAIT_SECONDS = 30.0
DATABASE_ASK_SECONDS = 0.5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

RolePlans = Callable[[Settings], Sequence[ProcessPlan]]
Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""
Fill = Callable[[Settings, Tell], Awaitable[None]]


def product_roles(settings: Settings) -> Sequence[ProcessPlan]:
    """The four processes of the product."""
    environment = environment_of(settings)
    return [role_plan(role, environment, settings.run_folder) for role in ROLES]


async def fill_nothing(_settings: Settings, _tell: Tell) -> None:
    """For an instance without demo data."""


@dataclass(frozen=True)
class Content:
    """What is run: the processes, how an empty instance is filled, and the lines shown when all is ready."""

    roles: RolePlans = product_roles
    fill: Fill = fill_nothing
    ready_lines: Sequence[str] = ()


async def run_instance(settings: Settings, content: Content, console: Console) -> None:
    """Run one instance until SIGINT, SIGTERM or SIGHUP. Raises a RexianError when it cannot start."""
    home_is_new = make_home(settings)
    with instance_lock(settings):
        await asyncio.to_thread(end_stale_processes, settings.run_folder)
        try:
            ports = choose_ports(settings)
        except RexianError:
            if home_is_new:
                remove_unused_home(settings)
            raise
        await _Launcher(settings, ports, content, console).run()


class _Launcher:
    def __init__(self, settings: Settings, ports: InstancePorts, content: Content, console: Console) -> None:
        self._given = settings
        self._ports = ports
        self._settings = completed(settings, self._ports)
        self._content = content
        self._progress = StartProgress(console)
        self._watch = Watch(settings.log_folder, settings.run_folder, SystemClock(), self._progress.say)

    async def run(self) -> None:
        """Start everything, wait for a stop signal, stop everything; a failure to start stops what has started."""
        stopping = asyncio.Event()
        for number in STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        try:
            if await _finished_before(self._start(), stopping):
                await stopping.wait()
        finally:
            await self._stop()

    async def _start(self) -> None:
        write_instance(self._settings, vars(self._ports))
        with self._progress.shown():
            await _together(self._start_database(), self._start_nats(), self._start_asterisk())
            await _together(*(self._start_process(plan) for plan in self._content.roles(self._settings)))
        self._watch.start_rotating()
        self._progress.say(f"[dim]started in {self._progress.elapsed_seconds:.1f} s[/]")
        self._progress.say(f"ready {public_url(self._settings)}")
        for line in self._content.ready_lines:
            self._progress.say(line)

    async def _stop(self) -> None:
        """Our own processes first, so that they end with their parts still there; then the parts, one by one."""
        self._progress.say("stopping …")
        await self._watch.stop([name for name in self._watch.names if name not in PARTS])
        for part in reversed(PARTS):
            await self._watch.stop([part])
        await self._watch.close()
        self._progress.say("stopped")

    async def _start_process(self, plan: ProcessPlan) -> None:
        with self._progress.step(plan.name):
            await self._watch.start(plan)

    async def _start_database(self) -> None:
        await self._start_postgres()
        url = str(self._settings.database_url)
        with self._progress.step("database schema"):
            await _wait_for_database(url)
            await migrate(url)
        if self._settings.demo:
            with self._progress.step("demo data"):
                await self._content.fill(self._settings, partial(self._progress.advance, "demo data"))

    async def _start_postgres(self) -> None:
        if self._given.database_url is not None:
            return
        with self._progress.step("postgres"):
            part = postgres_part(self._settings, self._ports)
            await part.prepare()
            await self._watch.start(part.plan())
            await part.create_database(PLATFORM_DATABASE)

    async def _start_nats(self) -> None:
        if self._given.nats_url is not None:
            return
        with self._progress.step("nats"):
            part = nats_part(self._settings, self._ports)
            part.prepare()
            await self._watch.start(part.plan())

    async def _start_asterisk(self) -> None:
        if not has_own_asterisk(self._given):
            return
        step = "asterisk"
        with self._progress.step(step):
            part = AsteriskPart(self._settings, self._ports.ari, self._ports.rtp_first, self._ports.rtp_last)
            plan = await part.prepare(partial(self._progress.advance, step))
            await self._watch.start(plan)


async def _finished_before(start: Coroutine[Any, Any, None], stopping: asyncio.Event) -> bool:
    """Run `start` to its end (its error is raised), or cancel it when asked to stop first: then False."""
    starting = asyncio.ensure_future(start)
    waiting = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            return True
        return False
    finally:
        waiting.cancel()
        starting.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await starting


async def _together(*jobs: Awaitable[None]) -> None:
    """All jobs at the same time; the first failure cancels the others and is raised alone."""

    async def run(job: Awaitable[None]) -> None:
        await job

    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(run(job))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def _wait_for_database(url: str) -> None:
    """Wait for a server that may be starting just now (one given by URL). Raises CannotStart."""
    database = Database.connect(url)
    try:
        async with asyncio.timeout(DATABASE_WAIT_SECONDS):
            while True:
                with suppress(DatabaseUnavailable):
                    await database.ping()
                    return
                await asyncio.sleep(DATABASE_ASK_SECONDS)
    except TimeoutError:
        raise CannotStart(
            f"PostgreSQL did not answer within {DATABASE_WAIT_SECONDS:.0f} s: check REXIAN_DATABASE_URL."
        ) from None
    finally:
        await database.close()
