"""The yardstick on a real Asterisk with real telephones: one small step, measured as the bench does."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from rexian.app.bench.app_queue import AppQueue
from rexian.app.bench.servers import make_folder, start_app_queue
from rexian.app.bench.step import HOLD_SECONDS, StepPlan, run_step
from rexian.app.settings import Settings

pytestmark = [pytest.mark.parts, pytest.mark.usefixtures("wire_readable")]

AGENTS = 20


@pytest.fixture
def folder() -> Iterator[Path]:
    made = make_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture
async def app_queue(folder: Path) -> AsyncIterator[AppQueue]:
    queue, _ = await start_app_queue(Settings(), folder / "home", folder, AGENTS)
    yield queue
    await queue.stop()


async def test_a_small_step_reaches_the_agents_and_is_recorded(app_queue: AppQueue, folder: Path) -> None:
    step = await run_step(app_queue, StepPlan(1, "test", calls_per_s=2, seconds=3), folder)
    assert step.verdict.calls == 6
    assert step.verdict.succeeded == 6
    assert step.delay is not None
    assert 0 < step.delay.p50 <= step.delay.p95
    assert step.verdict.recorded_share == pytest.approx(1.0, abs=0.05)
    assert step.cpu_ms_per_call["asterisk"] > 0
    assert step.load_generator_ms_per_call > 0


async def test_more_calls_than_agents_are_not_called_clean(app_queue: AppQueue, folder: Path) -> None:
    calls_per_s = 2 * AGENTS / HOLD_SECONDS
    step = await run_step(app_queue, StepPlan(1, "test", calls_per_s=calls_per_s, seconds=4), folder)
    assert not step.clean
    assert any("p95" in reason for reason in step.verdict.reasons)
