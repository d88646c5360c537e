"""Control's ways out over the bus: journalled events and contact keys to their streams, desks to theirs."""

import asyncio
from collections.abc import Sequence
from typing import Any

from rexian.app.worker.streams import CONTACT_KEYS, EVENTS
from rexian.control.contracts.alarms import ALARM_SUBJECT, Alarm
from rexian.control.contracts.desk import LIVE_STREAM, LIVE_SUBJECT, QUEUE_SUBJECT, DeskView, QueueLoad
from rexian.control.contracts.events import EVENT_SUBJECT, KEY_SUBJECT, Event
from rexian.kit.bus import Bus, StreamSettings
from rexian.kit.clock import Clock
from rexian.kit.ids import IdSource

LIVE = StreamSettings(
    LIVE_STREAM,
    (f"{LIVE_SUBJECT}.>", ALARM_SUBJECT, QUEUE_SUBJECT),
    storage="memory",
    max_age_seconds=3600.0,
    max_messages_per_subject=200,
)


class BusEventOutlet:
    """Implements `rexian.control.ports.EventOutlet`: the stream drops what it has seen, by event id."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._has_streams = False

    async def publish_events(self, events: Sequence[Event]) -> None:
        await self._ensure_streams()
        await asyncio.gather(*(self._publish(event) for event in events))

    async def publish_contact_key(self, contact_id: str, wrapped_key: str) -> None:
        await self._ensure_streams()
        payload = {"contact_id": contact_id, "wrapped_key": wrapped_key}
        await self._bus.publish(KEY_SUBJECT, payload, message_id=f"key-{contact_id}")

    async def _publish(self, event: Event) -> None:
        await self._bus.publish(f"{EVENT_SUBJECT}.{event.type}", event.as_json(), message_id=event.id)

    async def _ensure_streams(self) -> None:
        if not self._has_streams:
            await self._bus.ensure_stream(EVENTS)
            await self._bus.ensure_stream(CONTACT_KEYS)
            self._has_streams = True


class BusLiveOutlet:
    """Implements `rexian.control.ports.LiveOutlet`."""

    def __init__(self, bus: Bus, clock: Clock, new_id: IdSource) -> None:
        self._bus = bus
        self._clock = clock
        self._new_id = new_id
        self._has_stream = False

    async def publish_desk(self, desk: DeskView) -> None:
        await self._publish(f"{LIVE_SUBJECT}.{desk.agent_id}", "desk", desk)

    async def publish_queues(self, loads: Sequence[QueueLoad]) -> None:
        await self._publish(QUEUE_SUBJECT, "queues", loads)

    async def publish_alarms(self, alarms: Sequence[Alarm]) -> None:
        await self._publish(ALARM_SUBJECT, "alarms", alarms)

    async def _publish(self, subject: str, kind: str, data: Any) -> None:
        if not self._has_stream:
            await self._bus.ensure_stream(LIVE)
            self._has_stream = True
        message = {"type": kind, "time": self._clock.now().isoformat(), "data": data}
        await self._bus.publish(subject, message, message_id=self._new_id())
