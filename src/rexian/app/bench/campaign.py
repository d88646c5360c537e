"""The whole bench, from two servers started to two servers stopped: search, rounds in turn, and half the lower rate.

Bounded in time: a step that would not end in time is not begun, and the report says what is missing for it.
"""

import asyncio
import os
import resource
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rexian.app.bench.app_queue import AppQueue, MediaPorts, queue_settings
from rexian.app.bench.ladder import Climb, Search, middle, rising_clean_rate
from rexian.app.bench.platform import Platform, PlatformSettings
from rexian.app.bench.report import Findings, step_line
from rexian.app.bench.sipp import Login, PhonePorts, Phones
from rexian.app.bench.step import HOLD_SECONDS, StepPlan, StepResult, run_step
from rexian.app.bench.systems import AGENT_NAME, System
from rexian.app.bench.wanted import Wanted
from rexian.app.parts.asterisk import provide
from rexian.app.parts.ports import free_port, is_free
from rexian.app.settings import Settings
from rexian.kit.errors import RexianError

AGENTS = 500
HIGHEST_CALLS_PER_S = AGENTS / (HOLD_SECONDS + 1)
SEARCH_SECONDS = 6.0
WARM_UP = (2.0, 4.0)
"""Calls per second and seconds of the first, unjudged step: it loads what is loaded on first use."""

_DRAIN_ALLOWANCE_SECONDS = 8.0
_MEDIA_PORTS = 4000
_CITIZENS_MEDIA_PORTS = 4000
_MEDIA_STARTS = range(10_000, 32_000, 500)

Tell = Callable[[str], None]


class OutOfTime(Exception):
    """There is no time left for another step."""


async def run_bench(wanted: Wanted, tell: Tell) -> Findings:
    """Measure both systems. Raises a RexianError when one cannot be started or the wire cannot be read."""
    settings = _detached_settings()
    _allow_many_files()
    folder = await asyncio.to_thread(_make_folder)
    try:
        async with _systems(settings, folder, tell) as (systems, version):
            findings = Findings(wanted.seconds, AGENTS, version)
            await _Campaign(wanted, systems, findings, folder, tell).run()
    except RexianError:
        tell(f"logs are kept in {folder}")
        raise
    except BaseException:
        shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)
    return findings


class _Campaign:
    def __init__(self, wanted: Wanted, systems: Sequence[System], findings: Findings, folder: Path, tell: Tell) -> None:
        self._wanted = wanted
        self._systems = systems
        self._findings = findings
        self._folder = folder
        self._tell = tell
        self._began = asyncio.get_running_loop().time()
        self._steps = 0
        self._found = {system.name: 0.0 for system in systems}
        self._reserved_seconds = len(systems) * self._needed_seconds(wanted.seconds)

    async def run(self) -> None:
        """All of it; running out of time ends the rounds, not the bench."""
        for system in self._systems:
            await self._step(system, "warm-up", *WARM_UP)
        try:
            if self._wanted.rates:
                await self._given_rounds()
            else:
                await self._search()
                await self._climbing_rounds()
        except OutOfTime:
            self._findings.notes.append("the time was up before all rounds were finished")
        for system in self._systems:
            self._findings.clean_rates[system.name] = self._clean_rate(system)
        await self._measure_at_half()
        self._findings.took_seconds = asyncio.get_running_loop().time() - self._began

    def _clean_rate(self, system: System) -> float:
        """The median of the finished rounds; without any, what is known so far."""
        rounds = self._findings.rounds[system.name]
        if not rounds:
            self._findings.notes.append(f"{system.name} has no finished round: its rate is the highest clean one seen")
        return middle(rounds) if rounds else self._found[system.name]

    async def _search(self) -> None:
        """Find the rate that each system's climbing begins with."""
        for system in self._systems:
            search = Search(HIGHEST_CALLS_PER_S)
            while (rate := search.next_rate()) is not None:
                step = await self._step(system, "search", rate, min(SEARCH_SECONDS, self._wanted.seconds))
                search.tried(rate, clean=step.clean)
                self._found[system.name] = search.clean_rate

    async def _climbing_rounds(self) -> None:
        for number in range(1, self._wanted.rounds + 1):
            for system in self._systems:
                climb = Climb(self._found[system.name], HIGHEST_CALLS_PER_S)
                while (rate := climb.next_rate()) is not None:
                    step = await self._step(system, f"round {number}", rate, self._wanted.seconds)
                    climb.tried(clean=step.clean)
                self._round_over(system, climb.clean_rate)
                self._found[system.name] = climb.clean_rate or self._found[system.name]

    async def _given_rounds(self) -> None:
        for number in range(1, self._wanted.rounds + 1):
            for system in self._systems:
                outcomes = []
                for rate in self._wanted.rates:
                    step = await self._step(system, f"round {number}", rate, self._wanted.seconds)
                    outcomes.append((rate, step.clean))
                self._round_over(system, rising_clean_rate(outcomes))

    def _round_over(self, system: System, clean_rate: float) -> None:
        self._findings.rounds[system.name].append(clean_rate)
        self._tell(f"[bold]{system.name}: {clean_rate} calls/s clean[/]")

    async def _measure_at_half(self) -> None:
        """Delay and CPU are compared where neither system is near its limit."""
        self._reserved_seconds = 0.0
        lower = min(self._findings.clean_rates.values())
        if lower == 0:
            self._findings.notes.append("no rate was clean for both: delays and CPU were not measured at half of it")
            return
        for system in self._systems:
            try:
                rate = round(lower / 2, 2)
                step = await self._step(system, "half the lower rate", rate, self._wanted.seconds)
            except OutOfTime:
                self._findings.notes.append(f"no time was left to measure {system.name} at half the lower rate")
                continue
            self._findings.at_half[system.name] = step

    async def _step(self, system: System, purpose: str, rate: float, seconds: float) -> StepResult:
        spent = asyncio.get_running_loop().time() - self._began
        if spent + self._needed_seconds(seconds) + self._reserved_seconds > self._wanted.limit_seconds:
            raise OutOfTime
        self._steps += 1
        plan = StepPlan(self._steps, purpose, rate, seconds)
        step = await run_step(system, plan, self._folder)
        self._findings.steps.append(step)
        self._tell(step_line(step))
        return step

    def _needed_seconds(self, seconds: float) -> float:
        return seconds + HOLD_SECONDS + _DRAIN_ALLOWANCE_SECONDS


