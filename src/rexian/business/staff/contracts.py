"""What others may know of the staff."""

from dataclasses import dataclass

from rexian.business.access_control.contracts import Role, User
from rexian.business.seats.contracts import PhoneKind, SeatSettings, Skill


@dataclass(frozen=True)
class SeatContent:
    """What is set of a seat: its telephone account, and what its agent serves how well."""

    sip_username: str
    phone_kind: PhoneKind
    queue_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class MemberContent:
    """What is set of a person. Without a seat nobody takes calls."""

    staff_number: str
    name: str
    roles: frozenset[Role]
    active: bool
    seat: SeatContent | None


@dataclass(frozen=True)
class Member:
    """A user and the seat he may have."""

    user: User
    seat: SeatSettings | None


@dataclass(frozen=True)
class Manager:
    """Who keeps the staff: nobody changes his own roles, or shuts himself out."""

    user_id: str
    roles: frozenset[Role]
