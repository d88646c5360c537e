"""The whole bench, from two servers started to two servers stopped: search, rounds in turn, and half the lower rate.

Bounded in time: a step that would not end in time is not begun, and the report says what is missing for it.
"""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from rexian.app.bench.ladder import Climb, Search, middle, rising_clean_rate
from rexian.app.bench.report import Findings, step_line
from rexian.app.bench.servers import AGENTS, Tell, allow_many_files, both_systems, detached_settings, make_folder
from rexian.app.bench.step import HOLD_SECONDS, StepPlan, StepResult, run_step
from rexian.app.bench.systems import System
from rexian.app.bench.usage import processor_seconds
from rexian.app.bench.wanted import Wanted
from rexian.kit.errors import RexianError

HIGHEST_CALLS_PER_S = AGENTS / (HOLD_SECONDS + 1)
SEARCH_SECONDS = 6.0
WARM_UP = (2.0, 4.0)
"""Calls per second and seconds of the first step, which is not reported: it loads what is loaded on first use."""

SETTLE_SECONDS = 20.0
IDLE_SHARE = 0.15
"""Of one core, in one second."""

_DRAIN_ALLOWANCE_SECONDS = 8.0


class OutOfTime(Exception):
    """There is no time left for another step."""


async def run_bench(wanted: Wanted, tell: Tell) -> Findings:
    """Measure both systems. Raises a RexianError when one cannot be started or the wire cannot be read."""
    settings = detached_settings()
    allow_many_files()
    folder = await asyncio.to_thread(make_folder)
    try:
        async with both_systems(settings, folder, tell) as (systems, version):
            findings = Findings(wanted.seconds, AGENTS, version)
            await Campaign(wanted, systems, findings, folder, tell).run()
    except RexianError:
        tell(f"logs are kept in {folder}")
        raise
    except BaseException:
        shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)
    return findings


class Campaign:
    """One run over two servers that are up; what it finds goes into `findings`."""

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
        await self._warm_up()
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

    async def _warm_up(self) -> None:
        """Let both do for the first time what is slow then, at the same time; then wait until they are idle."""
        try:
            async with asyncio.TaskGroup() as group:
                for system in self._systems:
                    self._steps += 1
                    group.create_task(run_step(system, StepPlan(self._steps, "warm-up", *WARM_UP), self._folder))
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None
        for system in self._systems:
            await _settle(system)

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
        """Step by step in turn, so that whatever else happens on the machine happens to both."""
        for number in range(1, self._wanted.rounds + 1):
            climbing = [(system, Climb(self._found[system.name], HIGHEST_CALLS_PER_S)) for system in self._systems]
            while climbing:
                for system, climb in climbing:
                    await self._climb_one(system, climb, f"round {number}")
                climbing = [(system, climb) for system, climb in climbing if not climb.finished]

    async def _climb_one(self, system: System, climb: Climb, purpose: str) -> None:
        rate = climb.next_rate()
        if rate is not None:
            step = await self._step(system, purpose, rate, self._wanted.seconds)
            climb.tried(clean=step.clean)
            if step.clean:
                self._found[system.name] = max(self._found[system.name], rate)
        if climb.finished:
            self._round_over(system, climb.clean_rate)
            self._found[system.name] = climb.clean_rate or self._found[system.name]

    async def _given_rounds(self) -> None:
        for number in range(1, self._wanted.rounds + 1):
            outcomes: dict[str, list[tuple[float, bool]]] = {system.name: [] for system in self._systems}
            for rate in self._wanted.rates:
                for system in self._systems:
                    step = await self._step(system, f"round {number}", rate, self._wanted.seconds)
                    outcomes[system.name].append((rate, step.clean))
            for system in self._systems:
                self._round_over(system, rising_clean_rate(outcomes[system.name]))

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


async def _settle(system: System) -> None:
    """Wait until the processes have hardly anything to do; a machine that never comes to rest is measured as it is."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SETTLE_SECONDS
    while loop.time() < deadline:
        before = sum(processor_seconds(system.processes()).values())
        await asyncio.sleep(1.0)
        if sum(processor_seconds(system.processes()).values()) - before < IDLE_SHARE:
            return
