"""Desks: which agents' pages are out of date, and when they are sent. What a page shows is made by `desk_views`."""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.desk_views import DeskViews, SeatNews
from rexian.control.contacts.state import Contact
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import DeskView
from rexian.control.ports import LiveOutlet
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

GATHER_SECONDS = 0.02
"""A desk may be so far behind: an offer and its ring, an answer and its talk are one message, not two."""

AWAY_SECONDS = 1.0
"""How long an absent outlet is left alone."""


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
        self._news = asyncio.Event()

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
                await asyncio.sleep(AWAY_SECONDS)
                self._news.set()

    def _new_views(self) -> dict[str, DeskView]:
        """Of the desks that are out of date. They are made at once, so that a desk remembers its contact through an
        outage; a seat that is no longer configured has none."""
        self._news.clear()
        stale, self._stale = self._stale, set()
        return {agent_id: self.view(agent_id) for agent_id in stale if self._engine.knows(agent_id)}
