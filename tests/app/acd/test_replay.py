"""A recorded day through the engine: as it was, and as it would have been."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rexian.analysis.routing.contracts import RecordedChange, RecordedDay, RecordedOffer, RecordedStay, StayEnd
from rexian.app.acd.documents import parse_document, read_document
from rexian.app.acd.engine_line import plain_agent
from rexian.app.acd.errors import NothingRecorded, PlanInvalid
from rexian.app.acd.replay import replay, span_of
from rexian.app.acd.replay_changes import Otherwise
from rexian.app.acd.replay_script import mean_patience, recorded_script, wrap_ups
from rexian.app.acd.script import MoveKind
from rexian.control.contracts.configuration import CentreConfiguration, QueueConfiguration
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.pure

SINCE, UNTIL = span_of(date(2026, 3, 2), "Asia/Shanghai")
CENTRE = CentreConfiguration(
    revision=1,
    organisation_id="o",
    agents=(plain_agent("8001", "q"), plain_agent("8002", "q")),
    queues=(QueueConfiguration("q", "o", "loans", 20.0, 10.0, "", 0.0),),
    numbers=(),
)


def at(seconds: float) -> datetime:
    return SINCE + timedelta(seconds=seconds)


def answered(number: int, entered: float, wait: float, talk: float, agent_id: str = "8001") -> RecordedStay:
    """Rang for 2 s at the end of the wait."""
    offer = RecordedOffer(
        f"o{number}", agent_id, at(entered + wait - 2), at(entered + wait), "accepted", "longest_idle", None, 1, (), {}
    )
    begin, end = at(entered), at(entered + wait)
    return RecordedStay(
        f"c{number}",
        "centre",
        f"s{number}",
        "q",
        begin,
        begin,
        end,
        StayEnd.ANSWERED,
        "answered",
        (offer,),
        agent_id,
        talk,
    )


def gave_up(number: int, entered: float, wait: float) -> RecordedStay:
    begin, end = at(entered), at(entered + wait)
    return RecordedStay(
        f"c{number}", "centre", f"s{number}", "q", begin, begin, end, StayEnd.ABANDONED, "citizen_hung_up", ()
    )


def change(seconds: float, previous: AgentState, state: AgentState, **more: Any) -> RecordedChange:
    values = {"reason": "", "changed_by": "agent", "not_ready_reason": None, "contact_id": None} | more
    return RecordedChange(at(seconds), "8001", previous, state, **values)


def recorded_day() -> RecordedDay:
    """One agent, three callers: the second waits for the first one's talk and wrap-up, the third gives up."""
    out, away, ready = AgentState.SIGNED_OUT, AgentState.NOT_READY, AgentState.READY
    talking, wrap_up = AgentState.TALKING, AgentState.WRAP_UP
    changes = (
        change(0.0, out, away, not_ready_reason="signed_in"),
        change(10.0, away, ready),
        change(102.0, AgentState.RINGING, talking, contact_id="c1"),
        change(202.0, talking, wrap_up, contact_id="c1"),
        change(207.0, wrap_up, ready),
        change(209.0, AgentState.RINGING, talking, contact_id="c2"),
        change(239.0, talking, wrap_up, contact_id="c2"),
        change(249.0, wrap_up, ready),
        change(900.0, ready, out),
    )
    stays = (answered(1, 100.0, 2.0, 100.0), answered(2, 120.0, 89.0, 30.0), gave_up(3, 150.0, 20.0))
    return RecordedDay(SINCE, UNTIL, stays, changes)


def test_a_replay_without_changes_is_what_was_recorded() -> None:
    found = replay(recorded_day(), CENTRE, None, within_seconds=15.0)
    for figures in (found.recorded.all, found.replayed.all):
        assert (figures.answered, figures.abandoned) == (2, 1)
        assert figures.mean_answer_seconds == pytest.approx((2.0 + 89.0) / 2, abs=0.01)
    assert found.recorded.load.occupancy == pytest.approx(found.replayed.load.occupancy, abs=0.01)
    assert found.changed is None


def test_one_more_agent_shortens_waits_and_answers_who_gave_up() -> None:
    otherwise = parse_document('agents: {"8003": {like: "8001", shifts: [["00:00", "01:00"]]}}', Otherwise, "more")
    found = replay(recorded_day(), CENTRE, otherwise, within_seconds=15.0)
    assert found.changed is not None
    assert found.changed.all.mean_answer_seconds == pytest.approx((2.0 + 2.0 + 14.0) / 3, abs=0.01)
    assert found.differences is not None
    assert (found.differences.waited_less, found.differences.other_agent) == (1, 1)
    assert (found.differences.answered_only_now, found.differences.answered_no_more) == (1, 0)
    assert found.differences.saved_seconds == pytest.approx(87.0, abs=0.1)


def test_an_agent_who_is_away_and_a_longer_wrap_up_cost_answers() -> None:
    longer = parse_document("queues: {loans: {wrap_up_seconds: 65}}", Otherwise, "longer")
    found = replay(recorded_day(), CENTRE, longer, within_seconds=15.0)
    assert found.changed is not None
    assert found.changed.all.longest_wait_seconds == pytest.approx(89.0 + 60.0, abs=1.0)
    nobody = parse_document('agents: {"8001": {absent: true}}', Otherwise, "nobody")
    none = replay(recorded_day(), CENTRE, nobody, within_seconds=15.0)
    assert none.changed is not None
    assert none.changed.all.answered == 0
    assert none.differences is not None
    assert none.differences.answered_no_more == 2


def test_the_days_own_patience_and_wrap_ups_fill_what_was_not_recorded() -> None:
    day = recorded_day()
    assert mean_patience(day.stays) == pytest.approx(2.0 + 89.0 + 20.0)
    assert wrap_ups(day.changes) == {("c1", "8001"): 5.0, ("c2", "8001"): 10.0}
    script = recorded_script(day, {"q": 10.0}, {"8001"})
    assert [caller.wrap_up_seconds for caller in script.callers] == [5.0, 10.0, 10.0]
    assert script.callers[2].patience_seconds == 20.0
    assert script.callers[0].patience_seconds > 2.0
    assert script == recorded_script(day, {"q": 10.0}, {"8001"})
    kinds = [move.kind for move in script.moves]
    assert kinds == [MoveKind.SIGN_IN, MoveKind.READY, MoveKind.SIGN_OUT]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("queues: {nowhere: {rule: longest_idle}}", "queues.nowhere: there is no such queue"),
        ("queues: {loans: {rule: fastest}}", "queues.loans: rule"),
        ('agents: {"9": {absent: true}}', "agents.9: there is no such agent"),
        ('agents: {"9": {like: "8001"}}', "agents.9: one more agent needs shifts"),
        ('agents: {"8001": {skils: []}}', "agents.8001: there is no setting 'skils'"),
        ("roster: {}", "roster"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(PlanInvalid) as refused:
        replay(recorded_day(), CENTRE, parse_document(text, Otherwise, "changed.yaml"), within_seconds=15.0)
    assert complaint in refused.value.message


def test_a_file_that_is_not_there_and_a_day_without_callers_are_told(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalid, match="cannot be read"):
        read_document(tmp_path / "changed.yaml", Otherwise)
    with pytest.raises(NothingRecorded):
        replay(RecordedDay(SINCE, UNTIL, (), ()), CENTRE, None, within_seconds=15.0)
