"""The contacts' timers: named, replaced by a new one of the same name, never fired once cancelled."""

import asyncio
from collections.abc import Callable

from rexian.control.contacts.inputs import TimerFired


class Timers:
    """`post` is told of each timer that runs out; ask `is_current` before believing it, for it may wait in a lane."""

    def __init__(self, post: Callable[[str, TimerFired], None]) -> None:
        self._post = post
        self._count = 0
        self._running: dict[tuple[str, str], tuple[int, asyncio.TimerHandle]] = {}

    def start(self, contact_id: str, name: str, seconds: float) -> None:
        self.cancel(contact_id, name)
        self._count += 1
        fired = TimerFired(name, self._count)
        handle = asyncio.get_running_loop().call_later(seconds, self._post, contact_id, fired)
        self._running[contact_id, name] = (self._count, handle)

    def cancel(self, contact_id: str, name: str) -> None:
        running = self._running.pop((contact_id, name), None)
        if running is not None:
            running[1].cancel()

    def is_current(self, contact_id: str, fired: TimerFired) -> bool:
        """Whether this is the newest timer of its name and was not cancelled; it is over then."""
        running = self._running.get((contact_id, fired.name))
        if running is None or running[0] != fired.number:
            return False
        del self._running[contact_id, fired.name]
        return True

    def forget(self, contact_id: str) -> None:
        """Cancel all timers of a contact."""
        for key in [key for key in self._running if key[0] == contact_id]:
            self.cancel(*key)
