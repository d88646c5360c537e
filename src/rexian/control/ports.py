"""What control asks of the world. Adapters: control.asterisk (media), app (objects, events, live views)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from rexian.control.contracts.alarms import Alarm
from rexian.control.contracts.configuration import AgentConfiguration
from rexian.control.contracts.desk import DeskView, QueueLoad
from rexian.control.contracts.events import Event
from rexian.control.contracts.trunks import TrunkConfiguration
from rexian.kit.errors import ErrorKind, RexianError


@dataclass(frozen=True)
class QueryAnswer:
    """A business object's answer. `outcome`: ok, not_found, refused, locked, invalid, timeout, unavailable, failed."""

    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)


class ObjectQueries(Protocol):
    """Asks business objects. Never raises: a failure of any kind is an outcome."""

    async def query(
        self,
        business_object: str,
        rule: str,
        arguments: Mapping[str, Any],
        *,
        contact_id: str,
        deadline_seconds: float,
    ) -> QueryAnswer: ...


class HttpRequests(Protocol):
    """Asks other computers for a flow. Never raises: a failure of any kind is an outcome (not_found, refused, timeout,
    unavailable, failed)."""

    async def ask(
        self, method: str, url: str, arguments: Mapping[str, Any], *, deadline_seconds: float
    ) -> QueryAnswer: ...


class EventOutlet(Protocol):
    """Copies journalled events to the stream; may be away for a while. Raises when the copy is not certain."""

    async def publish_events(self, events: Sequence[Event]) -> None: ...

    async def publish_contact_key(self, contact_id: str, wrapped_key: str) -> None: ...


class LiveOutlet(Protocol):
    """Shows the newest desk, queues and alarms to whoever watches. Losing one is harmless: the next one is whole."""

    async def publish_desk(self, desk: DeskView) -> None: ...

    async def publish_queues(self, loads: Sequence[QueueLoad]) -> None: ...

    async def publish_alarms(self, alarms: Sequence[Alarm]) -> None: ...


@dataclass(frozen=True)
class ObservedChannel:
    """A channel the media server has now, as found when control connects."""

    channel_id: str
    state: str
    bridge_id: str | None


@dataclass(frozen=True)
class Observation:
    """What the media server holds, and what its own log says happened since `last_log_offset`."""

    channels: Mapping[str, ObservedChannel]
    bridges: Mapping[str, frozenset[str]]
    endpoints_online: frozenset[str]
    unwritten: frozenset[str] = frozenset()
    """Tracks whose tap is there while nobody writes down what it hears."""

    def records(self, track: str) -> bool:
        """Whether the track is being written."""
        return track in self.channels and track not in self.unwritten


class MediaUnavailable(RexianError):
    """The media server could not be asked, or refused."""

    code: ClassVar[str] = "media_unavailable"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class Media(Protocol):
    """Commands to the media server. Ids are ours. A thing that is gone is not an error: the call returns False.

    Other failures raise `MediaUnavailable`. Paths are absolute without extension; music is the server's default class.
    """

    async def answer(self, channel_id: str) -> bool: ...

    async def hang_up(self, channel_id: str, *, cause: str = "normal") -> bool: ...

    async def create_bridge(self, bridge_id: str) -> bool: ...

    async def destroy_bridge(self, bridge_id: str) -> bool: ...

    async def add_to_bridge(self, bridge_id: str, channel_id: str) -> bool: ...

    async def take_from_bridge(self, bridge_id: str, channel_id: str) -> bool: ...

    async def start_music(self, channel_id: str) -> bool: ...

    async def stop_music(self, channel_id: str) -> bool: ...

    async def start_ringing(self, channel_id: str) -> bool: ...

    async def stop_ringing(self, channel_id: str) -> bool: ...

    async def play(self, channel_id: str, playback_id: str, clip_path: str) -> bool: ...

    async def stop_playback(self, playback_id: str) -> bool: ...

    async def ring_agent(self, agent: AgentConfiguration, channel_id: str, ring: "AgentRing") -> bool: ...

    async def ring_number(self, channel_id: str, ring: "OutsideRing") -> bool: ...

    async def mute(self, channel_id: str) -> bool: ...

    async def unmute(self, channel_id: str) -> bool: ...

    async def send_keys(self, channel_id: str, digits: str) -> bool: ...

    async def start_track(self, channel_id: str, track: str) -> bool: ...

    async def stop_track(self, track: str) -> bool: ...

    async def start_snoop(self, channel_id: str, snoop: str, *, whispers: bool) -> bool: ...

    async def media_alive(self, channel_id: str) -> bool: ...

    async def provision_agents(self, agents: Sequence[AgentConfiguration]) -> None: ...


@dataclass(frozen=True)
class AgentRing:
    """How to ring an agent. `caller_number` may be shown on the phone; `resume` asks the page to answer by itself."""

    contact_id: str
    caller_number: str
    timeout_seconds: float
    resume: bool = False


@dataclass(frozen=True)
class OutsideRing:
    """How to ring a number outside: the digits that the trunk's exchange wants; `caller_number` is shown there."""

    trunk: TrunkConfiguration
    digits: str
    caller_number: str
    timeout_seconds: float
