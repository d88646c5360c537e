"""The agent's desk: how it stands, and the commands of its buttons. Control decides; this passes on and masks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from rexian.access.authorship import visible_to
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


class Leaving(BaseModel):
    """When to leave the seat."""

    after_work: bool = False
    """As soon as the contact on the desk is done, wrap-up included."""


class Whom(BaseModel):
    """Who is to be called: exactly one of a colleague, a group, an entry of the directory and a number outside."""

    agent_id: str | None = Field(default=None, max_length=64)
    group_id: str | None = Field(default=None, max_length=64)
    entry_id: str | None = Field(default=None, max_length=64)
    number: str | None = Field(default=None, max_length=32)
    handover: dict[str, Any] = Field(default_factory=dict)
    """What the other desk is to show with the ring."""

    @model_validator(mode="after")
    def _one_of_all(self) -> "Whom":
        if len(self.model_dump(exclude={"handover"}, exclude_none=True)) != 1:
            raise ValueError("name exactly one target")
        return self


class Question(Whom):
    """Whom to ask: one of a queue too, by the queue's rule."""

    queue_id: str | None = Field(default=None, max_length=64)


class Whither(Whom):
    """Where a contact is to go: to somebody, or to a queue or a flow."""

    queue_id: str | None = Field(default=None, max_length=64)
    flow_id: str | None = Field(default=None, max_length=64)


class Errand(BaseModel):
    """The flow for one thing."""

    flow_id: str = Field(max_length=64)


class Dialled(BaseModel):
    """Who is to be called: exactly one of a citizen's number, an entry of the directory and a colleague."""

    number: str | None = Field(default=None, max_length=32)
    entry_id: str | None = Field(default=None, max_length=64)
    agent_id: str | None = Field(default=None, max_length=64)

    @model_validator(mode="after")
    def _one_of_all(self) -> "Dialled":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("name exactly one target")
        return self


class Parked(BaseModel):
    """A contact that waits to be picked up."""

    contact_id: str = Field(max_length=64)


class Keys(BaseModel):
    """Keys of a telephone: digits, star and hash."""

    digits: str = Field(pattern=r"^[0-9*#]{1,32}$")


@router.get("")
async def read_desk(actor: DeskUser, parts: Parts) -> DeskView:
    """The desk as it stands."""
    return masked_desk(await parts.control.desk(actor.agent_id, actor.user_id), actor.roles)


