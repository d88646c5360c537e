"""Why a contact waited, and why it came to that agent: the stored reasons of each offer, told to supervisors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from rexian.access.guard import RoutingReader
from rexian.access.http.call_records import Named
from rexian.access.names import Names
from rexian.access.parts import Parts
from rexian.analysis.routing.contracts import ExplainedStay, RecordedOffer, StayEnd, Stretch, StretchKind
from rexian.business.access_control.contracts import Visibility

router = APIRouter(prefix="/api/routing", tags=["routing"])


@dataclass(frozen=True)
class CandidateView:
    """One of the first five agents at a decision, with the figures that the rules compare: `idle_seconds`, `level`,
    `average_idle_seconds`, `answered` (today)."""

    agent: Named
    figures: Mapping[str, float]


@dataclass(frozen=True)
class DecisionView:
    """An offer and its reason: the queue's `rule`, the one that decided (`chosen_by`), among how many `candidates`, and
    what the contact was then: `waited_seconds`, `priority`, `stage` (how often demands had widened), `waiting` (how
    many stood in line)."""

    offer_id: str
    agent: Named
    outcome: str | None
    rule: str | None
    chosen_by: str | None
    candidates: int | None
    first_five: tuple[CandidateView, ...]
    contact: Mapping[str, float]


@dataclass(frozen=True)
class StretchView:
    """A part of a wait: no agent was free, or it rang at one (`decision`)."""

    kind: StretchKind
    began_at: datetime
    seconds: float
    decision: DecisionView | None


@dataclass(frozen=True)
class StayView:
    """One stay in a queue; its `stretches` are the whole wait. `queued_at` is earlier where a place was kept."""

    queue: Named
    queued_at: datetime
    entered_at: datetime
    ended_at: datetime | None
    end: StayEnd
    end_reason: str | None
    agent: Named | None
    talk_seconds: float | None
    stretches: tuple[StretchView, ...]


@dataclass(frozen=True)
class RoutingView:
    """All stays of a contact in queues, in order. Times are UTC, spans seconds."""

    contact_id: str
    stays: tuple[StayView, ...]


@router.get("/{contact_id}")
async def explain_routing(contact_id: str, actor: RoutingReader, parts: Parts) -> RoutingView:
    """Why this contact of the supervisor's organisation waited and who got it, also while it waits."""
    visible = await parts.organisations.ids_visible_to(Visibility(actor.organisation_id))
    explanation = await parts.routing.explain(contact_id, visible)
    names = await Names.read(parts)
    return RoutingView(contact_id, tuple(_stay(explained, names) for explained in explanation.stays))


def _stay(explained: ExplainedStay, names: Names) -> StayView:
    stay = explained.stay
    return StayView(
        queue=Named(stay.queue_id, names.queue(stay.queue_id)),
        queued_at=stay.queued_at,
        entered_at=stay.entered_at,
        ended_at=stay.ended_at,
        end=stay.end,
        end_reason=stay.end_reason,
        agent=None if stay.agent_id is None else _agent(stay.agent_id, names),
        talk_seconds=stay.talk_seconds,
        stretches=tuple(_stretch(stretch, names) for stretch in explained.stretches),
    )


def _stretch(stretch: Stretch, names: Names) -> StretchView:
    decision = None if stretch.offer is None else _decision(stretch.offer, names)
    return StretchView(stretch.kind, stretch.began_at, stretch.seconds, decision)


def _decision(offer: RecordedOffer, names: Names) -> DecisionView:
    return DecisionView(
        offer_id=offer.offer_id,
        agent=_agent(offer.agent_id, names),
        outcome=offer.outcome,
        rule=offer.rule,
        chosen_by=offer.chosen_by,
        candidates=offer.candidates,
        first_five=tuple(
            CandidateView(_agent(str(candidate.get("agent_id")), names), _figures(candidate))
            for candidate in offer.first_five
        ),
        contact=_figures(offer.contact),
    )


def _agent(agent_id: str, names: Names) -> Named:
    return Named(agent_id, names.agent(agent_id))


def _figures(told: Mapping[str, Any]) -> dict[str, float]:
    """The numbers of it: facts of other releases may tell other things besides."""
    return {name: value for name, value in told.items() if isinstance(value, int | float)}
