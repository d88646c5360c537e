"""The promised call-backs of the organisation's queues: who waits to be called, and taking a promise back."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import StrEnum

from fastapi import APIRouter
from pydantic import BaseModel

from rexian.access.authorship import visible_to
from rexian.access.client import RequestClient
from rexian.access.guard import DeskSupervisor
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.masking import masked
from rexian.access.parts import Parts
from rexian.business.access_control.contracts import Actor
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.idempotency.contracts import RequestKey
from rexian.control.contracts.promises import Promise

router = APIRouter(prefix="/api/supervision/promises", tags=["supervision"])


class CancelReason(StrEnum):
    """Why the call-back is not to be made: one of control's CANCEL_REASONS."""

    CITIZEN_ASKED = "citizen_asked"
    SERVED_ELSEWHERE = "served_elsewhere"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"


class Cancelling(BaseModel):
    """Why."""

    reason: CancelReason


@router.get("")
async def list_promises(actor: DeskSupervisor, parts: Parts) -> tuple[Promise, ...]:
    """Who is to be called back, the oldest place first."""
    return _shown(await parts.control.promises(actor.user_id), await visible_to(parts, actor), actor)


@router.post("/{contact_id}/cancel")
async def cancel_promise(
    contact_id: str, body: Cancelling, actor: DeskSupervisor, parts: Parts, client: RequestClient, key: IdempotencyKey
) -> tuple[Promise, ...]:
    """Take a promise back: the contact ends. Answers with the others; who did it and why is audited."""
    visible = await visible_to(parts, actor)
    left = await parts.control.cancel_promise(
        contact_id, str(body.reason), visible, actor=actor.user_id, key=f"{actor.user_id}:{key}"
    )
    entry = AuditEntry(
        action=AuditAction.CALLBACK_CANCELLED,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        object_kind="contact",
        object_id=contact_id,
        client_address=client.address,
        details={"reason": str(body.reason)},
    )
    request_hash = parts.hash_request(f"cancel_promise\0{contact_id}\0{body.reason}")
    await parts.audit.record_once(entry, RequestKey(actor.user_id, key, request_hash))
    return _shown(left, visible, actor)


def _shown(promises: Iterable[Promise], visible: Collection[str], actor: Actor) -> tuple[Promise, ...]:
    """Of the queues that the supervisor may see, masked."""
    return tuple(
        replace(promise, number=masked(promise.number, "mobile", actor.roles))
        for promise in promises
        if promise.organisation_id in visible
    )
