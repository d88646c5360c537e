"""A supervisor's commands on the desks of the organisation's agents. Control decides; this says which desks."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
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


@dataclass(frozen=True)
class Asking:
    """Which supervisor asks, with which key."""

    actor: Actor
    parts: WebParts
    key: str

    async def send(self, name: CommandName, body: "Watched") -> DeskView:
        """Carry the command out on that desk. Raises SeatNotFound and control's refusals."""
        await self.check_visible(body.agent_id)
        arguments = {**body.model_dump(exclude={"agent_id"}), "watched_agent_id": body.agent_id}
        return await send_command(self.parts, self.actor, name, self.key, arguments)

    async def check_visible(self, agent_id: str) -> None:
        """A desk outside the supervisor's organisation does not exist for the supervisor. Raises SeatNotFound."""
        seat = await self.parts.seats.seat_of(agent_id)
        visible = await self.parts.organisations.ids_visible_to(Visibility(self.actor.organisation_id))
        if seat.organisation_id not in visible:
            raise SeatNotFound


def _asking(actor: DeskSupervisor, parts: Parts, key: IdempotencyKey) -> Asking:
    return Asking(actor, parts, key)


Supervisor = Annotated[Asking, Depends(_asking)]


class Watched(BaseModel):
    """Whose desk."""

    agent_id: str = Field(max_length=64)


class Ear(Watched):
    """Whose talk, and what to follow when it is transferred: the contact, or that agent's seat."""

    follow: Literal["contact", "seat"] = "contact"


class ForcedReason(Watched):
    """Why the agent is to take no calls."""

    reason: ChosenReason


class Message(Watched):
    """What is to be read at the desk."""

    text: str = Field(min_length=1, max_length=500)


@router.get("/desks")
async def list_desks(actor: DeskSupervisor, parts: Parts) -> FloorView:
    """Every seat of the organisation and what is on its desk, and who waits. Live: /api/supervision/live."""
    return await read_floor(parts, actor)


@router.post("/listen")
async def listen(body: Ear, supervisor: Supervisor) -> DeskView:
    """Hear both sides, be heard by nobody. Answers with the supervisor's own desk, as the next three do."""
    return await supervisor.send(CommandName.LISTEN, body)


@router.post("/whisper")
async def whisper(body: Ear, supervisor: Supervisor) -> DeskView:
    """Be heard by the agent only."""
    return await supervisor.send(CommandName.WHISPER, body)


@router.post("/barge")
async def barge(body: Ear, supervisor: Supervisor) -> DeskView:
    """Talk with both."""
    return await supervisor.send(CommandName.BARGE, body)


@router.post("/take-over")
async def take_over(body: Watched, supervisor: Supervisor) -> DeskView:
    """Answer for the contact in the agent's place."""
    return await supervisor.send(CommandName.TAKE_OVER, body)


@router.post("/release")
async def release(body: Watched, supervisor: Supervisor) -> DeskView:
    """End the contact on the agent's desk. Answers with that desk, as the next three do."""
    return await supervisor.send(CommandName.RELEASE, body)


@router.post("/ready")
async def force_ready(body: Watched, supervisor: Supervisor) -> DeskView:
    """Set the agent ready."""
    return await supervisor.send(CommandName.FORCE_READY, body)


@router.post("/not-ready")
async def force_not_ready(body: ForcedReason, supervisor: Supervisor) -> DeskView:
    """Set the agent not ready, for a reason."""
    return await supervisor.send(CommandName.FORCE_NOT_READY, body)


@router.post("/sign-out")
async def force_sign_out(body: Watched, supervisor: Supervisor) -> DeskView:
    """Sign the agent out; refused with `agent_busy` while a contact is on the desk."""
    return await supervisor.send(CommandName.FORCE_SIGN_OUT, body)


@router.post("/message")
async def message_seat(body: Message, supervisor: Supervisor, client: RequestClient) -> DeskView:
    """Show a text at the agent's desk until it is acknowledged there; answers with that desk. That it was sent is
    audited, the text is kept, sealed, only until then."""
    await supervisor.check_visible(body.agent_id)
    actor = supervisor.actor
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
    await supervisor.parts.audit.record_once(entry, RequestKey(actor.user_id, supervisor.key, request_hash))
    return await supervisor.send(CommandName.MESSAGE, body)


class ReadAnswer(Watched):
    """The answer to which message."""

    message_id: str = Field(max_length=64)


@router.post("/answer-read")
async def read_answer(body: ReadAnswer, supervisor: Supervisor) -> DeskView:
    """A seat's answer has been read, and is not shown any more."""
    return await supervisor.send(CommandName.ANSWER_READ, body)
