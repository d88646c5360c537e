"""Whoever is called outside: one phone at the address that the demo's trunk leads to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from tests.rig.instance import Instance
from tests.rig.sound import hears_tone

from rexian.app.demo.called_phone import called_phone
from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, DigitEnded, Disconnected, Incoming
from rexian.app.demo.trunk import NAME
from rexian.kit.waiting import until

EXCHANGE_HZ = 520
KNOWN_SECONDS = 40.0
RING_SECONDS = 20.0


class Exchange:
    """Takes the calls that agents make; speaks a tone of its own."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    @classmethod
    @asynccontextmanager
    async def listening(cls, instance: Instance, folder: Path) -> AsyncIterator[Self]:
        """From when Asterisk knows that it is there: it asks every few seconds."""
        settings = replace(called_phone(instance.settings), recordings=folder)
        async with Phone(settings) as phone:

            async def known() -> bool:
                return await instance.endpoint_state(NAME) == "online"

            assert await until(known, deadline_seconds=KNOWN_SECONDS, what="the exchange is known to Asterisk")
            yield cls(phone)

    async def answer(self, number: str) -> int:
        """Take the call to that number and speak; gives the phone's number for it."""
        ring = await self.phone.next_event(Incoming, deadline_seconds=RING_SECONDS)
        assert ring.called == number
        await self.phone.answer(call=ring.call)
        await self.phone.next_event(Confirmed, deadline_seconds=RING_SECONDS, call=ring.call)
        await self.phone.play_tone(EXCHANGE_HZ, call=ring.call)
        return ring.call

    async def hears_tone(self, frequency_hz: int, call: int) -> float:
        return await hears_tone(self.phone, call, frequency_hz)

    async def keys(self, count: int, call: int) -> list[DigitEnded]:
        """The next keys that the other side has pressed, each from its begin to its end."""
        return [await self.phone.next_event(DigitEnded, deadline_seconds=RING_SECONDS, call=call) for _ in range(count)]

    async def ended(self, call: int) -> Disconnected:
        return await self.phone.next_event(Disconnected, deadline_seconds=RING_SECONDS, call=call)
