"""Looks, second by second, whose turn to be called back is near, and tells that contact's lane.

The ACD says when an agent is about to be free for the place; a queue that is closed calls nobody.
"""

import asyncio
from collections.abc import Callable, Mapping

from rexian.control.acd.engine import AcdEngine
from rexian.control.contacts.calling_back import is_waiting
from rexian.control.contacts.inputs import Input, TurnIsNear
from rexian.control.contacts.state import Contact
from rexian.control.contacts.turn import Surroundings
from rexian.control.contracts.entry import KeeperKind
from rexian.kit.clock import Clock

EVERY_SECONDS = 1.0


class Callbacks:
    """Posts TurnIsNear; whether there is still something to do is the lane's to know."""

    def __init__(
        self,
        engine: AcdEngine,
        contacts: Mapping[str, Contact],
        around: Callable[[], Surroundings],
        *,
        clock: Clock,
        post: Callable[[str, Input], None],
    ) -> None:
        self._engine, self._contacts, self._around = engine, contacts, around
        self._clock, self._post = clock, post

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            self.look()

    def look(self) -> None:
        """Once."""
        now, entry = self._clock.now(), self._around().entry
        for contact in [contact for contact in self._contacts.values() if is_waiting(contact)]:
            is_open = entry.is_open(KeeperKind.QUEUE, contact.queue_id, now)
            if is_open and self._engine.is_turn_near(contact.contact_id, now):
                self._post(contact.contact_id, TurnIsNear())
