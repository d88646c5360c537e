"""Showing one masked value of the contact on one's own desk in clear: with a reason, audited before it is shown."""

import hashlib
from dataclasses import dataclass

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from rexian.access.client import RequestClient
from rexian.access.errors import ContactNotOnDesk, FieldNotOnContact
from rexian.access.guard import Revealer
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.parts import Parts
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.idempotency.contracts import RequestKey
from rexian.control.contracts.desk import DeskWork

CALLER_NUMBER = "caller_number"

router = APIRouter(prefix="/api/contacts", tags=["contacts"])


class RevealRequest(BaseModel):
    """`field`: `caller_number`, or the key of an attached value. `reason` stands in the audit trail."""

    field: str = Field(min_length=1, max_length=64)
    reason: str = Field(min_length=2, max_length=200)


@dataclass(frozen=True)
class RevealedValue:
    """One value in clear."""

    contact_id: str
    field: str
    value: str


@router.post("/{contact_id}/reveal")
async def reveal(
    contact_id: str,
    body: RevealRequest,
    actor: Revealer,
    parts: Parts,
    client: RequestClient,
    key: IdempotencyKey,
    response: Response,
) -> RevealedValue:
    """The clear value of one field of the contact on the asking agent's desk. Without an audit entry, no answer."""
    response.headers["Cache-Control"] = "no-store"
    desk = await parts.control.desk(actor.agent_id, actor.user_id)
    if desk.work is None or desk.work.contact_id != contact_id:
        raise ContactNotOnDesk
    value = _clear_value(desk.work, body.field)
    request_hash = hashlib.sha256(f"reveal\0{contact_id}\0{body.model_dump_json()}".encode()).hexdigest()
    entry = AuditEntry(
        action=AuditAction.PERSONAL_DATA_REVEALED,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        object_kind="contact",
        object_id=contact_id,
        client_address=client.address,
        details={"field": body.field, "reason": body.reason},
    )
    await parts.audit.record_once(entry, RequestKey(actor.user_id, key, request_hash))
    return RevealedValue(contact_id, body.field, value)


def _clear_value(work: DeskWork, field: str) -> str:
    if field == CALLER_NUMBER:
        return work.caller_number
    for attached in work.attached.values:
        if attached.key == field:
            return attached.value
    raise FieldNotOnContact(field=field)
