"""Stays in queues and changes of agents, folded from facts. Pure; the order of arrival does not matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rexian.analysis.routing.contracts import RecordedChange, RecordedDay, RecordedOffer, RecordedStay, StayEnd
from rexian.control.contracts.desk import AgentState
from rexian.control.contracts.events import Event, EventType

STAY_TYPES = frozenset(
    {
        EventType.SEGMENT_STARTED,
        EventType.SEGMENT_ENDED,
        EventType.OFFER_MADE,
        EventType.OFFER_ENDED,
        EventType.CONTACT_ENDED,
    }
)
"""The types of facts that stays are made of."""
DAY_TYPES = STAY_TYPES | {EventType.AGENT_STATE_CHANGED}


@dataclass
class _Draft:
    started: Event
    ended: Event | None = None
    offers: dict[str, tuple[Event, Event | None]] = field(default_factory=dict)
    agent: tuple[Event, Event | None] | None = None


def day_of(events: Iterable[Event], since: datetime, until: datetime) -> RecordedDay:
    """The stays that began and the changes that happened between the two times."""
    contacts: dict[str, list[Event]] = {}
    changes = []
    for event in events:
        if event.contact_id is not None:
            contacts.setdefault(event.contact_id, []).append(event)
        elif event.type == EventType.AGENT_STATE_CHANGED and since <= event.time < until:
            changes.append(event)
    stays = [
        stay
        for contact_events in contacts.values()
        for stay in stays_of(contact_events)
        if since <= stay.entered_at < until
    ]
    return RecordedDay(
        since,
        until,
        tuple(sorted(stays, key=lambda stay: (stay.entered_at, stay.segment_id))),
        tuple(_change(event) for event in sorted(changes, key=lambda event: (event.time, event.id))),
    )


def stays_of(events: Sequence[Event]) -> list[RecordedStay]:
    """One contact's stays in their order. An offer belongs to the stay it names, a talk to the stay before it."""
    stays: dict[str, _Draft] = {}
    waiting: _Draft | None = None
    talking: _Draft | None = None
    for event in sorted(events, key=lambda event: (event.sequence, event.id)):
        segment_id, kind = str(event.data.get("segment_id")), event.data.get("kind")
        match event.type:
            case EventType.SEGMENT_STARTED if kind == "queue":
                waiting = stays.setdefault(segment_id, _Draft(event))
            case EventType.SEGMENT_STARTED if kind == "agent" and waiting is not None and waiting.agent is None:
                waiting.agent, talking = (event, None), waiting
            case EventType.SEGMENT_ENDED if segment_id in stays:
                stays[segment_id].ended = event
            case EventType.SEGMENT_ENDED if talking is not None and talking.agent is not None:
                if talking.agent[0].data.get("segment_id") == segment_id:
                    talking.agent = (talking.agent[0], event)
            case EventType.OFFER_MADE if waiting is not None:
                waiting.offers[str(event.data.get("offer_id"))] = (event, None)
            case EventType.OFFER_ENDED:
                _end_offer(stays.values(), event)
            case EventType.CONTACT_ENDED:
                _end_all(stays.values(), event)
            case _:
                pass
    return [_stay(segment_id, draft) for segment_id, draft in stays.items()]


def _end_offer(stays: Iterable[_Draft], event: Event) -> None:
    offer_id = str(event.data.get("offer_id"))
    for stay in stays:
        if offer_id in stay.offers:
            stay.offers[offer_id] = (stay.offers[offer_id][0], event)


def _end_all(stays: Iterable[_Draft], event: Event) -> None:
    """What was never told to have ended ends with the contact."""
    for stay in stays:
        stay.ended = stay.ended or event
        if stay.agent is not None and stay.agent[1] is None:
            stay.agent = (stay.agent[0], event)


def _stay(segment_id: str, draft: _Draft) -> RecordedStay:
    started, ended = draft.started, draft.ended
    reason = None if ended is None else str(ended.data.get("reason"))
    agent_began, agent_ended = draft.agent or (None, None)
    return RecordedStay(
        contact_id=str(started.contact_id),
        organisation_id=started.organisation_id,
        segment_id=segment_id,
        queue_id=str(started.data.get("queue_id")),
        queued_at=_time(started.data.get("queued_at")) or started.time,
        entered_at=started.time,
        ended_at=None if ended is None else max(ended.time, started.time),
        end=_end(reason, answered=agent_began is not None),
        end_reason=reason,
        offers=tuple(_offer(offer_id, *pair) for offer_id, pair in draft.offers.items()),
        agent_id=None if agent_began is None else agent_began.data.get("agent_id"),
        talk_seconds=None
        if agent_began is None or agent_ended is None
        else max((agent_ended.time - agent_began.time).total_seconds(), 0.0),
    )


def _end(reason: str | None, *, answered: bool) -> StayEnd:
    if answered:
        return StayEnd.ANSWERED
    if reason is None:
        return StayEnd.OPEN
    return StayEnd.ABANDONED if reason in ("citizen_hung_up", "abandoned") else StayEnd.LEFT


def _offer(offer_id: str, made: Event, ended: Event | None) -> RecordedOffer:
    """Facts of older releases tell less of the reason; what they tell otherwise is read all the same."""
    reason: Mapping[str, Any] = made.data.get("reason") or {}
    first_five = reason.get("first_five") or ()
    return RecordedOffer(
        offer_id=offer_id,
        agent_id=str(made.data.get("agent_id")),
        made_at=made.time,
        ended_at=None if ended is None else ended.time,
        outcome=None if ended is None else ended.data.get("outcome"),
        rule=reason.get("rule"),
        chosen_by=reason.get("chosen_by") or reason.get("rule"),
        candidates=reason.get("candidates"),
        first_five=tuple(each if isinstance(each, Mapping) else {"agent_id": str(each)} for each in first_five),
        contact=reason.get("contact") or {},
    )


def _change(event: Event) -> RecordedChange:
    data = event.data
    return RecordedChange(
        at=event.time,
        agent_id=str(data.get("agent_id")),
        previous=AgentState(data["previous"]),
        state=AgentState(data["state"]),
        reason=str(data.get("reason")),
        changed_by=str(data.get("changed_by")),
        not_ready_reason=data.get("not_ready_reason"),
        contact_id=data.get("served_contact_id"),
    )


def _time(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
