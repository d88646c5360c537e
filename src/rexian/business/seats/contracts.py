"""What others may know of an agent's seat."""

from dataclasses import dataclass, field
from typing import Literal

PhoneKind = Literal["webrtc", "sip"]
"""`webrtc` = the page itself, `sip` = any SIP phone over UDP."""


@dataclass(frozen=True)
class Skill:
    """How well an agent masters something: 1 (a little) and up."""

    skill: str
    level: int


@dataclass(frozen=True)
class Seat:
    """An agent's telephone account, the queues he serves, his groups and skills; the secret is clear here and sealed
    at rest."""

    agent_id: str
    organisation_id: str
    sip_username: str
    sip_secret: str = field(repr=False)
    phone_kind: PhoneKind
    queue_ids: tuple[str, ...]
    group_ids: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()


@dataclass(frozen=True)
class SeatSettings:
    """A seat without its secret: what people set of it and may see."""

    agent_id: str
    organisation_id: str
    sip_username: str
    phone_kind: PhoneKind
    queue_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    skills: tuple[Skill, ...]
