"""What others may know of an agent's seat."""

from dataclasses import dataclass, field
from typing import Literal

PhoneKind = Literal["webrtc", "sip"]
"""`webrtc` = the page itself, `sip` = any SIP phone over UDP."""


@dataclass(frozen=True)
class Seat:
    """An agent's telephone account and the queues he serves; the secret is clear here and sealed at rest."""

    agent_id: str
    organisation_id: str
    sip_username: str
    sip_secret: str = field(repr=False)
    phone_kind: PhoneKind
    queue_ids: tuple[str, ...]
