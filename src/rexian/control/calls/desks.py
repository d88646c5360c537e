"""Desks: what each agent's page is to show, made from the engine and the contacts, sent when it has changed."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Agent
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState, DeskView, DeskWork, QueueLoad, WorkPhase
from rexian.control.ports import LiveOutlet
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

QUEUE_LOAD_SECONDS = 1.0
"""Queue figures change with every caller; pages get them at most this often."""

NOBODY = (0, None)

PHASES = {
    AgentState.RESERVED: WorkPhase.OFFERED,
    AgentState.RINGING: WorkPhase.RINGING,
    AgentState.TALKING: WorkPhase.TALKING,
    AgentState.WRAP_UP: WorkPhase.WRAP_UP,
}


class Desks:
    """Knows which desks are out of date and sends them whole."""

    def __init__(
        self,
        engine: AcdEngine,
        contacts: Mapping[str, Contact],
        centre: Callable[[], CentreConfiguration],
        live: LiveOutlet,
        *,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._contacts = contacts
        self._centre = centre
        self._live = live
        self._clock = clock
        self._stale: set[str] = set()
        self._queues_stale = False
        self._news = asyncio.Event()
        self._works: dict[str, DeskWork] = {}
        self._loads: dict[str, tuple[int, datetime | None]] = {}

    def changed(self, agent_id: str) -> None:
        """The agent's desk is out of date."""
        self._stale.add(agent_id)
        self._news.set()

    def contact_changed(self, contact: Contact) -> None:
        """The desks that show this contact are out of date."""
        talk, ringing = contact.talk or contact.stopping, contact.ringing
        for agent_id in (talk.agent_id if talk else None, ringing.offer.agent_id if ringing else None):
            if agent_id is not None:
                self.changed(agent_id)

    def queues_changed(self) -> None:
        self._queues_stale = True

    def all_changed(self) -> None:
        """After an outage everyone is told again."""
        for agent in self._engine.agents:
            self.changed(agent.agent_id)

    def view(self, agent_id: str) -> DeskView:
        """The desk as it stands. Raises UnknownAgent."""
        agent = self._engine.agent(agent_id)
        return DeskView(
            agent_id=agent_id,
            state=agent.state,
            state_since=agent.state_since or self._clock.now(),
            changed_by=agent.changed_by,
            reason=agent.reason,
            not_ready_reason=agent.not_ready_reason,
            next_state=agent.next_state,
            phone_registered=agent.phone_registered,
            work=self._work(agent),
            queues=tuple(self._load(queue_id) for queue_id in agent.queue_ids),
        )

    async def send(self) -> None:
        """Send what is out of date, as it comes. Runs for ever; what an absent outlet did not take is sent again."""
        while True:
            await self._news.wait()
            self._news.clear()
            stale, self._stale = self._stale, set()
            try:
                for view in self._views(stale):
                    await self._live.publish_desk(view)
            except RexianError as error:
                log.warning("desks wait to be shown", reason=error.code)
                self._stale |= stale
                await asyncio.sleep(QUEUE_LOAD_SECONDS)
                self._news.set()

    def _views(self, agent_ids: set[str]) -> list[DeskView]:
        """All of them are made before one is sent, so that a desk remembers its contact through an outage; a seat
        that is no longer configured has none."""
        return [self.view(agent_id) for agent_id in agent_ids if self._engine.knows(agent_id)]

    async def send_queue_loads(self) -> None:
        """Let queue figures reach the pages of everyone who is signed in. Runs for ever."""
        while True:
            await asyncio.sleep(QUEUE_LOAD_SECONDS)
            if self._queues_stale:
                self._queues_stale = False
                self._tell_loads()

    def _tell_loads(self) -> None:
        """Only those who serve a queue whose figures have changed."""
        for queue_id in self._engine.queue_ids:
            load = self._engine.queue_length(queue_id)
            if self._loads.get(queue_id, NOBODY) != load:
                self._loads[queue_id] = load
                for agent_id in self._engine.members(queue_id):
                    if self._engine.agent(agent_id).state is not AgentState.SIGNED_OUT:
                        self.changed(agent_id)

    def _load(self, queue_id: str) -> QueueLoad:
        queue = self._engine.queue(queue_id)
        waiting, longest_since = self._engine.queue_length(queue_id)
        return QueueLoad(queue_id, queue.name if queue else queue_id, waiting, longest_since)

    def _work(self, agent: Agent) -> DeskWork | None:
        """The contact on the desk; during wrap-up the one that has just ended."""
        phase = PHASES.get(agent.state)
        if phase is None or agent.contact_id is None:
            self._works.pop(agent.agent_id, None)
            return None
        known = self._works.get(agent.agent_id)
        contact = self._contacts.get(agent.contact_id)
        if phase is WorkPhase.WRAP_UP:
            if known is None or known.contact_id != agent.contact_id:
                return None
            ended_at = known.ended_at or agent.state_since
            return replace(known, phase=phase, ended_at=ended_at, wrap_up_until=agent.wrap_up_until)
        if contact is None:
            return known
        work = self._live_work(agent, contact, phase)
        self._works[agent.agent_id] = work
        return work

    def _live_work(self, agent: Agent, contact: Contact, phase: WorkPhase) -> DeskWork:
        offer = self._engine.offer(agent.offer_id) if agent.offer_id else None
        known = self._works.get(agent.agent_id)
        known = known if known is not None and known.contact_id == contact.contact_id else None
        offered_at = offer.made_at if offer else known.offered_at if known else self._clock.now()
        queue = self._engine.queue(contact.queue_id)
        reconnecting = phase is WorkPhase.TALKING and contact.phase is Phase.RECONNECTING
        return DeskWork(
            contact_id=contact.contact_id,
            phase=WorkPhase.RECONNECTING if reconnecting else phase,
            caller_number=contact.caller_number,
            called_number=contact.called_number,
            queue_name=queue.name if queue else contact.queue_id,
            queued_at=contact.queued_at or offered_at,
            offered_at=offered_at,
            offer_deadline=offer.deadline if offer else None,
            answered_at=contact.talk.started_at if contact.talk else None,
            ended_at=contact.ended_at,
            attached=contact.attached,
        )
