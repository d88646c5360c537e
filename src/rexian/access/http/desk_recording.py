"""The recording of the talk on one's own desk: pause it while secrets are spoken, go on, mark a moment."""

from enum import StrEnum

from fastapi import APIRouter
from pydantic import BaseModel

from rexian.access.guard import DeskUser
from rexian.access.http.desk import send_command
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.parts import Parts
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import DeskView

router = APIRouter(prefix="/api/desk/recording", tags=["desk"])


class PauseReason(StrEnum):
    """Why nothing is to be recorded."""

    SECRET_SPOKEN = "secret_spoken"
    SECRET_KEYED = "secret_keyed"
    OTHER = "other"


class MarkKind(StrEnum):
    """What a mark says of its moment: 重要, 投诉, 辱骂, 承诺, 其他."""

    IMPORTANT = "important"
    COMPLAINT = "complaint"
    ABUSE = "abuse"
    PROMISE = "promise"
    OTHER = "other"


class PauseRequest(BaseModel):
    """Why."""

    reason: PauseReason = PauseReason.SECRET_SPOKEN


class MarkRequest(BaseModel):
    """As what."""

    kind: MarkKind = MarkKind.IMPORTANT


@router.post("/pause")
async def pause(body: PauseRequest, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Record nothing of the contact until resumed, the end of the segment, or the time that the desk shows."""
    return await send_command(parts, actor, CommandName.PAUSE_RECORDING, key, {"reason": str(body.reason)})


@router.post("/resume")
async def resume(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Record again."""
    return await send_command(parts, actor, CommandName.RESUME_RECORDING, key)


@router.post("/mark")
async def mark(body: MarkRequest, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Mark this moment of the recording."""
    return await send_command(parts, actor, CommandName.MARK_RECORDING, key, {"kind": str(body.kind)})
