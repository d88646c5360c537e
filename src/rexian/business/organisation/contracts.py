"""What others may know of the centre: its parts, queues and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    """The centre or a part of it (分中心, department); `path` holds the ids from the centre down, `/a/b/`."""

    organisation_id: str
    name: str
    path: str


@dataclass(frozen=True)
class Queue:
    """A queue. Times in seconds; the announcement is said first and then every `announcement_every_seconds`."""

    queue_id: str
    organisation_id: str
    name: str
    offer_seconds: float
    wrap_up_seconds: float
    announcement: str
    announcement_every_seconds: float


@dataclass(frozen=True)
class Number:
    """Which flow a called number runs."""

    called_number: str
    organisation_id: str
    flow_id: str
