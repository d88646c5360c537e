"""Who asks for a change, and by which request: what the trades need to act once and to audit it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from rexian.access.client import RequestClient
from rexian.access.idempotency_key import IdempotencyKey
from rexian.access.parts import WebParts
from rexian.business.access_control.contracts import Actor, Visibility
from rexian.business.changes.contracts import Author
from rexian.business.idempotency.contracts import RequestKey


@dataclass(frozen=True)
class Asking:
    """A request that changes something: its key, all that was asked in it, and where it comes from."""

    key: str
    asked: str
    client_address: str


async def _asking(request: Request, client: RequestClient, key: IdempotencyKey) -> Asking:
    body = await request.body()
    return Asking(key, f"{request.method}\0{request.url.path}\0{body.decode(errors='replace')}", client.address)


ChangeRequest = Annotated[Asking, Depends(_asking)]


async def visible_to(parts: WebParts, actor: Actor) -> frozenset[str]:
    """The organisations whose tables the actor may see and change."""
    return await parts.organisations.ids_visible_to(Visibility(actor.organisation_id))


async def author_of(parts: WebParts, actor: Actor, asking: Asking) -> Author:
    """The author of a change."""
    return Author(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        organisation_ids=await visible_to(parts, actor),
        client_address=asking.client_address,
        request=RequestKey(actor.user_id, asking.key, parts.hash_request(asking.asked)),
    )
