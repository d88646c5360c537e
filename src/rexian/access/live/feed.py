"""The desks, queues and alarms that control publishes, read from the stream of live views."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from rexian.access.control_link import desk_from
from rexian.control.contracts.alarms import ALARM_SUBJECT, Alarm
from rexian.control.contracts.desk import LIVE_STREAM, LIVE_SUBJECT, QUEUE_SUBJECT, DeskView, QueueLoad
from rexian.kit.bus import Bus


@dataclass(frozen=True)
class PublishedDesk:
    """A desk as control published it, with its place in the stream."""

    sequence: int
    time: datetime
    desk: DeskView


_ALARMS = TypeAdapter(tuple[Alarm, ...])
_QUEUES = TypeAdapter(tuple[QueueLoad, ...])

EVERYONE = "*"
"""Instead of an agent's id: the desks of all."""


class LiveFeed:
    """Follows one agent's desks, or everyone's."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    @property
    def connected(self) -> bool:
        """Whether desks can arrive now."""
        return self._bus.connected

    async def desks(self, agent_id: str, after_sequence: int | None) -> AsyncIterator[PublishedDesk]:
        """Desks after `after_sequence` in order, then new ones as they come; None = the last one first."""
        async for message in self._bus.follow(LIVE_STREAM, f"{LIVE_SUBJECT}.{agent_id}", after_sequence=after_sequence):
            if message.payload.get("type") == "desk":
                desk = desk_from(message.payload["data"])
                yield PublishedDesk(message.sequence, message.time, desk)

    async def queues(self, after_sequence: int | None) -> AsyncIterator[tuple[QueueLoad, ...]]:
        """The figures of queues that have changed, as they come; served queues and others."""
        async for message in self._bus.follow(LIVE_STREAM, QUEUE_SUBJECT, after_sequence=after_sequence):
            yield _QUEUES.validate_python(message.payload["data"])

    async def alarms(self) -> AsyncIterator[tuple[Alarm, ...]]:
        """All alarms that stand, now and whenever that changes."""
        async for message in self._bus.follow(LIVE_STREAM, ALARM_SUBJECT, after_sequence=None):
            yield _ALARMS.validate_python(message.payload["data"])

    async def newest_sequence(self) -> int:
        """The place of the newest desk of anybody. Raises BusUnavailable, also before the first one."""
        return await self._bus.last_sequence(LIVE_STREAM)
