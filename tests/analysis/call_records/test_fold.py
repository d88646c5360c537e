"""A contact's facts folded into its call record, whatever way the call went and in whatever order its facts came."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.analysis.call_records.contracts import Outcome
from rexian.analysis.call_records.rules import project
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure


def test_a_normal_call_tells_when_how_long_and_by_whom(stories) -> None:
    record = project(stories.normal_call().events)
    assert record is not None
    assert (record.contact_id, record.organisation_id, record.kind) == ("c1", "o1", "inbound")
    assert (record.called_number, record.trunk, record.caller_number_sealed) == ("12329", "carrier", "sealed:c1")
    assert (record.started_at, record.ended_at) == (stories.START, stories.START + timedelta(seconds=95))
    assert (record.reason, record.ended_by, record.outcome) == ("citizen_hung_up", "citizen", Outcome.ANSWERED)
    assert record.waiting_seconds == 15.0
    assert record.talk_seconds == 60.0
    assert record.agent_ids == ("a1",)
    assert record.queue_ids == ("q1",)
    assert record.auth_level == "password"
    assert record.menu_path == ("Personal query", "Operator")
    assert record.recording_ids == ("r1",)
    assert record.recovered is False
    assert [segment.kind for segment in record.segments] == ["ivr", "queue", "agent"]


def test_a_citizen_who_gives_up_in_the_queue_is_abandoned_with_the_time_waited(stories) -> None:
    record = project(stories.abandoned_call().events)
    assert record is not None
    assert record.outcome is Outcome.ABANDONED
    assert (record.waiting_seconds, record.talk_seconds, record.agent_ids) == (42.0, 0.0, ())


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("called_again", Outcome.CALLED_AGAIN),
        ("callback_cancelled", Outcome.CALLBACK_CANCELLED),
        ("callback_expired", Outcome.ABANDONED),
        ("not_reached", Outcome.NOT_REACHED),
    ],
)
def test_a_promised_call_back_that_was_not_made_says_why(stories, reason: str, outcome: Outcome) -> None:
    story = stories.Story("c1").start().segment("s1", "queue", queue_id="q1").after(5).end_segment("s1", "callback")
    story.segment("s2", "callback", queue_id="q1").after(60).end_segment("s2", reason)
    record = project(story.tell(EventType.CONTACT_ENDED, reason=reason, ended_by="citizen").events)
    assert record is not None
    assert record.outcome is outcome
    assert record.waiting_seconds == 5


def test_a_declined_offer_keeps_the_citizen_waiting_until_the_next_agent_answers(stories) -> None:
    record = project(stories.declined_then_answered().events)
    assert record is not None
    assert (record.waiting_seconds, record.agent_ids) == (30.0, ("a2",))
    assert [segment.offers for segment in record.segments] == [2, 0]


def test_the_time_without_the_agents_voice_is_no_talk(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1")
    story.after(10).tell(EventType.LEG_LOST, segment_id="s1", agent_id="a1", channel_id="x", cause="gone")
    story.after(4).tell(EventType.LEG_RESTORED, segment_id="s1", agent_id="a1", channel_id="y")
    story.after(6).end_segment("s1", "citizen_hung_up").end("citizen_hung_up", "citizen")
    record = project(story.events)
    assert record is not None
    assert (record.talk_seconds, record.segments[0].interrupted_seconds) == (16.0, 4.0)


def test_a_leg_that_never_came_back_is_lost_until_the_segment_ends(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1")
    story.after(10).tell(EventType.LEG_LOST, segment_id="s1", agent_id="a1", channel_id="x", cause="gone")
    story.after(5).end_segment("s1", "lost").end("lost", "system")
    record = project(story.events)
    assert record is not None
    assert record.talk_seconds == 10.0


def test_hold_is_no_talk_even_when_the_leg_is_lost_and_comes_back_meanwhile(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1")
    story.after(10).tell(EventType.PARTIES_PLACED, places={"citizen": "music"}, reason="held")
    story.after(2).tell(EventType.LEG_LOST, segment_id="s1", agent_id="a1", channel_id="x", cause="gone")
    story.after(3).tell(EventType.LEG_RESTORED, segment_id="s1", agent_id="a1", channel_id="y")
    story.after(4).tell(EventType.PARTIES_PLACED, places={"citizen": "contact"}, reason="retrieved")
    story.after(6).end_segment("s1", "citizen_hung_up").end("citizen_hung_up", "citizen")
    record = project(story.events)
    assert record is not None
    assert (record.talk_seconds, record.segments[0].interrupted_seconds) == (16.0, 9.0)


def test_a_menu_for_one_thing_is_no_talk(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1")
    story.after(10).segment("s2", "ivr", flow_id="f", errand=True)
    story.after(5).tell(EventType.PARTIES_PLACED, places={"p": "whispering"}, reason="supervising")
    story.after(3).end_segment("s2", "came_back")
    story.tell(EventType.PARTIES_PLACED, places={"citizen": "contact"}, reason="retrieved")
    story.after(6).end_segment("s1", "citizen_hung_up").end("citizen_hung_up", "citizen")
    record = project(story.events)
    assert record is not None
    assert (record.talk_seconds, record.segments[0].interrupted_seconds) == (16.0, 8.0)


def test_a_consultation_that_ends_as_a_transfer_is_three_segments_and_two_talks(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1", queue_id="q1")
    story.after(10).tell(EventType.PARTIES_PLACED, places={"s1": "consult"}, reason="consulting")
    story.after(5).segment("s2", "consult", agent_id="a2", party_id="p2")
    story.after(7).end_segment("s1", "transferred").end_segment("s2", "completed")
    story.segment("s3", "agent", agent_id="a2", queue_id="q1", party_id="p2")
    story.after(20).end_segment("s3", "citizen_hung_up").end("citizen_hung_up", "citizen")
    record = project(story.events)
    assert record is not None
    assert [(segment.kind, segment.agent_id) for segment in record.segments] == [
        ("agent", "a1"),
        ("consult", "a2"),
        ("agent", "a2"),
    ]
    assert (record.talk_seconds, record.segments[0].interrupted_seconds) == (30.0, 12.0)
    assert record.agent_ids == ("a1", "a2")


def test_what_was_recovered_after_an_outage_marks_the_record(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "agent", agent_id="a1").after(20)
    story.recovered().end_segment("s1", "citizen_hung_up").end("citizen_hung_up", "citizen")
    record = project(story.events)
    assert record is not None
    assert record.recovered
    assert record.talk_seconds == 20.0


def test_a_segment_whose_end_was_never_told_ends_with_the_contact(stories) -> None:
    record = project(stories.Story("c1").start().segment("s1", "ivr").after(9).end("lost", "system").events)
    assert record is not None
    assert record.segments[0].ended_at == stories.START + timedelta(seconds=9)
    assert record.outcome is Outcome.SELF_SERVICE


@pytest.mark.parametrize("missing", [EventType.CONTACT_STARTED, EventType.CONTACT_ENDED])
def test_there_is_no_record_before_start_and_end_are_known(stories, missing: EventType) -> None:
    assert project(event for event in stories.normal_call().events if event.type != missing) is None


def test_a_refused_call_is_told_apart_from_self_service(stories) -> None:
    record = project(stories.Story("c1").start().end("refused", "system").events)
    assert record is not None
    assert record.outcome is Outcome.REFUSED


def test_a_clock_that_was_set_back_gives_no_negative_span(stories) -> None:
    story = stories.Story("c1").start().segment("s1", "queue", queue_id="q1")
    record = project(story.after(-5).end_segment("s1", "abandoned").end("lost", "system").events)
    assert record is not None
    assert record.waiting_seconds == 0.0
    assert record.ended_at >= record.started_at


@given(data=st.data())
def test_the_order_of_arrival_does_not_change_the_record(stories, data: st.DataObject) -> None:
    build = data.draw(st.sampled_from([stories.normal_call, stories.abandoned_call, stories.declined_then_answered]))
    events = build().events
    shuffled = data.draw(st.permutations(events))
    assert project(shuffled) == project(events)
    assert project(events) is not None
