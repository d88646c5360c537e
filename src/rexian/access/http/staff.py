"""Users and their seats: listed, made, changed, given passwords, unlocked. A supervisor keeps agents, an administrator
everybody. A password is taken and never given back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import StaffManager
from rexian.access.http.call_records import Named
from rexian.access.parts import Parts
from rexian.business.access_control.contracts import Actor, Role
from rexian.business.access_control.service import may_manage
from rexian.business.seats.contracts import PhoneKind, Skill
from rexian.business.staff.contracts import Manager, Member, MemberContent, SeatContent

router = APIRouter(prefix="/api/staff", tags=["staff"])

MOST = 500
Ids = Annotated[tuple[str, ...], Field(max_length=MOST)]
Password = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True)
class SeatBody:
    """A seat: `sip_username` is the telephone's account (extension); `webrtc` = the page is the telephone."""

    sip_username: Annotated[str, Field(max_length=64)]
    phone_kind: PhoneKind
    queue_ids: Ids
    group_ids: Ids
    skills: Annotated[tuple[Skill, ...], Field(max_length=MOST)]


class MemberBody(BaseModel):
    """All of a user. Who has the role `agent` has a seat, and nobody else has."""

    staff_number: str = Field(max_length=64)
    name: str = Field(max_length=100)
    roles: tuple[Role, ...] = Field(max_length=len(Role))
    active: bool
    seat: SeatBody | None


class NewMember(MemberBody):
    """The first password is told to the user by word of mouth."""

    password: Password


class ChangedMember(MemberBody):
    """`version` is the one that was read."""

    version: int


class NewPassword(BaseModel):
    """At least ten signs of three kinds, without the staff number."""

    password: Password


@dataclass(frozen=True)
class MemberView:
    """A user. `locked_until`: nobody can sign in by this number before; `can_change`: the asking one may."""

    user_id: str
    version: int
    staff_number: str
    name: str
    roles: tuple[Role, ...]
    active: bool
    locked_until: datetime | None
    can_change: bool
    seat: SeatBody | None


@dataclass(frozen=True)
class StaffList:
    """Everybody, by staff number, and the queues and groups there are."""

    members: tuple[MemberView, ...]
    queues: tuple[Named, ...]
    groups: tuple[Named, ...]
    skills: tuple[str, ...]


@router.get("")
async def list_staff(actor: StaffManager, parts: Parts) -> StaffList:
    """The staff, and what a seat may name."""
    visible = await visible_to(parts, actor)
    members = await parts.staff.all_members(visible)
    queues = await parts.queue_settings.all_queues(visible)
    groups = await parts.queue_settings.all_groups(visible)
    skills = {skill.skill for member in members if member.seat for skill in member.seat.skills}
    skills |= {demand.skill for queue in queues for demand in queue.demands}
    return StaffList(
        members=tuple(_view(member, actor) for member in members),
        queues=tuple(Named(queue.queue_id, queue.name) for queue in queues),
        groups=tuple(Named(group.group_id, group.name) for group in groups),
        skills=tuple(sorted(skills)),
    )


@router.post("", status_code=201)
async def create_member(body: NewMember, actor: StaffManager, parts: Parts, asking: ChangeRequest) -> MemberView:
    """Make a user."""
    author = await author_of(parts, actor, asking)
    return _view(await parts.staff.create(_content(body), body.password, author, _manager(actor)), actor)


@router.put("/{user_id}")
async def change_member(
    user_id: str, body: ChangedMember, actor: StaffManager, parts: Parts, asking: ChangeRequest
) -> MemberView:
    """Set all of a user anew; who is not active any more is signed out."""
    author = await author_of(parts, actor, asking)
    member = await parts.staff.change(user_id, body.version, _content(body), author, _manager(actor))
    return _view(member, actor)


@router.put("/{user_id}/password", status_code=204)
async def set_password(
    user_id: str, body: NewPassword, actor: StaffManager, parts: Parts, asking: ChangeRequest
) -> None:
    """Give a user another password; he is signed out everywhere and unlocked."""
    await parts.staff.set_password(user_id, body.password, await author_of(parts, actor, asking), _manager(actor))


@router.post("/{user_id}/unlock", status_code=204)
async def unlock_member(user_id: str, actor: StaffManager, parts: Parts, asking: ChangeRequest) -> None:
    """Let a locked user sign in again at once."""
    await parts.staff.unlock(user_id, await author_of(parts, actor, asking), _manager(actor))


def _manager(actor: Actor) -> Manager:
    return Manager(actor.user_id, actor.roles)


def _view(member: Member, actor: Actor) -> MemberView:
    user, seat = member.user, member.seat
    return MemberView(
        user_id=user.user_id,
        version=user.version,
        staff_number=user.staff_number,
        name=user.name,
        roles=tuple(sorted(user.roles)),
        active=user.active,
        locked_until=user.locked_until,
        can_change=may_manage(actor.roles, user.roles),
        seat=None
        if seat is None
        else SeatBody(seat.sip_username, seat.phone_kind, seat.queue_ids, seat.group_ids, seat.skills),
    )


def _content(body: MemberBody) -> MemberContent:
    seat = None if body.seat is None else SeatContent(**vars(body.seat))
    return MemberContent(body.staff_number, body.name, frozenset(body.roles), body.active, seat)
