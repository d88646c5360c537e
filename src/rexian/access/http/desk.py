"""The agent's desk: how it stands, and the commands of its buttons. Control decides; this passes on and masks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from rexian.access.guard import DeskUser
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.masking import masked_desk
from rexian.access.parts import Parts, WebParts
from rexian.business.access_control.contracts import Actor
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.desk import DeskView

router = APIRouter(prefix="/api/desk", tags=["desk"])


class ChosenReason(StrEnum):
    """置忙原因 that an agent may choose; the others are set by the system."""

    BREAK = "break"
    MEAL = "meal"
    TRAINING = "training"
    MEETING = "meeting"
    PAPERWORK = "paperwork"
    OTHER = "other"


class NotReadyRequest(BaseModel):
    """Why the agent takes no calls for a while."""

    reason: ChosenReason


@router.get("")
async def read_desk(actor: DeskUser, parts: Parts) -> DeskView:
    """The desk as it stands."""
    return masked_desk(await parts.control.desk(actor.agent_id, actor.user_id), actor.roles)


@router.post("/sign-in")
async def take_seat(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take the seat: signed out > not ready. Repeating it changes nothing."""
    return await _command(parts, actor, CommandName.SIGN_IN, key)


@router.post("/sign-out")
async def leave_seat(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Leave the seat; refused with `agent_busy` while a contact is on the desk."""
    return await _command(parts, actor, CommandName.SIGN_OUT, key)


@router.post("/ready")
async def go_ready(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take calls; during a talk it is remembered as the next state."""
    return await _command(parts, actor, CommandName.READY, key)


@router.post("/not-ready")
async def go_not_ready(body: NotReadyRequest, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take no calls, for a reason; during a talk it is remembered as the next state."""
    return await _command(parts, actor, CommandName.NOT_READY, key, {"reason": str(body.reason)})


@router.post("/hang-up")
async def hang_up(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End the talk on the desk."""
    return await _command(parts, actor, CommandName.HANG_UP, key)


@router.post("/decline")
async def decline(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Refuse the contact offered; it goes to the next agent."""
    return await _command(parts, actor, CommandName.DECLINE, key)


@router.post("/wrap-up/end")
async def end_wrap_up(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End wrap-up early and take calls again (the `ready` command)."""
    return await _command(parts, actor, CommandName.READY, key)


@router.post("/resume-media")
async def resume_media(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """After a reload: ring this page again for the contact it was talking with."""
    return await _command(parts, actor, CommandName.RESUME_MEDIA, key)


async def _command(
    parts: WebParts, actor: Actor, name: CommandName, key: str, arguments: Mapping[str, Any] | None = None
) -> DeskView:
    """The key is the user's own: another user's equal key is another key."""
    command = Command(name, actor.agent_id, actor.user_id, f"{actor.user_id}:{key}", arguments or {})
    return masked_desk(await parts.control.command(command), actor.roles)
