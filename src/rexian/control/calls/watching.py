"""The watch over seats at work: asks it every few seconds, signs seats out, and lets desks know."""

import asyncio
import sqlite3

import structlog

from rexian.control.acd.watch import Finding, SeatWatch
from rexian.control.calls.desks import Desks
from rexian.control.calls.routing import Routing
from rexian.control.journal.store import JournalClosed
from rexian.kit.clock import Clock

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 5.0


class Watching:
    """Carries out what the watch finds."""

    def __init__(self, watch: SeatWatch, routing: Routing, desks: Desks, *, clock: Clock) -> None:
        self._watch, self._routing, self._desks = watch, routing, desks
        self._clock = clock

    def seen(self, agent_id: str) -> None:
        """The seat's page lives. Raises UnknownAgent."""
        if self._watch.seen(self._routing.engine.agent(agent_id), self._clock.now()):
            self._desks.changed(agent_id)

    async def run(self) -> None:
        """Runs for ever, whatever the journal does."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except (JournalClosed, sqlite3.Error) as error:
                log.error("a seat's sign-out could not be journalled", reason=type(error).__name__)

    async def look(self) -> None:
        """Look once."""
        for finding in self._watch.look(list(self._routing.engine.agents), self._clock.now()):
            self._desks.changed(finding.agent_id)
            if finding.signs_out:
                await self._sign_out(finding)

    async def _sign_out(self, finding: Finding) -> None:
        cause = str(finding.trouble.cause) if finding.trouble else ""
        log.warning("a seat is signed out", agent_id=finding.agent_id, cause=cause)
        engine, now = self._routing.engine, self._clock.now()
        await self._routing.bring_about(engine.sign_out(finding.agent_id, now, "system", after_work=True, reason=cause))
