"""Runs one step: calls at one rate through one system, and everything that is measured about them."""

import asyncio
import resource
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from rexian.app.bench.capture import read_packets
from rexian.app.bench.systems import System
from rexian.app.bench.trace import Ports, Trace, TracedCall, trace_calls
from rexian.app.bench.usage import processor_seconds, used_ms_per_call
from rexian.app.bench.verdict import DRAIN_SECONDS, Delay, Observed, Verdict, judge
from rexian.app.bench.wire import captured

HOLD_SECONDS = 4.0
"""How long a citizen stays on the line, waiting and talking."""

SAMPLE = 40
_DRAIN_ASK_SECONDS = 0.5
_GENERATOR = "load generator"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step showed. CPU is in milliseconds per call, of each process with its children, until all had drained."""

    system: str
    purpose: str
    calls_per_s: float
    verdict: Verdict
    drained_s: float | None
    cpu_ms_per_call: Mapping[str, float] = field(default_factory=dict)
    load_generator_ms_per_call: float = 0.0

    @property
    def clean(self) -> bool:
        return self.verdict.clean

    @property
    def delay(self) -> Delay | None:
        return self.verdict.delay

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        verdict = self.verdict
        return {
            "system": self.system,
            "purpose": self.purpose,
            "calls_per_s": self.calls_per_s,
            "clean": verdict.clean,
            "why": list(verdict.reasons),
            "calls": verdict.calls,
            "succeeded": verdict.succeeded,
            "invite_to_invite_ms": None if verdict.delay is None else asdict(verdict.delay),
            "recorded_share": None if verdict.recorded_share is None else round(verdict.recorded_share, 4),
            "drained_s": self.drained_s,
            "cpu_ms_per_call": dict(self.cpu_ms_per_call),
            "load_generator_ms_per_call": self.load_generator_ms_per_call,
        }


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step to run; `number` gives every call of the bench a caller's number of its own."""

    number: int
    purpose: str
    calls_per_s: float
    seconds: float


async def run_step(system: System, plan: StepPlan, folder: Path) -> StepResult:
    """Make the calls, wait until what they leave behind has drained (60 s at most), and judge."""
    await system.make_ready()
    before = _processor_seconds(system)
    trace, dropped = await _call(system, plan, folder / f"wire-{plan.number}")
    calls = list(trace.calls.values())
    drained_seconds, missing = await _drained_seconds(system, calls)
    after = _processor_seconds(system)
    recorded = await _recorded_shares(system, calls)
    asked = round(plan.calls_per_s * plan.seconds)
    observed = Observed(asked, trace, HOLD_SECONDS, recorded, drained_seconds, missing, dropped)
    used = used_ms_per_call(before, after, len(calls))
    generator = used.pop(_GENERATOR, 0.0)
    return StepResult(system.name, plan.purpose, plan.calls_per_s, judge(observed), drained_seconds, used, generator)


def caller_prefix(step_number: int) -> str:
    """How the callers' numbers of a step begin. They are nobody's, and so short that no trunk takes them for a landline
    and writes an area code before them: calls are known again by them."""
    return f"9{step_number:04d}"


async def _call(system: System, plan: StepPlan, file: Path) -> tuple[Trace, int]:
    phones = system.phones
    async with captured(file, [system.server_port]) as capture:
        await phones.call(
            prefix=caller_prefix(plan.number),
            calls_per_s=plan.calls_per_s,
            seconds=plan.seconds,
            hold_seconds=HOLD_SECONDS,
        )
    ports = Ports(system.server_port, phones.ports.callers, phones.ports.agents)
    trace = await asyncio.to_thread(lambda: trace_calls(read_packets(file), ports))
    await asyncio.to_thread(file.unlink)
    return trace, capture.dropped_packets


async def _drained_seconds(system: System, calls: list[TracedCall]) -> tuple[float | None, str]:
    """How long it took, or None and what is still missing after a minute."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        state = await system.drained(calls)
        waited = loop.time() - began
        if state.complete:
            return round(waited, 1), ""
        if waited >= DRAIN_SECONDS:
            return None, state.missing
        await asyncio.sleep(_DRAIN_ASK_SECONDS)


async def _recorded_shares(system: System, calls: list[TracedCall]) -> list[float]:
    """Recorded seconds by seconds of talk on the wire, of calls spread evenly over the step."""
    connected = [call for call in calls if call.talk_seconds is not None and call.talk_seconds > 1]
    sample = connected[:: max(1, len(connected) // SAMPLE)]
    recorded = await system.recorded_seconds(sample)
    return [seconds / (call.talk_seconds or 1.0) for seconds, call in zip(recorded, sample, strict=True)]


def _processor_seconds(system: System) -> dict[str, float]:
    """Of the system's processes, and of the load generator: sipp and the capture, ended ones included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = processor_seconds({str(pid): psutil.Process(pid) for pid in system.phones.process_ids})
    return processor_seconds(system.processes()) | {_GENERATOR: sum(running.values()) + ended.ru_utime + ended.ru_stime}
