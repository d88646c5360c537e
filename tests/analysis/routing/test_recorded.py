"""Stays, offers and changes folded from facts; a stay cut into its parts."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from rexian.analysis.routing.contracts import StayEnd, StretchKind
from rexian.analysis.routing.explanation import explain
from rexian.analysis.routing.recorded import day_of, stays_of
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure


def test_an_answered_call_has_its_wait_its_offer_and_its_talk(stories: SimpleNamespace) -> None:
    (stay,) = stays_of(stories.normal_call().events)
    assert (stay.queue_id, stay.end, stay.agent_id, stay.talk_seconds) == ("q1", StayEnd.ANSWERED, "a1", 60.0)
    assert stay.ended_at is not None
    assert (stay.ended_at - stay.entered_at).total_seconds() == 15.0
    (offer,) = stay.offers
    assert (offer.rule, offer.candidates, offer.outcome) == ("longest_idle", 2, "accepted")
    assert [candidate["agent_id"] for candidate in offer.first_five] == ["a1", "a9"]


def test_a_caller_who_gave_up_has_no_agent(stories: SimpleNamespace) -> None:
    (stay,) = stays_of(stories.abandoned_call().events)
    assert (stay.end, stay.agent_id, stay.talk_seconds) == (StayEnd.ABANDONED, None, None)


def test_the_order_of_arrival_does_not_matter(stories: SimpleNamespace) -> None:
    events = stories.declined_then_answered().events
    assert stays_of(events[::-1]) == stays_of(events)


def test_a_contact_that_queues_twice_has_two_stays_with_their_own_offers(stories: SimpleNamespace) -> None:
    story = stories.Story("c9").start().segment("s2", "queue", queue_id="q1").after(5).offer("f1", "a1").after(3)
    story.end_offer("f1", "a1", "accepted").end_segment("s2", "answered").segment("s3", "agent", agent_id="a1")
    story.after(30).end_segment("s3", "agent_lost")
    kept = stories.START.isoformat()
    story.segment("s4", "queue", queue_id="q1", queued_at=kept).after(7).offer("f2", "a2").after(2)
    first, second = stays_of(story.events)
    assert (first.talk_seconds, [offer.offer_id for offer in first.offers]) == (30.0, ["f1"])
    assert (second.end, [offer.offer_id for offer in second.offers]) == (StayEnd.OPEN, ["f2"])
    assert second.queued_at == stories.START
    assert (second.entered_at - second.queued_at).total_seconds() == 38.0


def test_the_parts_of_a_stay_are_the_whole_wait(stories: SimpleNamespace) -> None:
    stays = stays_of(stories.abandoned_call().events)
    (explained,) = explain("c2", stays, stories.START).stays
    parts = [(part.kind, part.seconds) for part in explained.stretches]
    assert parts == [(StretchKind.NO_AGENT_FREE, 30.0), (StretchKind.RINGING, 12.0)]
    (twice,) = explain("c3", stays_of(stories.declined_then_answered().events), stories.START).stays
    assert [part.offer.outcome for part in twice.stretches if part.offer] == ["declined", "accepted"]
    assert sum(part.seconds for part in twice.stretches) == 30.0


def test_a_wait_that_goes_on_reaches_to_now(stories: SimpleNamespace) -> None:
    story = stories.Story("c9").start().segment("s2", "queue", queue_id="q1")
    (explained,) = explain("c9", stays_of(story.events), stories.START + timedelta(seconds=9)).stays
    assert [part.seconds for part in explained.stretches] == [9.0]


def test_a_day_holds_what_began_in_it(stories: SimpleNamespace) -> None:
    start = stories.START
    before = stories.normal_call("c1", start - timedelta(hours=1)).events
    inside = stories.normal_call("c2", start + timedelta(hours=1)).events
    changed = stories.Story("", start + timedelta(hours=2))
    changed.tell(
        EventType.AGENT_STATE_CHANGED,
        agent_id="a1",
        previous="signed_out",
        state="not_ready",
        reason="signed_in",
        changed_by="agent",
        not_ready_reason="signed_in",
        served_contact_id=None,
    )
    events = [*inside, *before, *(replace(event, contact_id=None) for event in changed.events)]
    day = day_of(events, start, start + timedelta(days=1))
    assert [stay.contact_id for stay in day.stays] == ["c2"]
    assert [(change.agent_id, change.state) for change in day.changes] == [("a1", "not_ready")]