@router.post("/sign-in")
async def take_seat(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take the seat: signed out > not ready. Repeating it changes nothing."""
    return await send_command(parts, actor, CommandName.SIGN_IN, key)


@router.post("/sign-out")
async def leave_seat(actor: DeskUser, parts: Parts, key: IdempotencyKey, body: Leaving | None = None) -> DeskView:
    """Leave the seat; refused with `agent_busy` while a contact is on the desk, unless it may be after that."""
    arguments = {"after_work": True} if body is not None and body.after_work else {}
    return await send_command(parts, actor, CommandName.SIGN_OUT, key, arguments)


@router.post("/ready")
async def go_ready(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take calls; during a talk it is remembered as the next state."""
    return await send_command(parts, actor, CommandName.READY, key)


@router.post("/not-ready")
async def go_not_ready(body: NotReadyRequest, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take no calls, for a reason; during a talk it is remembered as the next state."""
    return await send_command(parts, actor, CommandName.NOT_READY, key, {"reason": str(body.reason)})


@router.post("/hang-up")
async def hang_up(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End the talk on the desk."""
    return await send_command(parts, actor, CommandName.HANG_UP, key)


@router.post("/decline")
async def decline(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Refuse the contact offered; it goes to the next agent."""
    return await send_command(parts, actor, CommandName.DECLINE, key)


@router.post("/wrap-up/end")
async def end_wrap_up(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End wrap-up early: on to the next state that was chosen, else ready."""
    return await send_command(parts, actor, CommandName.END_WRAP_UP, key)


@router.post("/wrap-up/extend")
async def extend_wrap_up(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """More time for wrap-up, as the queue allows."""
    return await send_command(parts, actor, CommandName.EXTEND_WRAP_UP, key)


@router.post("/reset")
async def reset(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Clear the desk, whatever is on it; who talked with the citizen gives them back to the queue."""
    return await send_command(parts, actor, CommandName.RESET, key)


@router.post("/resume-media")
async def resume_media(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """After a reload: ring this page again for the contact it was talking with."""
    return await send_command(parts, actor, CommandName.RESUME_MEDIA, key)


@router.post("/hold")
async def hold(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """The citizen hears music."""
    return await send_command(parts, actor, CommandName.HOLD, key)


@router.post("/retrieve")
async def retrieve(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Back to the citizen."""
    return await send_command(parts, actor, CommandName.RETRIEVE, key)


@router.post("/mute")
async def mute(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Nobody hears the agent."""
    return await send_command(parts, actor, CommandName.MUTE, key)


@router.post("/unmute")
async def unmute(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """The agent is heard again."""
    return await send_command(parts, actor, CommandName.UNMUTE, key)


@router.post("/keys")
async def send_keys(body: Keys, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Send keys to those the agent talks with."""
    return await send_command(parts, actor, CommandName.SEND_KEYS, key, {"digits": body.digits})


@router.post("/consult")
async def consult(body: Question, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Ask a colleague or somebody outside while the citizen hears music."""
    return await send_command(parts, actor, CommandName.CONSULT, key, await _target(body, actor, parts))


@router.post("/consult/take-back")
async def take_back(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """End the consultation and talk with the citizen again."""
    return await send_command(parts, actor, CommandName.TAKE_BACK, key)


@router.post("/consult/complete")
async def complete(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Leave the contact to who was consulted or has joined."""
    return await send_command(parts, actor, CommandName.COMPLETE, key)


@router.post("/consult/join")
async def join(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Talk with the citizen together."""
    return await send_command(parts, actor, CommandName.JOIN, key)


@router.post("/transfer")
async def transfer(body: Whither, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Leave the contact to somebody else without asking first."""
    return await send_command(parts, actor, CommandName.TRANSFER, key, await _target(body, actor, parts))


@router.post("/dial")
async def dial(body: Dialled, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Call a citizen, an entry of the directory or a colleague from a desk without a contact: one's own phone rings
    first."""
    return await send_command(parts, actor, CommandName.DIAL, key, await _target(body, actor, parts))


@router.post("/missed-calls/{contact_id}/call-back")
async def call_back_missed(contact_id: str, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Call back whose call was missed here: one's own phone rings first. The new contact names the missed one."""
    return await send_command(parts, actor, CommandName.DIAL, key, {"missed_contact_id": contact_id})


@router.post("/park")
async def park(actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Leave the citizen with music until somebody picks the contact up."""
    return await send_command(parts, actor, CommandName.PARK, key)


@router.post("/pick-up")
async def pick_up(body: Parked, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Take a parked contact: one's own phone rings."""
    return await send_command(parts, actor, CommandName.PICK_UP, key, {"contact_id": body.contact_id})


@router.post("/menu")
async def send_to_menu(body: Errand, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Send the citizen through a flow for one thing, and have them back."""
    return await send_command(parts, actor, CommandName.SEND_TO_MENU, key, {"flow_id": body.flow_id})


@router.post("/messages/{message_id}/acknowledge")
async def acknowledge(message_id: str, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """A supervisor's message has been read."""
    return await send_command(parts, actor, CommandName.ACKNOWLEDGE, key, {"message_id": message_id})


class Answer(BaseModel):
    """A few words to who sent a message."""

    text: str = Field(min_length=1, max_length=200)


@router.post("/messages/{message_id}/answer")
async def answer(message_id: str, body: Answer, actor: DeskUser, parts: Parts, key: IdempotencyKey) -> DeskView:
    """Acknowledge a supervisor's message with a short answer. The words are kept nowhere."""
    return await send_command(parts, actor, CommandName.ANSWER, key, {"message_id": message_id, "text": body.text})


async def _target(body: Question | Whither | Dialled, actor: Actor, parts: WebParts) -> Mapping[str, Any]:
    """The arguments of control's command. An entry of the directory must be one that the agent may see; its number and
    its hours are control's to know."""
    named = body.model_dump(exclude_none=True)
    if body.entry_id is not None:
        await parts.directory.entry(body.entry_id, await visible_to(parts, actor))
    agent_id = named.pop("agent_id", None)
    return named if agent_id is None else {**named, "target_agent_id": agent_id}


async def send_command(
    parts: WebParts, actor: Actor, name: CommandName, key: str, arguments: Mapping[str, Any] | None = None
) -> DeskView:
    """The key is the user's own: another user's equal key is another key."""
    command = Command(name, actor.agent_id, actor.user_id, f"{actor.user_id}:{key}", arguments or {})
    return masked_desk(await parts.control.command(command), actor.roles)
