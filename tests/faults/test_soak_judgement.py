"""The soak's judgement finds what it is there for: a journal and a database made up, each with one thing wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from tests.rig.records import Records, Row
from tests.rig.soak import judgement as judgements
from tests.rig.soak.citizens import Fate
from tests.rig.soak.judgement import Judgement
from tests.rig.soak.plan import Doings, Kill
from tests.rig.soak.tail import JournalTail

pytestmark = pytest.mark.pure

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)
CONTACT = "contact-1"
RECORDING = {"recording_id": "recording-1"}
STORED = {"contact_id": CONTACT, "recording_id": "recording-1", "state": "stored", "gaps": None, "blocks": 1}


class MadeUp:
    """Answers every question with the same rows."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    async def rows(self, statement: str, **values: Any) -> list[Row]:
        return self._rows


def events(*parts: tuple[str, dict[str, Any]]) -> list[Row]:
    return [
        {
            "id": f"e{number}",
            "sequence": number,
            "time": f"2026-01-01T00:00:{number:02}.000+00:00",
            "type": name,
            "data": data,
        }
        for number, (name, data) in enumerate(parts, start=1)
    ]


def judging(story: list[Row], rows: list[Row], *, hung_up: bool = False, kill: Kill | None = None) -> Judgement:
    tail = JournalTail.__new__(JournalTail)
    tail.contacts = {CONTACT: story}
    doings = Doings(1, {CONTACT} if hung_up else set(), [kill] if kill else [])
    return Judgement(tail, cast(Records, MadeUp(rows)), doings)


def ended(by: str) -> list[Row]:
    return events(("contact.started", {}), ("contact.ended", {"ended_by": by, "reason": "any"}))


@pytest.mark.parametrize(
    ("by_citizen", "by", "hung_up", "wrong"),
    [
        (True, "citizen", False, ""),
        (False, "agent", True, ""),
        (False, "agent", False, "cut"),
        (False, "system", True, "ended as"),
        (True, "system", False, "ended as"),
    ],
)
def test_a_call_that_nobody_meant_to_end_is_found(by_citizen: bool, by: str, hung_up: bool, wrong: str) -> None:
    judgement = judging(ended(by), [], hung_up=hung_up)
    judgement.no_call_was_cut([Fate("139", CONTACT, by_citizen, 200)])
    assert (wrong in judgement.findings) if wrong else not judgement.findings


def test_a_contact_that_never_ended_is_found() -> None:
    judgement = judging(ended("citizen")[:1], [])
    judgement.no_call_was_cut([Fate("139", CONTACT, True, 200)])
    assert "ended as []" in judgement.findings


@pytest.mark.parametrize("lost", [None, 0, 1])
async def test_a_lost_event_is_found(lost: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgements, "WRITTEN_SECONDS", 0)
    story = ended("citizen")
    facts = [{"contact_id": CONTACT, **event} for place, event in enumerate(story) if place != lost]
    judgement = judging(story, facts)
    await judgement.all_events_are_facts()
    assert bool(judgement.findings) == (lost is not None)


@pytest.mark.parametrize(
    ("row", "right"),
    [
        (STORED, True),
        (None, False),
        ({**STORED, "state": "failed"}, False),
        ({**STORED, "blocks": 0}, False),
        ({**STORED, "gaps": [{"party": "citizen", "block": 1, "expected_seconds": 1}]}, False),
    ],
)
async def test_a_recording_that_is_not_complete_is_found(
    row: Row | None, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements, "WRITTEN_SECONDS", 0)
    story = events(
        ("segment.started", {"kind": "agent", **RECORDING}),
        ("recording.block_started", {"block": 1, **RECORDING}),
        ("recording.stopped", RECORDING),
    )
    judgement = judging(story, [] if row is None else [row])
    await judgement.all_recordings_are_complete()
    assert bool(judgement.findings) != right


@pytest.mark.parametrize(
    ("seconds", "expected_seconds", "right"),
    [(1.9, 1, False), (2.0, 1, True), (3.0, 1, True), (3.1, 1, False), (2.5, 4.5, True), (2.5, 5.5, False)],
)
async def test_a_gap_is_excused_until_the_return_of_a_control_killed_while_it_set_the_block_up(
    seconds: float, expected_seconds: float, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements, "WRITTEN_SECONDS", 0)
    story = events(("segment.started", RECORDING), ("recording.block_started", {"block": 1, **RECORDING}))
    story += [{**story[0], "type": "recording.stopped"}]
    kill = Kill(MIDNIGHT + timedelta(seconds=seconds), back=MIDNIGHT + timedelta(seconds=6.5))
    gap = {"party": "citizen", "block": 1, "expected_seconds": expected_seconds}
    judgement = judging(story, [{**STORED, "gaps": [gap]}], kill=kill)
    await judgement.all_recordings_are_complete()
    assert bool(judgement.findings) != right
