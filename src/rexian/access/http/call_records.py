"""Call records: the list of those one may see, and everything about one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from rexian.access.client import RequestClient
from rexian.access.guard import CallRecordReader
from rexian.access.masking import mask_phone
from rexian.access.names import Names
from rexian.access.parts import Parts, WebParts
from rexian.analysis.call_records.contracts import (
    CallDetail,
    CallFilter,
    CallSegment,
    ListedCall,
    OfferDetail,
    Outcome,
    PromptDetail,
)
from rexian.business.access_control.contracts import Actor, Role
from rexian.business.access_control.service import records_visible_to
from rexian.business.audit.contracts import AuditAction, AuditEntry

router = APIRouter(prefix="/api/call-records", tags=["call records"])


@dataclass(frozen=True)
class Named:
    """Something with an id and the name that people know it by."""

    id: str
    name: str


@dataclass(frozen=True)
class CallLine:
    """A line of the list. Times are UTC, spans seconds; the caller's number is masked, None once erased."""

    contact_id: str
    kind: str
    started_at: datetime
    ended_at: datetime
    caller_number: str | None
    called_number: str | None
    outcome: Outcome
    ended_by: str | None
    reason: str | None
    waiting_seconds: float
    talk_seconds: float
    agents: tuple[Named, ...]
    queues: tuple[Named, ...]
    recording_ids: tuple[str, ...]
    recovered: bool


@dataclass(frozen=True)
class CallPageView:
    """Newest first; pass `next_cursor` as `before` for the older ones."""

    calls: tuple[CallLine, ...]
    next_cursor: str | None


@dataclass(frozen=True)
class SegmentView:
    """One party's handling of the call."""

    segment_id: str
    kind: str
    agent: Named | None
    queue: Named | None
    flow_id: str | None
    started_at: datetime
    ended_at: datetime
    reason: str | None
    offers: int
    interrupted_seconds: float


@dataclass(frozen=True)
class OfferView:
    """One offer to an agent, and by which rule among how many."""

    offer_id: str
    agent: Named | None
    queue: Named | None
    made_at: datetime
    rang_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    rule: str | None
    candidates: int | None


@dataclass(frozen=True)
class PromptView:
    """One prompt that was played; `text` for supervisors only, since it may tell balances."""

    playback_id: str
    prompt_id: str | None
    started_at: datetime
    clip_seconds: float | None
    outcome: str | None
    text: str | None


@dataclass(frozen=True)
class CallDetailView:
    """All there is to show of one call."""

    call: CallLine
    auth_level: str
    menu_path: tuple[str, ...]
    segments: tuple[SegmentView, ...]
    offers: tuple[OfferView, ...]
    prompts: tuple[PromptView, ...]


@router.get("")
async def list_call_records(
    actor: CallRecordReader,
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before")] = None,
) -> CallPageView:
    """An agent's own calls, a supervisor's organisation's; newest first."""
    page = await parts.call_records.list_records(await _filter_for(parts, actor), limit=limit, before_cursor=before)
    names = await Names.read(parts)
    return CallPageView(tuple(_line(call, names) for call in page.calls), page.next_cursor)


@router.get("/{contact_id}")
async def read_call_record(
    contact_id: str, actor: CallRecordReader, parts: Parts, client: RequestClient
) -> CallDetailView:
    """One call with its segments, offers and prompts. Reading the prompts' texts is audited."""
    with_texts = Role.SUPERVISOR in actor.roles
    detail = await parts.call_records.get_record(
        contact_id, await _filter_for(parts, actor), with_prompt_texts=with_texts
    )
    if with_texts:
        await parts.audit.record(
            AuditEntry(
                action=AuditAction.CALL_RECORD_READ,
                actor_id=actor.user_id,
                organisation_id=actor.organisation_id,
                object_kind="contact",
                object_id=contact_id,
                client_address=client.address,
                details={},
            )
        )
    return _detail(detail, await Names.read(parts))


async def _filter_for(parts: WebParts, actor: Actor) -> CallFilter:
    visibility = records_visible_to(actor)
    organisation_ids = await parts.organisations.ids_visible_to(visibility)
    return CallFilter(organisation_ids=organisation_ids, agent_id=visibility.agent_id)


def _line(call: ListedCall | CallDetail, names: Names) -> CallLine:
    record = call.record
    return CallLine(
        contact_id=record.contact_id,
        kind=record.kind,
        started_at=record.started_at,
        ended_at=record.ended_at,
        caller_number=None if call.caller_number is None else mask_phone(call.caller_number),
        called_number=record.called_number,
        outcome=record.outcome,
        ended_by=record.ended_by,
        reason=record.reason,
        waiting_seconds=record.waiting_seconds,
        talk_seconds=record.talk_seconds,
        agents=tuple(Named(agent_id, names.agent(agent_id)) for agent_id in record.agent_ids),
        queues=tuple(Named(queue_id, names.queue(queue_id)) for queue_id in record.queue_ids),
        recording_ids=record.recording_ids,
        recovered=record.recovered,
    )


def _detail(detail: CallDetail, names: Names) -> CallDetailView:
    return CallDetailView(
        call=_line(detail, names),
        auth_level=detail.record.auth_level,
        menu_path=detail.record.menu_path,
        segments=tuple(_segment(segment, names) for segment in detail.record.segments),
        offers=tuple(_offer(offer, names) for offer in detail.offers),
        prompts=tuple(_prompt(prompt) for prompt in detail.prompts),
    )


def _segment(segment: CallSegment, names: Names) -> SegmentView:
    return SegmentView(
        segment_id=segment.segment_id,
        kind=segment.kind,
        agent=_agent(segment.agent_id, names),
        queue=_queue(segment.queue_id, names),
        flow_id=segment.flow_id,
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        reason=segment.reason,
        offers=segment.offers,
        interrupted_seconds=segment.interrupted_seconds,
    )


def _offer(offer: OfferDetail, names: Names) -> OfferView:
    return OfferView(
        offer_id=offer.offer_id,
        agent=_agent(offer.agent_id, names),
        queue=_queue(offer.queue_id, names),
        made_at=offer.made_at,
        rang_at=offer.rang_at,
        ended_at=offer.ended_at,
        outcome=offer.outcome,
        rule=offer.rule,
        candidates=offer.candidates,
    )


def _prompt(prompt: PromptDetail) -> PromptView:
    return PromptView(
        playback_id=prompt.playback_id,
        prompt_id=prompt.prompt_id,
        started_at=prompt.started_at,
        clip_seconds=prompt.clip_seconds,
        outcome=prompt.outcome,
        text=prompt.text,
    )


def _agent(agent_id: str | None, names: Names) -> Named | None:
    return None if agent_id is None else Named(agent_id, names.agent(agent_id))


def _queue(queue_id: str | None, names: Names) -> Named | None:
    return None if queue_id is None else Named(queue_id, names.queue(queue_id))
