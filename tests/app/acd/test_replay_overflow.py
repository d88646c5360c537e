"""A recorded day whose callers were led from queue to queue: each is one caller, in the replay as in the day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rexian.analysis.routing.contracts import RecordedChange, RecordedDay, RecordedOffer, RecordedStay, StayEnd
from rexian.app.acd.documents import parse_document
from rexian.app.acd.engine_line import plain_agent
from rexian.app.acd.recorded_chains import as_callers
from rexian.app.acd.replay import replay, span_of
from rexian.app.acd.replay_changes import Otherwise
from rexian.control.contracts.configuration import (
    CentreConfiguration,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    QueueConfiguration,
)
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.pure

SINCE, UNTIL = span_of(date(2026, 3, 2), "Asia/Shanghai")
AFTER_A_MINUTE = OverflowRule(OverflowCause.WAITED, 60.0, OverflowTargetKind.QUEUE, "all")
CENTRE = CentreConfiguration(
    revision=1,
    organisation_id="o",
    agents=(plain_agent("8001", "all"), plain_agent("8002", "loans")),
    queues=(
        QueueConfiguration("loans", "o", "loans", 20.0, 0.0, "", 0.0, overflow=(AFTER_A_MINUTE,)),
        QueueConfiguration("all", "o", "all", 20.0, 0.0, "", 0.0),
    ),
    numbers=(),
)


def at(seconds: float) -> datetime:
    return SINCE + timedelta(seconds=seconds)


def led_on(number: int, entered: float) -> tuple[RecordedStay, RecordedStay]:
    """A minute for loans, where nobody is ready, then two seconds of ringing in the other queue."""
    contact_id, begin, moved = f"c{number}", at(entered), at(entered + 60)
    first = RecordedStay(
        contact_id, "o", f"a{number}", "loans", begin, begin, moved, StayEnd.LEFT, "overflowed", (), None, None
    )
    rang = RecordedOffer(
        f"o{number}", "8001", moved, at(entered + 62), "accepted", "longest_idle", None, 1, (), {"waiting": 1}
    )
    second = replace(
        first,
        segment_id=f"b{number}",
        queue_id="all",
        entered_at=moved,
        ended_at=at(entered + 62),
        end=StayEnd.ANSWERED,
        end_reason="answered",
        offers=(rang,),
        agent_id="8001",
        talk_seconds=30.0,
    )
    return first, second


def recorded_day() -> RecordedDay:
    """Two callers, hundreds of seconds apart; 8001 is there all the time."""
    changes = tuple(
        RecordedChange(at(seconds), "8001", previous, state, "", "agent", None, None)
        for seconds, previous, state in (
            (0.0, AgentState.SIGNED_OUT, AgentState.NOT_READY),
            (1.0, AgentState.NOT_READY, AgentState.READY),
            (2000.0, AgentState.READY, AgentState.SIGNED_OUT),
        )
    )
    return RecordedDay(SINCE, UNTIL, (*led_on(1, 100.0), *led_on(2, 600.0)), changes)


def test_one_who_was_led_on_is_one_caller() -> None:
    found = replay(recorded_day(), CENTRE, None, within_seconds=15.0)
    for figures in (found.recorded.all, found.replayed.all):
        assert (figures.offered, figures.answered) == (2, 2)
        assert figures.mean_answer_seconds == pytest.approx(62.0, abs=0.1)


def test_another_limit_moves_the_whole_day() -> None:
    sooner = "queues: {loans: {overflow: [{cause: waited, threshold: 20, target_kind: queue, target_id: all}]}}"
    found = replay(recorded_day(), CENTRE, parse_document(sooner, Otherwise, "sooner"), within_seconds=15.0)
    assert found.changed is not None
    assert found.differences is not None
    assert found.changed.all.mean_answer_seconds == pytest.approx(22.0, abs=0.1)
    assert (found.differences.waited_less, found.differences.saved_seconds) == (2, pytest.approx(80.0, abs=0.2))


def test_one_who_comes_back_after_a_while_or_anew_is_another_caller() -> None:
    first, second = led_on(1, 100.0)
    assert [stay.segment_id for stay in as_callers([second, first])] == ["a1"]
    later = replace(second, entered_at=at(170.0))
    anew = replace(second, queued_at=second.entered_at)
    talked = replace(first, end=StayEnd.ANSWERED)
    for pair in ((first, later), (first, anew), (talked, second)):
        assert [stay.segment_id for stay in as_callers(pair)] == ["a1", "b1"]
