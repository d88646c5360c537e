"""How a contact's facts become its call record.

Decides times, spans, outcome and segments. Called by the service for one contact at a time with all of its facts;
pure, so a rebuild gives the same rows. Leaves sealed values sealed. The order of arrival does not matter: facts are
folded in the order of their sequence in the contact, and the whole contact is folded again when one arrives late.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rexian.analysis.call_records.contracts import CallRecord, CallSegment, Outcome
from rexian.control.contracts.events import Event, EventType

TALKS = ("agent", "external")
"""Kinds of segment in which somebody answers for the contact."""

APART = ("held", "consulting")
"""Reasons of a change of places after which the citizen waits."""

OUTCOME_OF_REASON = {
    "not_reached": Outcome.NOT_REACHED,
    "called_again": Outcome.CALLED_AGAIN,
    "callback_cancelled": Outcome.CALLBACK_CANCELLED,
}
"""Ends that say by themselves what became of the contact."""
TURNED_AWAY = ("refused", "overload")
"""Why a call ended that was never answered: its number, or for Asterisk could not keep up."""

TOGETHER = ("retrieved", "taken_back", "joined")


@dataclass
class _SegmentDraft:
    started: Event
    ended: Event | None = None
    offers: int = 0
    interruptions: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)
    """Why agent and citizen do not hear each other now."""

    @property
    def is_talk(self) -> bool:
        return self.started.data.get("kind") in TALKS

    def interrupt(self, reason: str, at: datetime) -> None:
        if not self.reasons:
            self.interruptions.append((at, None))
        self.reasons.add(reason)

    def resume(self, reason: str, at: datetime) -> None:
        was_apart = bool(self.reasons)
        self.reasons.discard(reason)
        if was_apart and not self.reasons:
            self.interruptions[-1] = (self.interruptions[-1][0], at)


@dataclass
class _Draft:
    started: Event | None = None
    ended: Event | None = None
    answered: bool = True
    """Whether the citizen was there from the start, or has answered since."""
    auth_level: str = "none"
    menu_path: list[str] = field(default_factory=list)
    recording_ids: dict[str, None] = field(default_factory=dict)
    segments: dict[str, _SegmentDraft] = field(default_factory=dict)
    recovered: bool = False

    def talks(self) -> list[_SegmentDraft]:
        """Who answers for the contact just now."""
        return [segment for segment in self.segments.values() if segment.is_talk and segment.ended is None]

    def segment_of(self, event: Event) -> _SegmentDraft | None:
        return self.segments.get(str(event.data.get("segment_id")))


def _contact_started(draft: _Draft, event: Event) -> None:
    draft.started = draft.started or event
    draft.answered = event.data.get("kind", "inbound") == "inbound"


def _contact_ended(draft: _Draft, event: Event) -> None:
    draft.ended = draft.ended or event


def _contact_identified(draft: _Draft, event: Event) -> None:
    draft.auth_level = str(event.data.get("auth_level", draft.auth_level))


def _segment_started(draft: _Draft, event: Event) -> None:
    if event.data.get("errand"):
        _part(draft, event)
    segment = draft.segments.setdefault(str(event.data.get("segment_id")), _SegmentDraft(event))
    if not draft.answered:
        segment.interrupt("ring", event.time)


def _contact_answered(draft: _Draft, event: Event) -> None:
    draft.answered = True
    for segment in draft.segments.values():
        segment.resume("ring", event.time)


def _segment_ended(draft: _Draft, event: Event) -> None:
    if (segment := draft.segment_of(event)) is not None:
        segment.ended = segment.ended or event


def _choice_made(draft: _Draft, event: Event) -> None:
    draft.menu_path.append(str(event.data.get("label") or event.data.get("key") or ""))


def _offer_made(draft: _Draft, event: Event) -> None:
    if (segment := draft.segment_of(event)) is not None:
        segment.offers += 1


def _leg_lost(draft: _Draft, event: Event) -> None:
    if (segment := draft.segment_of(event)) is not None:
        segment.interrupt("leg", event.time)


def _leg_restored(draft: _Draft, event: Event) -> None:
    if (segment := draft.segment_of(event)) is not None:
        segment.resume("leg", event.time)


def _placed(draft: _Draft, event: Event) -> None:
    """Hold and consultation part who answers for the contact from the citizen."""
    if event.data.get("reason") in APART:
        _part(draft, event)
    elif event.data.get("reason") in TOGETHER:
        for segment in draft.talks():
            segment.resume("place", event.time)


def _part(draft: _Draft, event: Event) -> None:
    for segment in draft.talks():
        segment.interrupt("place", event.time)


def _recorded(draft: _Draft, event: Event) -> None:
    if (recording_id := event.data.get("recording_id")) is not None:
        draft.recording_ids.setdefault(str(recording_id))


_STEPS: Mapping[str, Callable[[_Draft, Event], None]] = {
    EventType.CONTACT_STARTED: _contact_started,
    EventType.CONTACT_ANSWERED: _contact_answered,
    EventType.CONTACT_ENDED: _contact_ended,
    EventType.CONTACT_IDENTIFIED: _contact_identified,
    EventType.SEGMENT_STARTED: _segment_started,
    EventType.SEGMENT_ENDED: _segment_ended,
    EventType.FLOW_CHOICE_MADE: _choice_made,
    EventType.OFFER_MADE: _offer_made,
    EventType.PARTIES_PLACED: _placed,
    EventType.LEG_LOST: _leg_lost,
    EventType.LEG_RESTORED: _leg_restored,
    EventType.RECORDING_BLOCK_STARTED: _recorded,
    EventType.RECORDING_STOPPED: _recorded,
}

RECORD_TYPES = frozenset(str(type_) for type_ in _STEPS)
"""The types a call record is made of; facts of other types change no record."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """By the sequence in the contact; the id settles what should not happen, two of the same sequence."""
    return sorted(events, key=lambda event: (event.sequence, event.id))


def project(events: Iterable[Event]) -> CallRecord | None:
    """The call record of one contact; None until both its start and its end are known."""
    draft = _Draft()
    for event in in_order(events):
        step = _STEPS.get(event.type)
        if step is not None:
            step(draft, event)
            draft.recovered = draft.recovered or event.recovered
    if draft.started is None or draft.ended is None:
        return None
    return _record(draft, draft.started, draft.ended)


def _record(draft: _Draft, started: Event, ended: Event) -> CallRecord:
    segments = tuple(_segment(segment_id, segment, ended) for segment_id, segment in draft.segments.items())
    return CallRecord(
        contact_id=str(started.contact_id),
        organisation_id=started.organisation_id,
        kind=str(started.data.get("kind", "inbound")),
        trunk=_text(started, "trunk"),
        called_number=_text(started, "called_number"),
        caller_number_sealed=started.sealed.get("caller_number"),
        started_at=started.time,
        ended_at=max(ended.time, started.time),
        ended_by=_text(ended, "ended_by"),
        reason=_text(ended, "reason"),
        outcome=_outcome(segments, ended),
        waiting_seconds=_total(_span(s) for s in segments if s.kind == "queue"),
        talk_seconds=_total(_span(s) - s.interrupted_seconds for s in segments if s.kind in TALKS),
        agent_ids=_distinct(s.agent_id for s in segments if s.kind == "agent"),
        queue_ids=_distinct(s.queue_id for s in segments),
        auth_level=draft.auth_level,
        menu_path=tuple(draft.menu_path),
        recording_ids=tuple(draft.recording_ids),
        recovered=draft.recovered,
        segments=segments,
    )


def _segment(segment_id: str, draft: _SegmentDraft, contact_ended: Event) -> CallSegment:
    """A segment whose end was never told ends with its contact."""
    started = draft.started
    ended_at = max((draft.ended or contact_ended).time, started.time)
    return CallSegment(
        segment_id=segment_id,
        kind=str(started.data.get("kind", "")),
        agent_id=_text(started, "agent_id"),
        queue_id=_text(started, "queue_id"),
        flow_id=_text(started, "flow_id"),
        started_at=started.time,
        ended_at=ended_at,
        reason=_text(draft.ended, "reason") if draft.ended else None,
        offers=draft.offers,
        interrupted_seconds=_total(
            max(0.0, (min(until or ended_at, ended_at) - since).total_seconds()) for since, until in draft.interruptions
        ),
    )


def _outcome(segments: tuple[CallSegment, ...], ended: Event) -> Outcome:
    kinds = {segment.kind for segment in segments}
    if (outcome := OUTCOME_OF_REASON.get(str(ended.data.get("reason")))) is not None:
        return outcome
    if "agent" in kinds:
        return Outcome.ANSWERED
    if "queue" in kinds:
        return Outcome.ABANDONED
    return Outcome.REFUSED if ended.data.get("reason") in TURNED_AWAY else Outcome.SELF_SERVICE


def _span(segment: CallSegment) -> float:
    return (segment.ended_at - segment.started_at).total_seconds()


def _total(seconds: Iterable[float]) -> float:
    return round(max(0.0, sum(seconds)), 3)


def _text(event: Event, name: str) -> str | None:
    value = event.data.get(name)
    return None if value is None else str(value)


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))
