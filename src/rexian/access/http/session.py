"""Signing in and out, and who one is."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from rexian.access.client import RequestClient
from rexian.access.cookie import clear_session_cookie, session_token, set_session_cookie
from rexian.access.guard import ProfileUser, Public
from rexian.access.parts import Parts
from rexian.business.access_control.contracts import Actor, Role
from rexian.business.access_control.service import permissions_of

router = APIRouter(prefix="/api", tags=["session"])


class SignInRequest(BaseModel):
    """Staff number (工号) and password."""

    staff_number: str = Field(min_length=1, max_length=32)
    password: str = Field(min_length=1, max_length=200)


@dataclass(frozen=True)
class Me:
    """The signed-in user. `permissions` are for showing and hiding; the server checks each request itself."""

    user_id: str
    organisation_id: str
    organisation_name: str
    staff_number: str
    name: str
    roles: tuple[Role, ...]
    permissions: tuple[str, ...]


@router.post("/session", dependencies=[Depends(Public("signing in"))])
async def sign_in(body: SignInRequest, request: Request, response: Response, parts: Parts, client: RequestClient) -> Me:
    """Sign in; sets the session cookie. Needs no idempotency key: a repeated sign-in replaces the one before it."""
    started = await parts.sign_ins.sign_in(body.staff_number, body.password, client)
    if (former := session_token(request)) is not None:
        await parts.sign_ins.sign_out(former)
    set_session_cookie(request, response, started.token, started.expires_at)
    response.headers["Cache-Control"] = "no-store"
    return await _me(parts, started.actor)


@router.get("/session")
async def read_session(actor: ProfileUser, parts: Parts) -> Me:
    """The sign-in behind the cookie; 401 when there is none."""
    return await _me(parts, actor)


@router.delete("/session", status_code=204, dependencies=[Depends(Public("ending a sign-in that may be over already"))])
async def sign_out(request: Request, response: Response, parts: Parts) -> None:
    """End the sign-in and forget the cookie. Repeating it is no error."""
    if (token := session_token(request)) is not None:
        await parts.sign_ins.sign_out(token)
    clear_session_cookie(request, response)


@router.get("/me", tags=["me"])
async def read_me(actor: ProfileUser, parts: Parts) -> Me:
    """Who is signed in and what he may do."""
    return await _me(parts, actor)


async def _me(parts: Parts, actor: Actor) -> Me:
    organisation = await parts.organisations.get(actor.organisation_id)
    return Me(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        organisation_name=organisation.name,
        staff_number=actor.staff_number,
        name=actor.name,
        roles=tuple(sorted(actor.roles)),
        permissions=tuple(sorted(permissions_of(actor.roles))),
    )
