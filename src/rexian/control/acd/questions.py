"""What may be asked of the engine: agents, queues, places, figures, forecasts. Nothing here changes anything.

Asked by the call service, the desks' views, replay and simulation; `engine` adds the verbs.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from rexian.control.acd import callbacks, called, clockwork, overlooked, states
from rexian.control.acd.floor import Floor
from rexian.control.acd.forecast import Admission, Forecast, QueueFigures
from rexian.control.acd.model import Agent, Offer, Waiting
from rexian.control.contracts.configuration import QueueConfiguration


class Questions:
    """The engine's reading side."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def agent(self, agent_id: str) -> Agent:
        """The seat; raises UnknownAgent."""
        return states.known(self._floor, agent_id)

    @property
    def agents(self) -> Iterable[Agent]:
        return self._floor.agents.values()

    def offer(self, offer_id: str) -> Offer | None:
        return self._floor.offers.get(offer_id)

    def waiting(self, contact_id: str) -> Waiting | None:
        """The contact's wait, offered ones included; None when it is in no queue."""
        return self._floor.waiting.get(contact_id)

    def queue(self, queue_id: str) -> QueueConfiguration | None:
        queue = self._floor.queues.get(queue_id)
        return queue.configuration if queue else None

    @property
    def queue_ids(self) -> Iterable[str]:
        return self._floor.queues.keys()

    def members(self, queue_id: str) -> Iterable[str]:
        """The agents who may serve the queue, signed in or not."""
        queue = self._floor.queues.get(queue_id)
        return queue.members.keys() if queue else ()

    def knows(self, agent_id: str) -> bool:
        return agent_id in self._floor.agents

    def is_free(self, agent_id: str) -> bool:
        """Whether the agent may be called: signed in, with a phone, and with no contact on the desk."""
        return called.is_free(self._floor.agents.get(agent_id))

    def is_elsewhere(self, agent_id: str, contact_id: str) -> bool:
        """Whether the agent was taken for another contact, in the moment between a lease's end and a late answer."""
        return called.is_elsewhere(self._floor.agents.get(agent_id), contact_id)

    def knows_group(self, group_id: str) -> bool:
        """Whether any seat belongs to it."""
        return any(group_id in agent.seat.group_ids for agent in self._floor.agents.values())

    def longest_idle(self, group_id: str, but: Collection[str] = ()) -> str | None:
        """Who of the group, `but` for these agents, has been idle longest; None = nobody is."""
        return called.longest_idle(self._floor, group_id, but)

    def best_idle(self, queue_id: str, but: Collection[str] = ()) -> str | None:
        """Who of the queue's agents, `but` for these, is first by its rule; None = nobody is idle."""
        return called.best_idle(self._floor, queue_id, but)

    def may_extend_wrap_up(self, agent_id: str) -> bool:
        """Whether the queue allows more time."""
        return states.may_extend_wrap_up(self._floor, self.agent(agent_id))

    def is_waiting(self, contact_id: str) -> bool:
        """Whether the contact is in a queue, offered or not."""
        return contact_id in self._floor.waiting

    def overlooked(self) -> dict[str, str]:
        """Contact and queue of those who wait although an agent who could serve them is idle: never anybody."""
        return overlooked.overlooked(self._floor)

    def is_idle_for(self, queue_id: str) -> bool:
        """Whether an agent who may serve the queue at once is idle."""
        return overlooked.is_idle_for(self._floor, queue_id)

    def queue_length(self, queue_id: str) -> tuple[int, datetime | None]:
        """How many wait in the queue (offered ones included) and since when the first one."""
        queue = self._floor.queues.get(queue_id)
        first = queue.inside.first() if queue else None
        return (len(queue.inside), first[0]) if queue and first else (0, None)

    def figures(self, queue_id: str) -> QueueFigures:
        """The queue as it is now. Unknown queues raise KeyError."""
        queue = self._floor.queues[queue_id]
        waiting, longest_since = self.queue_length(queue_id)
        return QueueFigures(
            queue_id=queue_id,
            waiting=waiting,
            offered=waiting - queue.standing - len(queue.held),
            longest_since=longest_since,
            staffed=queue.staffed,
            idle=queue.idle_count(len(queue.stages) - 1),
            is_open=queue.is_open,
            hand_out_seconds=queue.hand_outs.interval_seconds,
            answer_seconds=queue.hand_outs.answer_seconds,
        )

    def admission(self, queue_id: str) -> Admission:
        """What a caller who wants to enter is to be told. Unknown queues raise KeyError."""
        queue = self._floor.queues[queue_id]
        limit = queue.configuration.waiting_limit
        if not queue.is_open:
            return Admission.CLOSED
        full = 0 < limit <= len(queue.inside) - queue.absent
        if queue.staffed <= 0:
            return Admission.FULL if full else Admission.NO_AGENT
        if queue.idle[0]:
            return Admission.FREE
        return Admission.FULL if full else Admission.BUSY

    def forecast(self, contact_id: str, now: datetime) -> Forecast | None:
        """The place in the line and the expected wait; None for a contact that does not wait in a line."""
        contact = self._floor.waiting.get(contact_id)
        if contact is None or contact.offer_id is not None:
            return None
        queue = self._floor.queues[contact.queue_id]
        place = queue.place(contact.key)
        return Forecast(place, queue.hand_outs.wait_seconds(place, now))

    def newcomer_seconds(self, queue_id: str, now: datetime) -> float | None:
        """How long somebody who came now would wait; None before the first hand-out. Unknown queues raise KeyError."""
        queue = self._floor.queues[queue_id]
        if queue.idle[0]:
            return 0.0
        return queue.hand_outs.wait_seconds(queue.standing + 1, now)

    def is_turn_near(self, contact_id: str, now: datetime) -> bool:
        """Whether somebody absent is to be called back now."""
        return callbacks.is_turn_near(self._floor, contact_id, now)

    def next_deadline(self) -> datetime | None:
        """When `due` must be called at the latest, or None."""
        return clockwork.next_deadline(self._floor)
