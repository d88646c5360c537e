"""The course of a whole bench over two systems that are simulated by their limits alone."""

from pathlib import Path

import pytest

from rexian.app.bench import campaign
from rexian.app.bench.report import Findings
from rexian.app.bench.step import StepPlan, StepResult
from rexian.app.bench.systems import System
from rexian.app.bench.verdict import Delay, Verdict
from rexian.app.bench.wanted import Wanted

pytestmark = pytest.mark.pure


class LimitedSystem:
    """Clean up to `limit` calls per second."""

    def __init__(self, name: str, limit: float) -> None:
        self.name = name
        self.limit = limit


async def run(monkeypatch: pytest.MonkeyPatch, wanted: Wanted, platform: float, queue: float) -> Findings:
    async def step(system: LimitedSystem, plan: StepPlan, _folder: Path) -> StepResult:
        reasons = () if plan.calls_per_s <= system.limit else ("too much",)
        return StepResult(
            system.name, plan.purpose, plan.calls_per_s, Verdict(10, 10, Delay(1.0, 2.0), 1.0, reasons), 0.0
        )

    async def settle(_system: System) -> None:
        return

    monkeypatch.setattr(campaign, "run_step", step)
    monkeypatch.setattr(campaign, "_settle", settle)
    findings = Findings(wanted.seconds, 500, "22.10.1")
    systems = [LimitedSystem("rexian", platform), LimitedSystem("app_queue", queue)]
    await campaign.Campaign(wanted, systems, findings, Path("/nowhere"), lambda _: None).run()
    return findings


async def test_three_rounds_climb_in_turn_and_the_median_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await run(monkeypatch, Wanted(), platform=24.0, queue=45.0)
    assert findings.rounds == {"rexian": [22.97] * 3, "app_queue": [44.77] * 3}
    assert findings.clean_rates == {"rexian": 22.97, "app_queue": 44.77}
    assert findings.ratio == 0.51
    first_round = [step.system for step in findings.steps if step.purpose == "round 1"]
    assert first_round[:4] == ["rexian", "app_queue", "rexian", "app_queue"]
    report = findings.as_json()
    assert report["measured_at_calls_per_s"] == {"rexian": 11.48, "app_queue": 11.48}
    assert report["invite_to_invite_ms"]["rexian"] == {"p50": 1.0, "p95": 2.0}
    assert report["notes"] == []


async def test_given_steps_are_run_as_given_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await run(monkeypatch, Wanted(rates=(10, 11, 12), rounds=2), platform=11.0, queue=99.0)
    assert findings.clean_rates == {"rexian": 11, "app_queue": 12}
    assert {step.calls_per_s for step in findings.steps} == {10, 11, 12, 5.5}


async def test_without_time_for_rounds_the_search_counts_and_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await run(monkeypatch, Wanted(limit_seconds=95.0), platform=24.0, queue=45.0)
    assert findings.rounds == {"rexian": [], "app_queue": []}
    assert findings.clean_rates == {"rexian": 20.0, "app_queue": 40.0}
    assert any("no finished round" in note for note in findings.notes)


async def test_where_nothing_is_clean_no_ratio_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await run(monkeypatch, Wanted(), platform=0.0, queue=0.0)
    assert findings.ratio is None
    assert findings.at_half == {}
    assert any("no rate was clean" in note for note in findings.notes)
