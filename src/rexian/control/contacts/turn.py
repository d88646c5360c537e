"""One decision being made: what has happened (drafts) and what is to be done (effects), in order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from rexian.control.acd.forecast import Admission, Forecast, QueueFigures
from rexian.control.contacts.effects import AT_ONCE, Effect
from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.flow_tables import FlowTables
from rexian.control.contacts.folds import evolve
from rexian.control.contacts.names import MediaNames
from rexian.control.contacts.stage import Stage, difference, stage
from rexian.control.contacts.state import Contact, Draft
from rexian.control.contracts.configuration import CentreConfiguration, QueueConfiguration
from rexian.control.contracts.events import EventType
from rexian.control.ivr.document import FlowDocument
from rexian.kit.copies import changed
from rexian.kit.ids import IdSource


class Lines(Protocol):
    """The queues as they are now; the ACD engine answers."""

    def admission(self, queue_id: str) -> Admission: ...

    def figures(self, queue_id: str) -> QueueFigures: ...

    def newcomer_seconds(self, queue_id: str, now: datetime) -> float | None: ...

    def longest_idle(self, group_id: str, but: Collection[str] = ()) -> str | None: ...

    def best_idle(self, queue_id: str, but: Collection[str] = ()) -> str | None: ...

    def forecast(self, contact_id: str, now: datetime) -> Forecast | None: ...


@dataclass(frozen=True)
class Surroundings:
    """What decisions may look at besides the contact: the centre's configuration, flows, the media node, ids, and how
    long the lines are."""

    centre: CentreConfiguration
    entry: EntryTables
    flows: FlowTables
    media_node: str
    new_id: IdSource
    lines: Lines

    def queue(self, queue_id: str) -> QueueConfiguration | None:
        return next((queue for queue in self.centre.queues if queue.queue_id == queue_id), None)

    def queue_or_first(self, queue_id: str) -> QueueConfiguration | None:
        """A queue that is gone is replaced by the first one, so that no caller is lost; None for a centre without."""
        return self.queue(queue_id) or next(iter(self.centre.queues), None)

    def agent_id_of(self, name: str) -> str | None:
        """The agent of that id or staff number."""
        agents = (agent for agent in self.centre.agents if name and name in (agent.agent_id, agent.staff_number))
        return next((agent.agent_id for agent in agents), None)

    def staff_number(self, agent_id: str) -> str:
        return next((agent.staff_number for agent in self.centre.agents if agent.agent_id == agent_id), "")

    def is_ours(self, called_number: str) -> bool:
        return any(number.called_number == called_number for number in self.centre.numbers)

    def flow_of(self, contact: Contact) -> FlowDocument | None:
        """The flow that a call begins with, or None if the number is not ours or its flow is not there."""
        flow_id = next((n.flow_id for n in self.centre.numbers if n.called_number == contact.called_number), None)
        if flow_id is None:
            return None
        return self.flows.for_call(contact.contact_id, contact.called_number, contact.trunk, flow_id)


@dataclass
class Turn:
    """The contact before and after; `happen` folds at once, so that later steps see it."""

    contact: Contact
    now: datetime
    around: Surroundings
    drafts: list[Draft] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def happen(
        self,
        event_type: EventType,
        *,
        personal: Mapping[str, Any] | None = None,
        at: datetime | None = None,
        **data: Any,
    ) -> None:
        """Something has happened: draft the event and fold it into the contact."""
        draft = Draft(event_type, data, personal or {}, at)
        self.drafts.append(draft)
        self.contact = evolve(self.contact, draft, at or self.now)

    def change(self, **values: Any) -> None:
        """Local memory that needs no event: what is being said, which question is open."""
        self.contact = changed(self.contact, **values)

    def do(self, *effects: Effect) -> None:
        self.effects.extend(effects)

    def new_id(self) -> str:
        return self.around.new_id()

    def media_id(self, kind: str, tail: str = "") -> str:
        return self.names.of(kind, tail)

    @property
    def names(self) -> MediaNames:
        return MediaNames(self.around.media_node, self.contact.contact_id)

    def set_stage(self, before: Stage) -> None:
        """Put the steps from `before` to what the contact wants now between what comes before and after them."""
        at_once = [effect for effect in self.effects if isinstance(effect, AT_ONCE)]
        afterwards = [effect for effect in self.effects if not isinstance(effect, AT_ONCE)]
        self.effects = [*at_once, *difference(before, stage(self.contact, self.names)), *afterwards]
