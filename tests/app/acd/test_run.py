"""A script through the engine: who waits, who gives up, who is there; wait by wait what the textbook's line says."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from rexian.app.acd.engine_line import EngineLines, plain_agent
from rexian.app.acd.reference import Line, Servers, draw
from rexian.app.acd.run import Run
from rexian.app.acd.script import AgentMove, Caller, Centre, MoveKind, Script
from rexian.app.acd.trace import StayOutcome, Trace
from rexian.control.contracts.configuration import (
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    QueueConfiguration,
)
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.pure

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


def queue(queue_id: str = "q", **settings: object) -> QueueConfiguration:
    return QueueConfiguration(queue_id, "o", queue_id, 20.0, 0.0, "", 0.0, **settings)  # type: ignore[arg-type]


def there(agent_id: str, begin: float = 0.0, end: float | None = None) -> list[AgentMove]:
    moves = [AgentMove(begin, agent_id, MoveKind.SIGN_IN), AgentMove(begin, agent_id, MoveKind.READY)]
    return moves if end is None else [*moves, AgentMove(end, agent_id, MoveKind.SIGN_OUT)]


def caller(number: int, at: float, talk: float, patience: float = math.inf, queue_id: str = "q") -> Caller:
    return Caller(f"c{number}", queue_id, at, patience, talk, wrap_up_seconds=10.0)


def run(callers: Sequence[Caller], moves: Sequence[AgentMove], *queues: QueueConfiguration, **script: float) -> Trace:
    agents = [plain_agent(agent_id, "q") for agent_id in sorted({move.agent_id for move in moves})]
    ordered = sorted(moves, key=lambda move: move.at)
    return Run(Script(START, callers, ordered, **script), Centre(agents, queues or (queue(),), "UTC")).result()


def test_one_waits_until_the_agent_is_free_again_and_one_gives_up() -> None:
    callers = [caller(1, 100.0, 60.0), caller(2, 110.0, 30.0), caller(3, 120.0, 30.0, patience=15.0)]
    first, second, third = run(callers, there("a")).stays
    assert (first.wait_seconds, first.agent_id) == (0.0, "a")
    assert second.wait_seconds == pytest.approx(60.0)  # 50 s of talk and 10 s of wrap-up
    assert (third.outcome, third.wait_seconds) == (StayOutcome.ABANDONED, 15.0)


def test_agents_come_and_go_by_their_shifts_and_end_their_talk_first() -> None:
    trace = run([caller(1, 95.0, 60.0), caller(2, 96.0, 60.0)], [*there("a", 50.0, 100.0), *there("b", 200.0, 900.0)])
    assert [stay.agent_id for stay in trace.stays] == ["a", "b"]
    assert trace.stays[1].ended_at == 200.0
    assert trace.agents["a"].seconds[AgentState.TALKING] == 60.0
    assert trace.agents["a"].available_seconds == 45.0


def test_an_offer_that_nobody_takes_goes_on_and_the_agent_comes_back() -> None:
    trace = run([caller(1, 10.0, 30.0)], there("a"), missed_share=0.9, back_after_seconds=40.0)
    assert trace.stays[0].outcome is StayOutcome.ANSWERED
    assert trace.offers == 1 + round(trace.stays[0].wait_seconds / 60.0)
    assert trace.offers > 1


def test_a_wait_that_is_too_long_overflows_with_its_place() -> None:
    rule = OverflowRule(OverflowCause.WAITED, 30.0, OverflowTargetKind.QUEUE, "other")
    out = OverflowRule(OverflowCause.WAITED, 30.0, OverflowTargetKind.FLOW, "menu")
    callers = [caller(1, 0.0, 500.0), caller(2, 1.0, 10.0, queue_id="first")]
    to_queue = run(callers, there("a"), queue("first", overflow=(rule,)), queue("other"), queue())
    assert to_queue.stays[1].outcome is StayOutcome.WAITING
    to_menu = run(callers, there("a"), queue("first", overflow=(out,)), queue())
    assert (to_menu.stays[1].outcome, to_menu.stays[1].wait_seconds) == (StayOutcome.OVERFLOWED, 30.0)


@pytest.mark.parametrize("patience", [math.inf, 0.0, 90.0], ids=["all wait", "none waits", "some give up"])
def test_the_engine_serves_every_caller_when_the_textbook_does(patience: float) -> None:
    line = Line(servers=5, load=4.0, handling_seconds=180.0, patience_seconds=patience)
    calls = draw(line, 500, 3, np.random.default_rng(1))
    offered = Servers(5, 3).offered_waits(calls, impatient=True)
    waits, served = EngineLines(line).serve(calls)
    assert np.abs(waits - np.minimum(offered, calls.patience)).max() < 1e-4
    assert np.array_equal(served == 1.0, offered <= calls.patience)
    assert (offered > 0.0).any()
