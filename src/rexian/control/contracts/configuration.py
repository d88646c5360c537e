"""What control must know of the centre. Read from the database by the composition root, never by control itself.

Control keeps the last one as a sealed snapshot on local disk and starts from it when the database is away.
"""

from dataclasses import dataclass

from rexian.control.contracts.entry import DirectoryEntry, MarkedCaller, OpeningHours
from rexian.control.contracts.trunks import TrunkConfiguration


@dataclass(frozen=True)
class AgentConfiguration:
    """An agent's seat. `phone_kind` is `webrtc` (the page) or `sip` (any SIP phone over UDP)."""

    agent_id: str
    organisation_id: str
    staff_number: str
    name: str
    sip_username: str
    sip_secret: str
    phone_kind: str
    queue_ids: tuple[str, ...]


@dataclass(frozen=True)
class QueueConfiguration:
    """A queue. `announcement` is a prompt template said first and then each `announcement_every_seconds`."""

    queue_id: str
    organisation_id: str
    name: str
    offer_seconds: float
    wrap_up_seconds: float
    announcement: str
    announcement_every_seconds: float


@dataclass(frozen=True)
class NumberConfiguration:
    """Which flow a called number runs."""

    called_number: str
    organisation_id: str
    flow_id: str


@dataclass(frozen=True)
class CentreConfiguration:
    """All of it; `revision` grows with each change."""

    revision: int
    organisation_id: str
    agents: tuple[AgentConfiguration, ...]
    queues: tuple[QueueConfiguration, ...]
    numbers: tuple[NumberConfiguration, ...]
    trunks: tuple[TrunkConfiguration, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    marked_callers: tuple[MarkedCaller, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()
