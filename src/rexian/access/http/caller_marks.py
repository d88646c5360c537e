"""The VIP, red and black lists: listed, searched by number, made, changed and taken away. Numbers are shown masked."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import CallerMarkManager
from rexian.access.masking import mask_phone
from rexian.access.names import Names
from rexian.access.parts import Parts, WebParts
from rexian.business.caller_marks.contracts import BlackLevel, CallerMark, MarkContent, MarkKind
from rexian.control.numbering.plan import NumberPlan, normal_caller

router = APIRouter(prefix="/api/caller-marks", tags=["caller marks"])


class MarkBody(BaseModel):
    """`grade` (1–9, 9 first) is a VIP's, `level` a black mark's, null otherwise; `expires_at` null = for good."""

    kind: MarkKind
    reason: str = Field(max_length=400)
    grade: int | None
    level: BlackLevel | None
    expires_at: AwareDatetime | None


class NewMark(MarkBody):
    """The number may be written in any way; a local one gets the area code of the first trunk."""

    number: str = Field(min_length=1, max_length=40)


class ChangedMark(MarkBody):
    """`version` is the one that was read; number and kind stay as they are."""

    version: int


class NumberToFind(BaseModel):
    """Sent in the body, so that no number stands in an address."""

    number: str = Field(min_length=1, max_length=40)


@dataclass(frozen=True)
class CallerMarkView:
    """A mark. The number is masked; `holds` is false once it has expired."""

    mark_id: str
    version: int
    number: str
    kind: MarkKind
    reason: str
    grade: int | None
    level: BlackLevel | None
    expires_at: datetime | None
    holds: bool
    made_by: str
    made_at: datetime


@router.get("")
async def list_caller_marks(actor: CallerMarkManager, parts: Parts) -> tuple[CallerMarkView, ...]:
    """The marks that were not taken away, newest first."""
    return await _views(parts, await parts.caller_marks.all_marks(await visible_to(parts, actor)))


@router.post("/find")
async def find_caller_marks(body: NumberToFind, actor: CallerMarkManager, parts: Parts) -> tuple[CallerMarkView, ...]:
    """The marks of one number. Changes nothing, so it needs no idempotency key."""
    number = await _kept_form(parts, body.number)
    return await _views(parts, await parts.caller_marks.all_marks(await visible_to(parts, actor), number=number))


@router.post("", status_code=201)
async def create_caller_mark(
    body: NewMark, actor: CallerMarkManager, parts: Parts, asking: ChangeRequest
) -> CallerMarkView:
    """Mark a number; refused with `caller_marked_already` while it is on that list."""
    number, author = await _kept_form(parts, body.number), await author_of(parts, actor, asking)
    return _view(parts, await Names.read(parts), await parts.caller_marks.create(number, _content(body), author))


@router.put("/{mark_id}")
async def change_caller_mark(
    mark_id: str, body: ChangedMark, actor: CallerMarkManager, parts: Parts, asking: ChangeRequest
) -> CallerMarkView:
    """Set reason, grade, level and expiry of a mark anew."""
    author = await author_of(parts, actor, asking)
    mark = await parts.caller_marks.change(mark_id, body.version, _content(body), author)
    return _view(parts, await Names.read(parts), mark)


@router.delete("/{mark_id}", status_code=204)
async def retire_caller_mark(mark_id: str, actor: CallerMarkManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a mark away."""
    await parts.caller_marks.retire(mark_id, await author_of(parts, actor, asking))


async def _kept_form(parts: WebParts, number: str) -> str:
    trunks = await parts.trunks.all_trunks()
    plan = NumberPlan(trunks[0].content.area_code, trunks[0].content.country_code) if trunks else NumberPlan()
    return normal_caller(number, plan)


async def _views(parts: WebParts, marks: tuple[CallerMark, ...]) -> tuple[CallerMarkView, ...]:
    names = await Names.read(parts)
    return tuple(_view(parts, names, mark) for mark in marks)


def _view(parts: WebParts, names: Names, mark: CallerMark) -> CallerMarkView:
    content = mark.content
    return CallerMarkView(
        mark_id=mark.mark_id,
        version=mark.version,
        number=mask_phone(mark.number),
        kind=content.kind,
        reason=content.reason,
        grade=content.grade,
        level=content.level,
        expires_at=content.expires_at,
        holds=content.expires_at is None or parts.clock.now() < content.expires_at,
        made_by=names.agent(mark.made_by),
        made_at=mark.made_at,
    )


def _content(body: MarkBody) -> MarkContent:
    return MarkContent(body.kind, body.reason, body.grade, body.level, body.expires_at)
