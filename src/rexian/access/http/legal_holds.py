"""Legal holds: which contacts' recordings are not deleted, by whose wish and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import LegalHoldManager
from rexian.access.names import Names
from rexian.access.parts import Parts
from rexian.business.recordings.contracts import LegalHold

router = APIRouter(prefix="/api/legal-holds", tags=["recordings"])


class NewHold(BaseModel):
    """`until` null = for good. The reason must name no citizen."""

    contact_id: str = Field(max_length=64)
    reason: str = Field(min_length=1, max_length=400)
    until: AwareDatetime | None = None


class Lifting(BaseModel):
    """Why the hold ends."""

    reason: str = Field(min_length=1, max_length=400)


@dataclass(frozen=True)
class LegalHoldView:
    """A hold. `placed_by` and `lifted_by` are names."""

    hold_id: str
    contact_id: str
    reason: str
    placed_by: str
    placed_at: datetime
    until: datetime | None
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str | None
    in_force: bool


@dataclass(frozen=True)
class Keeping:
    """Days from the beginning of a recording, by its kind; 0 = for good."""

    talk: int
    consult: int
    complaint: int


@router.get("")
async def list_legal_holds(
    actor: LegalHoldManager,
    parts: Parts,
    contact_id: Annotated[str | None, Query(max_length=64, description="All holds of this contact")] = None,
) -> tuple[LegalHoldView, ...]:
    """Those in force, or all that were ever placed on a contact; newest first."""
    names = await Names.read(parts)
    holds = await parts.legal_holds.find(await visible_to(parts, actor), contact_id)
    return tuple(_view(hold, names) for hold in holds)


@router.get("/keeping")
async def read_keeping(actor: LegalHoldManager, parts: Parts) -> Keeping:
    """How long recordings are kept without a hold."""
    days = parts.keeping_days
    return Keeping(days.talk, days.consult, days.complaint)


@router.post("", status_code=201)
async def place_legal_hold(
    body: NewHold, actor: LegalHoldManager, parts: Parts, asking: ChangeRequest
) -> LegalHoldView:
    """Keep all recordings of a contact from being deleted."""
    author = await author_of(parts, actor, asking)
    hold = await parts.legal_holds.place(body.contact_id, body.reason, body.until, author)
    return _view(hold, await Names.read(parts))


@router.post("/{hold_id}/lift")
async def lift_legal_hold(
    hold_id: str, body: Lifting, actor: LegalHoldManager, parts: Parts, asking: ChangeRequest
) -> LegalHoldView:
    """End a hold: what was to be deleted meanwhile goes within minutes."""
    hold = await parts.legal_holds.lift(hold_id, body.reason, await author_of(parts, actor, asking))
    return _view(hold, await Names.read(parts))


def _view(hold: LegalHold, names: Names) -> LegalHoldView:
    lifted_by = None if hold.lifted_by is None else names.agent(hold.lifted_by)
    return LegalHoldView(**{**vars(hold), "placed_by": names.agent(hold.placed_by), "lifted_by": lifted_by})
