"""A supervisor's commands on the desks of the organisation's agents. Control decides; this says which desks."""

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.client import RequestClient
from rexian.access.floor import FloorView, read_floor
from rexian.access.guard import DeskSupervisor
from rexian.access.http.desk import ChosenReason, send_command
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.parts import Parts, WebParts
from rexian.business.access_control.contracts import Actor, Visibility
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.idempotency.contracts import RequestKey
from rexian.business.seats.errors import SeatNotFound
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import DeskView

router = APIRouter(prefix="/api/supervision", tags=["supervision"])


class Watched(BaseModel):
    """Whose desk."""

    agent_id: str = Field(max_length=64)


class Ear(Watched):
    """Whose talk, and what to follow when it is transferred: the contact, or that agent's seat."""

    follow: Literal["contact", "seat"] = "contact"


class ForcedReason(Watched):
    """Why the agent is to take no calls."""

    reason: ChosenReason


@router.get("/desks")
async def list_desks(actor: DeskSupervisor, parts: Parts) -> FloorView:
    """Every seat of the organisation and what is on its desk, and who waits. Live: /api/supervision/live."""
    return await read_floor(parts, actor)


class Message(Watched):
    """What is to be read at the desk."""

    text: str = Field(min_length=1, max_length=500)


@router.post("/listen")
async def listen(body: Ear, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Hear both sides, be heard by nobody. Answers with the supervisor's own desk, as the next three do."""
    return await _send(parts, actor, CommandName.LISTEN, key, body)


@router.post("/whisper")
async def whisper(body: Ear, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Be heard by the agent only."""
    return await _send(parts, actor, CommandName.WHISPER, key, body)


@router.post("/barge")
async def barge(body: Ear, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Talk with both."""
    return await _send(parts, actor, CommandName.BARGE, key, body)


@router.post("/take-over")
async def take_over(body: Watched, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Answer for the contact in the agent's place."""
    return await _send(parts, actor, CommandName.TAKE_OVER, key, body)


@router.post("/release")
async def release(body: Watched, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End the contact on the agent's desk. Answers with that desk, as the next three do."""
    return await _send(parts, actor, CommandName.RELEASE, key, body)


@router.post("/ready")
async def force_ready(body: Watched, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Set the agent ready."""
    return await _send(parts, actor, CommandName.FORCE_READY, key, body)


@router.post("/not-ready")
async def force_not_ready(body: ForcedReason, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Set the agent not ready, for a reason."""
    return await _send(parts, actor, CommandName.FORCE_NOT_READY, key, body)


@router.post("/sign-out")
async def force_sign_out(body: Watched, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Sign the agent out; refused with `agent_busy` while a contact is on the desk."""
    return await _send(parts, actor, CommandName.FORCE_SIGN_OUT, key, body)


@router.post("/message")
async def message_seat(
    body: Message, actor: DeskSupervisor, parts: Parts, client: RequestClient, key: IdempotencyKey
) -> DeskView:
    """Show a text at the agent's desk until it is acknowledged there; answers with that desk. That it was sent is
    audited, the text is kept, sealed, only until then."""
    await _check_visible(parts, actor, body.agent_id)
    entry = AuditEntry(
        action=AuditAction.SEAT_MESSAGE_SENT,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        object_kind="seat",
        object_id=body.agent_id,
        client_address=client.address,
        details={"characters": str(len(body.text))},
    )
    request_hash = hashlib.sha256(f"message\0{body.model_dump_json()}".encode()).hexdigest()
    await parts.audit.record_once(entry, RequestKey(actor.user_id, key, request_hash))
    return await _send(parts, actor, CommandName.MESSAGE, key, body)


class ReadAnswer(Watched):
    """The answer to which message."""

    message_id: str = Field(max_length=64)


@router.post("/answer-read")
async def read_answer(body: ReadAnswer, actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> DeskView:
    """A seat's answer has been read, and is not shown any more."""
    return await _send(parts, actor, CommandName.ANSWER_READ, key, body)


async def _check_visible(parts: WebParts, actor: Actor, agent_id: str) -> None:
    """A desk outside the supervisor's organisation does not exist for the supervisor."""
    seat = await parts.seats.seat_of(agent_id)
    if seat.organisation_id not in await parts.organisations.ids_visible_to(Visibility(actor.organisation_id)):
        raise SeatNotFound


async def _send(parts: WebParts, actor: Actor, name: CommandName, key: str, body: Watched) -> DeskView:
    await _check_visible(parts, actor, body.agent_id)
    arguments: Mapping[str, Any] = {**body.model_dump(exclude={"agent_id"}), "watched_agent_id": body.agent_id}
    return await send_command(parts, actor, name, key, arguments)
