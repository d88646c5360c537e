"""Contacts told as stories: what happened, one after another, as control would have written it down."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Self

import pytest

from rexian.control.contracts.events import Event, EventType

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Story:
    """Builds a contact's events; `after` moves its clock, every other verb writes what happened at that moment."""

    def __init__(self, contact_id: str, start: datetime = START) -> None:
        self.contact_id = contact_id
        self.now = start
        self.events: list[Event] = []
        self._recovered = False

    def after(self, seconds: float) -> Self:
        self.now += timedelta(seconds=seconds)
        return self

    def recovered(self) -> Self:
        self._recovered = True
        return self

    def tell(self, type_: str, sealed: dict[str, str] | None = None, **data: Any) -> Self:
        sequence = len(self.events) + 1
        event = Event(
            id=f"{self.contact_id}-{sequence:04}",
            type=str(type_),
            version=1,
            time=self.now,
            actor="system",
            organisation_id="o1",
            media_node="m1",
            contact_id=self.contact_id,
            sequence=sequence,
            recovered=self._recovered,
            data=data,
            sealed=sealed or {},
        )
        self.events.append(event)
        return self

    def start(self) -> Self:
        sealed = {"caller_number": f"sealed:{self.contact_id}"}
        return self.tell(
            EventType.CONTACT_STARTED,
            sealed,
            kind="inbound",
            trunk="carrier",
            called_number="12329",
            channel_id="m1-ch",
        )

    def segment(self, segment_id: str, kind: str, **data: Any) -> Self:
        return self.tell(EventType.SEGMENT_STARTED, segment_id=segment_id, kind=kind, **data)

    def end_segment(self, segment_id: str, reason: str) -> Self:
        return self.tell(EventType.SEGMENT_ENDED, segment_id=segment_id, reason=reason)

    def choose(self, key: str, label: str) -> Self:
        return self.tell(EventType.FLOW_CHOICE_MADE, segment_id="s1", node_id="main", key=key, label=label)

    def offer(self, offer_id: str, agent_id: str) -> Self:
        reason = {"rule": "longest_idle", "candidates": 2, "first_five": [agent_id, "a9"]}
        self.tell(
            EventType.OFFER_MADE,
            offer_id=offer_id,
            segment_id="s2",
            agent_id=agent_id,
            queue_id="q1",
            channel_id="m1-x",
            deadline=(self.now + timedelta(seconds=20)).isoformat(),
            reason=reason,
        )
        return self.tell(EventType.OFFER_RINGING, offer_id=offer_id)

    def end_offer(self, offer_id: str, agent_id: str, outcome: str) -> Self:
        return self.tell(EventType.OFFER_ENDED, offer_id=offer_id, agent_id=agent_id, outcome=outcome)

    def end(self, reason: str, ended_by: str) -> Self:
        return self.tell(EventType.CONTACT_ENDED, reason=reason, ended_by=ended_by)


def normal_call(contact_id: str = "c1", start: datetime = START) -> Story:
    """Menu with a proven identity, 15 s of queue and ringing, 60 s of talk."""
    story = Story(contact_id, start).start().segment("s1", "ivr", flow_id="main", flow_version=1)
    story.tell(
        EventType.PROMPT_STARTED,
        {"text": f"sealed:{contact_id}:text"},
        segment_id="s1",
        node_id="welcome",
        playback_id="p1",
        prompt_id="welcome",
        clip_id="k1",
        clip_seconds=4.0,
    )
    story.after(4).tell(EventType.PROMPT_ENDED, playback_id="p1", outcome="played").choose("1", "Personal query")
    story.tell(EventType.CONTACT_IDENTIFIED, {"subject": "sealed"}, auth_level="password", object="fund_account")
    story.after(16).choose("0", "Operator").end_segment("s1", "queued").segment("s2", "queue", queue_id="q1")
    story.after(5).offer("f1", "a1").after(10).end_offer("f1", "a1", "accepted").end_segment("s2", "answered")
    story.segment("s3", "agent", agent_id="a1", queue_id="q1", offer_id="f1")
    tracks = {"citizen": "m1-c", "agent": "m1-a"}
    story.tell(EventType.RECORDING_BLOCK_STARTED, recording_id="r1", segment_id="s3", block=1, tracks=tracks)
    story.after(60).tell(EventType.RECORDING_BLOCK_ENDED, recording_id="r1", block=1, expected_seconds=60.0)
    story.tell(EventType.RECORDING_STOPPED, recording_id="r1", segment_id="s3", agent_id="a1", blocks=1)
    return story.end_segment("s3", "citizen_hung_up").end("citizen_hung_up", "citizen")


def abandoned_call(contact_id: str = "c2", start: datetime = START) -> Story:
    """The citizen gives up after 42 s in the queue, with one offer ringing in vain."""
    story = Story(contact_id, start).start().segment("s2", "queue", queue_id="q1").after(30).offer("f1", "a1")
    story.after(12).end_offer("f1", "a1", "caller_gone").end_segment("s2", "abandoned")
    return story.end("citizen_hung_up", "citizen")


def declined_then_answered(contact_id: str = "c3", start: datetime = START) -> Story:
    """The first agent declines after 10 s, the second answers 20 s later."""
    story = Story(contact_id, start).start().segment("s2", "queue", queue_id="q1").offer("f1", "a1")
    story.after(10).end_offer("f1", "a1", "declined").offer("f2", "a2")
    story.after(20).end_offer("f2", "a2", "accepted").end_segment("s2", "answered")
    story.segment("s3", "agent", agent_id="a2", queue_id="q1", offer_id="f2").after(30)
    return story.end_segment("s3", "agent_hung_up").end("agent_hung_up", "agent")


@pytest.fixture(scope="session")
def stories() -> SimpleNamespace:
    return SimpleNamespace(
        START=START,
        Story=Story,
        normal_call=normal_call,
        abandoned_call=abandoned_call,
        declined_then_answered=declined_then_answered,
    )
