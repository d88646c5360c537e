"""The promised call-backs as control tells them. Numbers are clear here; `access` masks them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PromiseState(StrEnum):
    """`waiting` for the turn, `ringing` the citizen, or `resting` until the next attempt."""

    WAITING = "waiting"
    RINGING = "ringing"
    RESTING = "resting"


@dataclass(frozen=True)
class Promise:
    """One citizen who is to be called back. Times UTC.

    `reason`: asked (by the citizen) or lost (through our own fault). `waiting_since` is the place that is kept, `place`
    how many stand in line up to it (None while resting). `next_attempt_at` is known only while resting: else it is when
    the turn comes. `expires_at` None = the attempts alone end it.
    """

    contact_id: str
    organisation_id: str
    number: str = field(repr=False)
    queue_id: str
    queue_name: str
    state: PromiseState
    reason: str
    booked_at: datetime
    waiting_since: datetime
    place: int | None
    attempts: int
    attempts_allowed: int
    next_attempt_at: datetime | None
    expires_at: datetime | None
