"""What goes over the live socket, as types: the JSON Schema for the page is made from them.

Each side sends something at least every PING_SECONDS and takes a peer that was silent for SILENCE_SECONDS for dead.
The newest desk received is the truth; `sequence` only says where to resume (`?after=`), and starts low again when the
stream was begun anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from rexian.access.floor import FloorView
from rexian.control.contracts.alarms import Alarm
from rexian.control.contracts.desk import DeskView

PING_SECONDS = 5.0
SILENCE_SECONDS = 10.0


@dataclass(frozen=True)
class DeskMessage:
    """The whole desk, personal values masked. Resume with `?after=<sequence>`."""

    sequence: int
    type: Literal["desk"]
    time: datetime
    data: DeskView


@dataclass(frozen=True)
class ServerPing:
    """The server lives and has nothing new to say."""

    type: Literal["ping"]
    time: datetime


@dataclass(frozen=True)
class ClientPing:
    """The page lives. The only message a page sends; commands go over HTTP."""

    type: Literal["ping"]


@dataclass(frozen=True)
class FloorMessage:
    """What a supervisor sees: the whole floor, or where not `complete` the seats and queues that have changed."""

    type: Literal["floor"]
    time: datetime
    complete: bool
    data: FloorView


@dataclass(frozen=True)
class AlarmsMessage:
    """All alarms that stand, whenever that changes."""

    type: Literal["alarms"]
    time: datetime
    data: tuple[Alarm, ...]


ServerMessage = Annotated[DeskMessage | ServerPing, Field(discriminator="type")]
SupervisionMessage = Annotated[FloorMessage | AlarmsMessage | ServerPing, Field(discriminator="type")]


@dataclass(frozen=True)
class LiveMessages:
    """Both directions, and the supervision socket, in one document: for the generator of the page's types."""

    server: ServerMessage
    supervision: SupervisionMessage
    client: ClientPing
