"""The alarms of the running centre: looks every second at what must never last, and tells whoever supervises.

Three ways: the log, a figure for each kind, and the live outlet with all alarms that stand. What is wrong is said by
`acd.overlooked` and `calls.pressure`; this decides since when, and keeps what is only a moment's from being told.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.pressure import Pressure
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contracts.alarms import Alarm, AlarmKind
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.ports import LiveOutlet
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 1.0
TELL_AGAIN_SECONDS = 60.0


@dataclass(frozen=True)
class AlarmLimits:
    """`overlooked_seconds`: so long may a caller wait beside an idle agent before it is told; 0 = for ever."""

    overlooked_seconds: float = 10.0


class Alarms:
    """Knows which alarms stand, and sends them whole when that has changed."""

    def __init__(
        self,
        engine: AcdEngine,
        contacts: Mapping[str, Contact],
        centre: Callable[[], CentreConfiguration],
        pressure: Pressure,
        live: LiveOutlet,
        *,
        clock: Clock,
        limits: AlarmLimits,
    ) -> None:
        self._engine, self._contacts, self._centre = engine, contacts, centre
        self._pressure, self._live = pressure, live
        self._clock, self._limits = clock, limits
        self._overlooked_since: dict[str, datetime] = {}
        self._told: tuple[Alarm, ...] | None = None
        self._told_at = 0.0
        self.standing: tuple[Alarm, ...] = ()

    def count(self, kind: AlarmKind) -> int:
        """How many of a kind stand."""
        return sum(alarm.kind is kind for alarm in self.standing)

    async def run(self) -> None:
        """Runs for ever; what an absent outlet did not take is sent again, and all now and then: it forgets."""
        while True:
            self.look()
            if self.standing != self._told or self._clock.monotonic() >= self._told_at + TELL_AGAIN_SECONDS:
                await self._tell()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def look(self) -> None:
        """Look once."""
        now = self._clock.now()
        before = {(alarm.kind, alarm.queue_id): alarm for alarm in self.standing}
        found = [*self._overlooked(now), *self._overloaded(now)]
        self.standing = tuple(before.get((alarm.kind, alarm.queue_id), alarm) for alarm in found)
        after = {(alarm.kind, alarm.queue_id): alarm for alarm in self.standing}
        for key in after.keys() - before.keys():
            log.error("an alarm stands", kind=str(key[0]), queue_id=key[1])
        for key in before.keys() - after.keys():
            log.warning("an alarm is over", kind=str(key[0]), queue_id=key[1])

    async def _tell(self) -> None:
        standing = self.standing
        try:
            await self._live.publish_alarms(standing)
        except RexianError as error:
            log.warning("alarms wait to be shown", reason=error.code)
            return
        self._told, self._told_at = standing, self._clock.monotonic()

    def _overlooked(self, now: datetime) -> list[Alarm]:
        """One for each queue, since the first of its callers who are overlooked."""
        if self._limits.overlooked_seconds <= 0:
            return []
        found = {**self._engine.overlooked(), **self._forgotten()}
        self._overlooked_since = {contact_id: self._overlooked_since.get(contact_id, now) for contact_id in found}
        alarms: dict[str, Alarm] = {}
        for contact_id, since in sorted(self._overlooked_since.items(), key=lambda each: each[1], reverse=True):
            if (now - since).total_seconds() >= self._limits.overlooked_seconds:
                queue_id = found[contact_id]
                alarms[queue_id] = Alarm(AlarmKind.OVERLOOKED, since, queue_id, self._name(queue_id))
        return list(alarms.values())

    def _forgotten(self) -> dict[str, str]:
        """Contacts that believe they wait in a queue whose engine does not know them, while somebody there is idle."""
        return {
            contact.contact_id: contact.queue_id
            for contact in self._contacts.values()
            if contact.phase is Phase.QUEUED
            and not self._engine.is_waiting(contact.contact_id)
            and self._engine.is_idle_for(contact.queue_id)
        }

    def _overloaded(self, now: datetime) -> list[Alarm]:
        return [Alarm(AlarmKind.OVERLOADED, now)] if self._pressure.is_high else []

    def _name(self, queue_id: str) -> str:
        return next((queue.name for queue in self._centre().queues if queue.queue_id == queue_id), queue_id)
