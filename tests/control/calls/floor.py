"""A small centre on real parts (journal, speech cache, keys) for the tests of call control. The ports are recorders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from rexian.control.contracts.alarms import Alarm
from rexian.control.contracts.configuration import (
    AgentConfiguration,
    CentreConfiguration,
    NumberConfiguration,
    QueueConfiguration,
)
from rexian.control.contracts.desk import DeskView, QueueLoad
from rexian.control.contracts.events import Event
from rexian.control.contracts.trunks import OutboundRule, TrunkConfiguration
from rexian.control.ivr.document import FlowDocument
from rexian.control.ports import QueryAnswer
from rexian.control.speech.cache import ClipCache
from rexian.control.speech.ports import SampleFormat, Samples
from rexian.control.speech.speaker import Speaker
from rexian.kit.bus import BusUnavailable
from rexian.kit.clock import Clock

NUMBER = "12329"
QUEUE = "human-service"
CALLER = "13800001111"
TRUNK = TrunkConfiguration("trunk", "0371", "86", "", (OutboundRule(""),))
"""It carries every number as it is."""

FLOW = FlowDocument.model_validate(
    {
        "format": 1,
        "flow_id": "small",
        "version": 1,
        "title": "small",
        "language": "zh-CN",
        "start": "main",
        "resume_text": "抱歉。",
        "fallback_queue_id": QUEUE,
        "nodes": {
            "main": {
                "kind": "menu",
                "text": "人工请按零。",
                "options": {"0": {"label": "人工", "next": "human"}},
                "invalid_text": "按键有误。",
                "silence_text": "没有按键。",
                "on_failure": "human",
            },
            "human": {"kind": "queue", "queue_id": QUEUE},
        },
    }
)


def agent_configuration(agent_id: str, queue_ids: tuple[str, ...] = (QUEUE,)) -> AgentConfiguration:
    return AgentConfiguration(agent_id, "org", "8001", "someone", f"agent-{agent_id}", "secret", "sip", queue_ids)


def centre_configuration(*agent_ids: str, offer_seconds: float = 10.0, announcement: str = "") -> CentreConfiguration:
    queue = QueueConfiguration(QUEUE, "org", "人工服务", offer_seconds, 30.0, announcement, 0.0)
    number = NumberConfiguration(NUMBER, "org", FLOW.flow_id)
    agents = tuple(map(agent_configuration, agent_ids))
    return CentreConfiguration(1, "org", agents, (queue,), (number,), (TRUNK,))


@dataclass
class Outlets:
    """What control showed to the outside. While `away` is set nothing can be sent."""

    events: list[Event] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    desks: list[DeskView] = field(default_factory=list)
    queues: list[QueueLoad] = field(default_factory=list)
    alarms: list[tuple[Alarm, ...]] = field(default_factory=list)
    away: bool = False

    async def publish_events(self, events: Sequence[Event]) -> None:
        self._check()
        self.events += events

    async def publish_contact_key(self, contact_id: str, wrapped_key: str) -> None:
        self._check()
        self.keys[contact_id] = wrapped_key

    async def publish_desk(self, desk: DeskView) -> None:
        self._check()
        self.desks.append(desk)

    async def publish_queues(self, loads: Sequence[QueueLoad]) -> None:
        self._check()
        self.queues += loads

    async def publish_alarms(self, alarms: Sequence[Alarm]) -> None:
        self._check()
        self.alarms.append(tuple(alarms))

    def of(self, event_type: str) -> list[Event]:
        return [event for event in self.events if event.type == event_type]

    def _check(self) -> None:
        if self.away:
            raise BusUnavailable


@dataclass
class Objects:
    """Business objects that know nothing."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    async def query(
        self,
        business_object: str,
        rule: str,
        arguments: Mapping[str, Any],
        *,
        contact_id: str,
        deadline_seconds: float,
    ) -> QueryAnswer:
        self.asked.append((business_object, rule))
        return QueryAnswer("not_found")


class Beeper:
    """A voice of a third of a second, whatever it is to say."""

    name = "beeper"
    names = ("beeper",)
    format = SampleFormat(8000, "int16")

    async def synthesise(self, text: str) -> Samples:
        wave = np.sin(np.arange(2667) * 2 * np.pi * 700 / 8000) * 9000
        return Samples(wave.astype(np.int16), 8000, self.name)

    async def close(self) -> None:
        """Nothing runs."""


def make_speaker(folder: Path, clock: Clock, readers_group: int | None = None) -> Speaker:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    caches = [ClipCache(folder / name, clock, readers_group=readers_group) for name in ("lasting", "passing")]
    return Speaker(Beeper(), *caches)
