"""What the bench found out: one JSON object, and the same as a table for a person."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from rexian.app.bench.app_queue import NAME as QUEUE_NAME
from rexian.app.bench.platform import NAME as PLATFORM_NAME
from rexian.app.bench.step import HOLD_SECONDS, StepResult


@dataclass(slots=True)
class Findings:
    """Collected while the bench runs. `rounds` holds the clean rate of each finished round of each system."""

    seconds: float
    agents: int
    asterisk_version: str
    steps: list[StepResult] = field(default_factory=list)
    rounds: dict[str, list[float]] = field(default_factory=lambda: {PLATFORM_NAME: [], QUEUE_NAME: []})
    clean_rates: dict[str, float] = field(default_factory=dict)
    at_half: dict[str, StepResult] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    took_seconds: float = 0.0

    @property
    def ratio(self) -> float | None:
        """The product's clean rate by app_queue's; None when the latter has none."""
        queue = self.clean_rates.get(QUEUE_NAME, 0.0)
        return round(self.clean_rates.get(PLATFORM_NAME, 0.0) / queue, 2) if queue else None

    def as_json(self) -> dict[str, Any]:
        """The whole report."""
        return {
            "clean_calls_per_s": self.clean_rates.get(PLATFORM_NAME, 0.0),
            "app_queue_clean_calls_per_s": self.clean_rates.get(QUEUE_NAME, 0.0),
            "ratio": self.ratio,
            "invite_to_invite_ms": self._of_half(_delay),
            "cpu_ms_per_call": self._of_half(lambda step: dict(step.cpu_ms_per_call)),
            "measured_at_calls_per_s": self._of_half(lambda step: step.calls_per_s),
            "rounds": self.rounds,
            "steps": [step.as_json() for step in self.steps],
            "conditions": {
                "cores": os.cpu_count(),
                "asterisk": self.asterisk_version,
                "agents": self.agents,
                "step_seconds": self.seconds,
                "call_seconds": HOLD_SECONDS,
                "load_generator": "on the same cores",
            },
            "notes": self.notes,
            "took_s": round(self.took_seconds, 1),
        }

    def _of_half(self, of_step: Any) -> dict[str, Any]:
        return {name: of_step(step) for name, step in self.at_half.items()}


def _delay(step: StepResult) -> Mapping[str, float] | None:
    return None if step.delay is None else asdict(step.delay)


def step_line(step: StepResult) -> str:
    """One step in one line for the terminal."""
    verdict = step.verdict
    delay = "no delay" if verdict.delay is None else f"p50 {verdict.delay.p50:.0f} ms, p95 {verdict.delay.p95:.0f} ms"
    mark = "[green]clean[/]" if step.clean else f"[red]not clean[/]: {'; '.join(verdict.reasons)}"
    return f"{step.system:<9} {step.calls_per_s:>6.1f} calls/s ({step.purpose}): {delay}, {mark}"


def show(findings: Findings, console: Console) -> None:
    """Print the result as a table."""
    table = Table(title="calls per second, clean")
    for column in ("", PLATFORM_NAME, QUEUE_NAME):
        table.add_column(column)
    for name, values in _rows(findings):
        table.add_row(name, *values)
    console.print(table)
    console.print(f"ratio {findings.ratio}   took {findings.took_seconds:.0f} s", highlight=False)
    for note in findings.notes:
        console.print(f"note: {note}", highlight=False, markup=False)


def _rows(findings: Findings) -> Sequence[tuple[str, list[str]]]:
    names = (PLATFORM_NAME, QUEUE_NAME)
    rows = [
        ("clean calls/s", [str(findings.clean_rates.get(name, 0.0)) for name in names]),
        ("rounds", [", ".join(map(str, findings.rounds[name])) for name in names]),
    ]
    half = [findings.at_half.get(name) for name in names]
    rows.append(("at half: calls/s", ["" if step is None else str(step.calls_per_s) for step in half]))
    delays = [None if step is None else step.delay for step in half]
    rows.append(("INVITE to INVITE p50 ms", ["" if delay is None else str(delay.p50) for delay in delays]))
    rows.append(("INVITE to INVITE p95 ms", ["" if delay is None else str(delay.p95) for delay in delays]))
    used: list[Mapping[str, float]] = [{} if step is None else step.cpu_ms_per_call for step in half]
    for process in dict.fromkeys(name for each in used for name in each):
        rows.append((f"CPU ms/call {process}", [str(each.get(process, "")) for each in used]))
    return rows
