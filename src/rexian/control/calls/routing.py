"""The ACD at work: journals what the engine has decided, hands offers to the contacts' lanes, and keeps its clock."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AgentChanged, OfferExpired, OfferMade, Outcome, Overflowed
from rexian.control.calls.ledger import Ledger
from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.inputs import Input, OfferArrived, OfferLapsed, Overflows
from rexian.control.contracts.entry import KeeperKind
from rexian.control.journal.store import JournalClosed
from rexian.kit.clock import Clock

log = structlog.get_logger(__name__)

IDLE_SECONDS = 5.0
FAULT_PAUSE_SECONDS = 0.2


class Routing:
    """Owns nothing but the way of outcomes: engine > journal > lanes and desks."""

    def __init__(
        self,
        engine: AcdEngine,
        ledger: Ledger,
        *,
        clock: Clock,
        post: Callable[[str, Input], None],
        desk_changed: Callable[[str], None],
        queues_changed: Callable[[], None],
    ) -> None:
        self.engine = engine
        self._ledger = ledger
        self._clock = clock
        self._post = post
        self._desk_changed = desk_changed
        self._queues_changed = queues_changed
        self._woken = asyncio.Event()
        self._look_again = False
        self._entry: EntryTables | None = None
        self._hours_until = 0.0

    def follow_hours(self, entry: EntryTables) -> None:
        """Tell the engine which queues are open now."""
        self._entry, self._hours_until = entry, self._clock.monotonic() + IDLE_SECONDS
        now = self._clock.now()
        for queue_id in list(self.engine.queue_ids):
            self.engine.set_open(queue_id, entry.is_open(KeeperKind.QUEUE, queue_id, now))

    def look_again(self) -> None:
        """Seats or queues have changed: somebody who waits already may be served now."""
        self._look_again = True
        self._woken.set()

    async def bring_about(self, outcomes: Sequence[Outcome]) -> None:
        """Journal agents' changes, then let contacts and desks know."""
        self._woken.set()
        if not outcomes:
            return
        changes = [outcome for outcome in outcomes if isinstance(outcome, AgentChanged)]
        await self._ledger.write_agents(changes)
        for change in changes:
            self._desk_changed(change.agent_id)
        for outcome in outcomes:
            match outcome:
                case OfferMade(offer):
                    self._post(offer.contact_id, OfferArrived(offer))
                case OfferExpired(offer):
                    self._post(offer.contact_id, OfferLapsed(offer))
                case Overflowed(contact_id, queue_id, rule):
                    self._post(contact_id, Overflows(queue_id, rule))
                case _:
                    pass
        self._queues_changed()

    async def keep_time(self) -> None:
        """Let leases, wrap-ups and absent phones come to their end. Runs for ever, whatever the journal does: the
        engine has moved on by then, and a clock that stands still would hold every agent. The engine is asked every
        few seconds in any case, so that it notices a machine clock that was set back and moves its deadlines."""
        looked_at = self._clock.monotonic()
        while True:
            self._woken.clear()
            seconds = 0.0 if self._look_again else self._seconds_to_wait()
            if seconds > 0 and self._clock.monotonic() < looked_at + IDLE_SECONDS:
                await _wait(self._woken, seconds)
                continue
            self._look_again, looked_at = False, self._clock.monotonic()
            if self._entry is not None and looked_at >= self._hours_until:
                self.follow_hours(self._entry)
            try:
                await self.bring_about(self.engine.due(self._clock.now()))
            except (JournalClosed, sqlite3.Error) as error:
                log.error("agents' changes could not be journalled", reason=type(error).__name__)
                await asyncio.sleep(FAULT_PAUSE_SECONDS)

    def _seconds_to_wait(self) -> float:
        deadline = self.engine.next_deadline()
        if deadline is None:
            return IDLE_SECONDS
        return min((deadline - self._clock.now()).total_seconds(), IDLE_SECONDS)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
