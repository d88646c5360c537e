"""A contact's way, told to a person."""

from datetime import UTC, datetime, timedelta

import pytest

from rexian.analysis.routing.contracts import RecordedOffer, RecordedStay, StayEnd
from rexian.analysis.routing.explanation import explain
from rexian.app.acd.explained import explanation_json, explanation_lines
from rexian.app.acd.stored import Names

pytestmark = pytest.mark.pure

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NAMES = Names({"a1": "8001", "a2": "8002"}, {"q1": "loans"}, "Asia/Shanghai")


def offer(agent_id: str, made: float, ended: float, outcome: str) -> RecordedOffer:
    candidates = tuple(
        {"agent_id": each, "idle_seconds": 12.4, "level": 7, "average_idle_seconds": 30.0, "answered": 3}
        for each in ("a2", "a1")
    )
    contact = {"waited_seconds": made, "priority": 3, "stage": 0, "waiting": 4}
    return RecordedOffer(
        f"o-{agent_id}",
        agent_id,
        START + timedelta(seconds=made),
        START + timedelta(seconds=ended),
        outcome,
        "highest_skill",
        "named_agent" if agent_id == "a1" else "highest_skill",
        2,
        candidates,
        contact,
    )


def test_why_one_waited_and_why_that_agent() -> None:
    offers = (offer("a2", 30.0, 50.0, "timed_out"), offer("a1", 55.0, 58.0, "accepted"))
    ended = START + timedelta(seconds=58)
    stay = RecordedStay(
        "c1",
        "centre",
        "s1",
        "q1",
        START - timedelta(seconds=20),
        START,
        ended,
        StayEnd.ANSWERED,
        "answered",
        offers,
        "a1",
        60.0,
    )
    explanation = explain("c1", [stay], START)
    told = list(explanation_lines(explanation, NAMES))
    assert told[0] == "2026-03-02 09:00:00 queue loans: 58.0 s, answered; its place counts 20.0 s longer"
    assert told[1] == "      30.0 s  no agent was free for it (4 were in line, priority 3)"
    assert told[2] == "      20.0 s  rang at 8002: timed_out"
    assert told[3] == "              rule highest_skill, 2 candidates"
    assert told[4] == "            > 8002, idle 12 s, level 7, idle 30 s on average, 3 answered today"
    assert told[6].endswith("no agent was free for it (4 were in line, priority 3)")
    assert "rule highest_skill, decided by named_agent, 2 candidates" in told[8]
    document = explanation_json(explanation, NAMES)
    assert document["agents"] == {"a2": "8002", "a1": "8001"}
    assert document["stays"][0]["stay"]["entered_at"] == "2026-03-02T01:00:00+00:00"
