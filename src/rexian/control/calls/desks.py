"""Desks: which agents' pages are out of date, and when they are sent. What a page shows is made by `desk_views`."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.desk_views import DeskViews, SeatNews
from rexian.control.contacts.state import Contact
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.control.ports import LiveOutlet
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

GATHER_SECONDS = 0.02
"""A desk may be so far behind: an offer and its ring, an answer and its talk are one message, not two."""

QUEUE_LOAD_SECONDS = 1.0
"""Queue figures change with every caller; pages get them at most this often."""

QUEUE_LOADS_PER_SECOND = 100
LONGEST_QUEUE_LOAD_SECONDS = 10.0
"""With many seats signed in the figures come less often: so many desks a second are sent for nothing else, since under
load that cost more than all calls together; but none waits longer than this."""

NOBODY = (0, None)


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
        seat_news: Callable[[str], SeatNews] = lambda _: SeatNews(),
    ) -> None:
        self._views = DeskViews(engine, contacts, centre, clock=clock, seat_news=seat_news)
        self._engine = engine
        self._live = live
        self._stale: set[str] = set()
        self._queues_stale = False
        self._news = asyncio.Event()
        self._loads: dict[str, tuple[int, datetime | None]] = {}

    def changed(self, agent_id: str) -> None:
        """The agent's desk is out of date."""
        self._stale.add(agent_id)
        self._news.set()

    def contact_changed(self, contact: Contact) -> None:
        """The desks that show this contact are out of date."""
        agent_ids = {contact.colleague_id, *(party.agent_id for party in (*contact.parties, *contact.unfinished))}
        if contact.ringing is not None:
            agent_ids.add(contact.ringing.offer.agent_id)
        for agent_id in agent_ids - {""}:
            self.changed(agent_id)

    def parked_changed(self, contact: Contact) -> None:
        """The desks of the contact's queue show whether it waits to be picked up."""
        self._views.parked_changed(contact)
        for agent in self._engine.agents:
            if contact.queue_id in agent.queue_ids:
                self.changed(agent.agent_id)

    def queues_changed(self) -> None:
        self._queues_stale = True

    def all_changed(self) -> None:
        """After an outage everyone is told again."""
        for agent in self._engine.agents:
            self.changed(agent.agent_id)

    def view(self, agent_id: str) -> DeskView:
        """The desk as it stands. Raises UnknownAgent."""
        return self._views.view(agent_id)

    async def send(self) -> None:
        """Send what is out of date, as it comes. Runs for ever; what an absent outlet did not take is sent again."""
        while True:
            await self._news.wait()
            views = self._new_views()
            await asyncio.sleep(GATHER_SECONDS)
            views |= self._new_views()
            try:
                await asyncio.gather(*(self._live.publish_desk(view) for view in views.values()))
            except RexianError as error:
                log.warning("desks wait to be shown", reason=error.code)
                self._stale |= views.keys()
                await asyncio.sleep(QUEUE_LOAD_SECONDS)
                self._news.set()

    def _new_views(self) -> dict[str, DeskView]:
        """Of the desks that are out of date. They are made at once, so that a desk remembers its contact through an
        outage; a seat that is no longer configured has none."""
        self._news.clear()
        stale, self._stale = self._stale, set()
        return {agent_id: self.view(agent_id) for agent_id in stale if self._engine.knows(agent_id)}

    async def send_queue_loads(self) -> None:
        """Let queue figures reach the pages of everyone who is signed in. Runs for ever."""
        pause_seconds = QUEUE_LOAD_SECONDS
        while True:
            await asyncio.sleep(pause_seconds)
            if self._queues_stale:
                self._queues_stale = False
                pause_seconds = queue_load_pause_seconds(self._tell_loads())

    def _tell_loads(self) -> int:
        """Only those who serve a queue whose figures have changed; gives how many are told."""
        told: set[str] = set()
        for queue_id in self._engine.queue_ids:
            load = self._engine.queue_length(queue_id)
            if self._loads.get(queue_id, NOBODY) != load:
                self._loads[queue_id] = load
                told.update(self._engine.members(queue_id))
        told = {agent_id for agent_id in told if self._engine.agent(agent_id).state is not AgentState.SIGNED_OUT}
        for agent_id in told:
            self.changed(agent_id)
        return len(told)


def queue_load_pause_seconds(desks: int) -> float:
    """How long figures wait that go to so many desks."""
    return min(max(desks / QUEUE_LOADS_PER_SECOND, QUEUE_LOAD_SECONDS), LONGEST_QUEUE_LOAD_SECONDS)
