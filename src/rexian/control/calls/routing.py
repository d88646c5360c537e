"""The ACD at work: journals what the engine has decided, hands offers to the contacts' lanes, and keeps its clock."""

import asyncio
from collections.abc import Callable, Sequence

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AgentChanged, OfferExpired, OfferMade, Outcome
from rexian.control.calls.ledger import Ledger
from rexian.control.contacts.inputs import Input, OfferArrived, OfferLapsed
from rexian.kit.clock import Clock

IDLE_SECONDS = 5.0


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

    async def bring_about(self, outcomes: Sequence[Outcome]) -> None:
        """Journal agents' changes, then let contacts and desks know."""
        self._woken.set()
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
                case _:
                    pass
        self._queues_changed()

    async def keep_time(self) -> None:
        """Let leases, wrap-ups and absent phones come to their end. Runs for ever."""
        while True:
            self._woken.clear()
            deadline = self.engine.next_deadline()
            now = self._clock.now()
            seconds = IDLE_SECONDS if deadline is None else min((deadline - now).total_seconds(), IDLE_SECONDS)
            if seconds > 0:
                await _wait(self._woken, seconds)
                continue
            await self.bring_about(self.engine.due(now))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
