"""A client linked to the test's Asterisk, with a listener that remembers what it was told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from rexian.control.asterisk.ari import AriClient, AriTiming
from rexian.kit.clock import SystemClock
from rexian.kit.waiting import until

Event = dict[str, Any]


class Link:
    """A client, what its listener was told, and what its timings were. The two hooks run after the noting."""

    def __init__(self, server: Any) -> None:
        self.events: list[Event] = []
        self.told: list[str] = []
        self.timings: list[tuple[str, float, str]] = []
        self.event_hook: Callable[[Event], None] = lambda event: None
        self.connected_hook: Callable[[], None] = lambda: None
        self._server = server
        self.use()

    def use(self, timing: AriTiming | None = None) -> None:
        """Make the client, with another timing than the product's where a test needs it."""
        self.client = AriClient(
            self._server.ari_address, self, clock=SystemClock(), observe=self._observe, timing=timing
        )

    def _observe(self, verb: str, seconds: float, outcome: str) -> None:
        self.timings.append((verb, seconds, outcome))

    def on_event(self, event: Event) -> None:
        self.events.append(event)
        self.event_hook(event)

    async def on_connected(self) -> None:
        self.told.append("connected")
        self.connected_hook()

    def on_disconnected(self) -> None:
        self.told.append("disconnected")

    def on_replaced(self) -> None:
        self.told.append("replaced")

    def names(self) -> list[str]:
        return [event["type"] for event in self.events]

    async def is_told(self, *told: str, deadline_seconds: float = 10) -> None:
        """Wait until exactly this was told."""
        what = f"told {told}"
        assert await until(
            lambda: self.told == list(told), deadline_seconds=deadline_seconds, interval_seconds=0.01, what=what
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Link"]:
        """The client at work."""
        async with asyncio.TaskGroup() as group:
            self.task = group.create_task(self.client.run())
            try:
                assert await until(lambda: self.told, deadline_seconds=10, interval_seconds=0.01, what="connected")
                yield self
            finally:
                self.task.cancel()


@pytest.fixture
def new_link(server: Any) -> Callable[[], Link]:
    return lambda: Link(server)


@pytest.fixture
async def link(new_link: Callable[[], Link]) -> AsyncIterator[Link]:
    """A link that is up."""
    async with new_link().running() as link:
        yield link
