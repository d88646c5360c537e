"""Follows the events of one citizen's contact on the bus, found by the number he calls from.

Works on the instance's own machine: sealed values are opened with the contact's key. Reads only.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from rexian.business.contact_keys.service import ContactKeys
from rexian.control.contracts.events import EVENT_STREAM, EVENT_SUBJECT, Event, EventType
from rexian.kit.bus import Bus
from rexian.kit.crypto import DataKey
from rexian.kit.waiting import DeadlineExceeded, until

KEY_SECONDS = 5.0
"""How long the worker may take to keep a new contact's key."""


@dataclass(frozen=True)
class Happening:
    """One event of the contact; `at_ms` by the machine's monotonic clock, `personal` opened."""

    type: str
    at_ms: float
    data: Mapping[str, Any]
    personal: Mapping[str, str] = field(default_factory=dict)


class ContactWatch:
    """Give `follow` a task of its own before the citizen dials; `after_sequence` is the stream's newest one then."""

    def __init__(self, bus: Bus, keys: ContactKeys, caller_number: str, *, after_sequence: int) -> None:
        self.contact_id: str | None = None
        self.happenings: list[Happening] = []
        self._bus = bus
        self._keys = keys
        self._caller_number = caller_number
        self._after_sequence = after_sequence
        self._key: DataKey | None = None
        self._news = asyncio.Condition()

    async def follow(self) -> None:
        """Take the contact's events as they come. Runs until cancelled."""
        async for message in self._bus.follow(EVENT_STREAM, f"{EVENT_SUBJECT}.>", after_sequence=self._after_sequence):
            if message.sequence <= self._after_sequence:
                continue
            event = Event.from_json(message.payload)
            if self.contact_id is None and event.type == EventType.CONTACT_STARTED:
                await self._match(event)
            if event.contact_id is not None and event.contact_id == self.contact_id:
                await self._take(event)

    async def all(self, *, deadline_seconds: float) -> AsyncIterator[Happening]:
        """Every event of the contact in order, from its first one on. Raises DeadlineExceeded."""
        end = time.monotonic() + deadline_seconds
        place = 0
        while True:
            await self._wait(partial(self._has_more_than, place), end, "event of the call")
            yield self.happenings[place]
            place += 1

    async def first(self, event_type: EventType, *, deadline_seconds: float) -> Happening:
        """The first event of that type. Raises DeadlineExceeded."""
        end = time.monotonic() + deadline_seconds
        await self._wait(lambda: any(each.type == event_type for each in self.happenings), end, event_type)
        return next(each for each in self.happenings if each.type == event_type)

    def end_of_prompt(self, playback_id: str) -> Happening | None:
        """When that prompt ended; None as long as it speaks."""
        ends = (each for each in self.happenings if each.type == EventType.PROMPT_ENDED)
        return next((each for each in ends if each.data["playback_id"] == playback_id), None)

    async def _wait(self, is_there: Callable[[], bool], end: float, what: str) -> None:
        try:
            async with asyncio.timeout(end - time.monotonic()), self._news:
                await self._news.wait_for(is_there)
        except TimeoutError:
            raise DeadlineExceeded(f"no {what} came in time") from None

    def _has_more_than(self, count: int) -> bool:
        return len(self.happenings) > count

    async def _match(self, event: Event) -> None:
        """Whether this new contact is our citizen's."""
        assert event.contact_id is not None
        key = await self._find_key(event.contact_id)
        if key is None or "caller_number" not in event.sealed:
            return
        if key.open_text(event.sealed["caller_number"], context="event.caller_number") == self._caller_number:
            self.contact_id, self._key = event.contact_id, key

    async def _find_key(self, contact_id: str) -> DataKey | None:
        async def kept() -> DataKey | None:
            return (await self._keys.find([contact_id])).get(contact_id)

        try:
            found = await until(kept, deadline_seconds=KEY_SECONDS)
        except DeadlineExceeded:
            return None
        return found

    async def _take(self, event: Event) -> None:
        assert self._key is not None
        personal = {name: self._key.open_text(token, context=f"event.{name}") for name, token in event.sealed.items()}
        age_ms = (time.time() - event.time.timestamp()) * 1000
        happening = Happening(event.type, time.monotonic() * 1000 - age_ms, event.data, personal)
        async with self._news:
            self.happenings.append(happening)
            self._news.notify_all()