@asynccontextmanager
async def _systems(settings: Settings, folder: Path, tell: Tell) -> AsyncIterator[tuple[Sequence[System], str]]:
    """Both, started; stopped when the block ends, however it ends."""
    async with AsyncExitStack() as stack:
        tell("starting an instance of its own …")
        wanted = PlatformSettings(folder / "home", settings.cache_folder, AGENTS, _media_ports(), _phone_ports())
        platform = await Platform.start(wanted, folder)
        stack.push_async_callback(platform.stop)
        tell("starting app_queue …")
        installed = await provide(Settings(home=wanted.home, cache=settings.cache_folder))
        logins = [Login(AGENT_NAME.format(number), f"bench-{number}") for number in range(AGENTS)]
        sip_port = free_port(kind=socket.SOCK_DGRAM)
        phones = Phones(sip_port, _phone_ports(), folder / "app_queue-phones")
        phones.prepare(logins)
        queue_folder = folder / "app_queue"
        queue = queue_settings(queue_folder, sip_port, _media_ports(), [login.name for login in logins])
        app_queue = await AppQueue.start(queue, installed, phones, logins, settings.run_as)
        stack.push_async_callback(app_queue.stop)
        yield (platform, app_queue), installed.version


def _detached_settings() -> Settings:
    """What the user has set for downloads and accounts; nothing that points to a running instance stays set."""
    given = Settings()
    for name in [name for name in os.environ if name.startswith("REXIAN_")]:
        del os.environ[name]
    os.environ["REXIAN_RUN_AS"] = given.run_as
    return given


def _make_folder() -> Path:
    """A temporary folder that the account of PostgreSQL and Asterisk may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="rexian-bench-"))
    folder.chmod(0o711)
    return folder


def _allow_many_files() -> None:
    """Every citizen's sound takes sockets of its own."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


_taken: set[int] = set()


def _free_range(size: int) -> int:
    """The first of `size` UDP ports that were free when looked at, and that were not given out before."""
    for first in _MEDIA_STARTS:
        ports = range(first, first + size)
        if not _taken.intersection(ports) and all(is_free(port, kind=socket.SOCK_DGRAM) for port in ports):
            _taken.update(ports)
            return first
    raise NoFreePorts


def _media_ports() -> MediaPorts:
    first = _free_range(_MEDIA_PORTS)
    return MediaPorts(first, first + _MEDIA_PORTS - 1)


def _phone_ports() -> PhonePorts:
    agents, callers = (free_port(kind=socket.SOCK_DGRAM) for _ in range(2))
    media = _free_range(_CITIZENS_MEDIA_PORTS)
    return PhonePorts(agents, media, callers, media + 10)


class NoFreePorts(RexianError):
    """There are not enough free UDP ports for the sound of two servers and their telephones."""

    code = "no_free_ports"
