"""Citizens who call, wait, talk and hang up whenever they like, again and again."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from tests.rig.citizen import HOTLINE, MAIN_MENU, WELCOME
from tests.rig.instance import Instance
from tests.rig.soak.plan import Doings, SoakSize
from tests.rig.soak.tail import JournalTail
from tests.rig.sound import CITIZEN_HZ

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.app.demo.phone_program import PhoneRefused
from rexian.kit.waiting import DeadlineExceeded, until

CALLS_OF_A_PHONE = 4
FIRST_NUMBER = 13_900_000_000
ANSWER_SECONDS = 40.0
"""A call that comes while control is away is answered once it is back."""

END_SECONDS = 15.0
KEY_AGAIN_SECONDS = 3.0
LOOK_SECONDS = 1.0
LAST_WORDS_SECONDS = 3.0
IMPATIENT = 0.1
"""Of the callers, who hang up in the menu."""

LEAVES_IT_TO_THE_AGENT = 0.3


@dataclass(frozen=True)
class Fate:
    """What became of one call, as its telephone saw it."""

    number: str
    contact_id: str
    by_citizen: bool
    code: int


class SoakCitizens:
    """All callers; `fates` of the calls that are over. Nobody calls any more once `close` is called, and who is on the
    line then soon hangs up."""

    def __init__(self, instance: Instance, tail: JournalTail, size: SoakSize, doings: Doings) -> None:
        self.fates: list[Fate] = []
        self._instance = instance
        self._tail = tail
        self._size = size
        self._doings = doings
        self._calls = 0
        self._closing = asyncio.Event()

    def close(self) -> None:
        """The day is over."""
        self._closing.set()

    async def call(self) -> None:
        """Until the end of the last call."""
        async with asyncio.TaskGroup() as group:
            for first in range(0, self._size.callers, CALLS_OF_A_PHONE):
                group.create_task(self._share_phone(range(first, self._size.callers)[:CALLS_OF_A_PHONE]))

    async def _share_phone(self, callers: range) -> None:
        await asyncio.sleep(self._doings.chance(f"phone {callers.start}").uniform(0, 6))
        async with self._phone() as phone, asyncio.TaskGroup() as group:
            for caller in callers:
                group.create_task(self._call_again_and_again(phone, caller))

    @asynccontextmanager
    async def _phone(self) -> AsyncIterator[Phone]:
        settings = PhoneSettings(user="citizens", listen_host=self._instance.settings.trunk_peers)
        async with Phone(settings) as phone:
            yield phone

    async def _call_again_and_again(self, phone: Phone, caller: int) -> None:
        chance = self._doings.chance(f"citizen {caller}")
        await asyncio.sleep(chance.uniform(0, 3))
        while not self._closing.is_set():
            number = str(FIRST_NUMBER + self._calls)
            self._calls += 1
            try:
                await self._call_once(phone, number, chance)
            except Exception as error:
                error.add_note(f"citizen {caller} calling from {number}")
                raise
            await asyncio.sleep(chance.uniform(0.2, 2))

    async def _call_once(self, phone: Phone, number: str, chance: random.Random) -> None:
        call = await phone.call(HOTLINE, host=self._instance.trunk_address, caller=number)
        await phone.next_event(Confirmed, deadline_seconds=ANSWER_SECONDS, call=call)
        contact_id = await self._tail.contact_of(number, deadline_seconds=ANSWER_SECONDS)
        with _ended_by_others():
            await self._live(phone, call, contact_id, chance)
        try:
            with _ended_by_others():
                await phone.hang_up(call=call)
            end = await phone.next_event(Disconnected, deadline_seconds=END_SECONDS, call=call)
        except Exception as error:
            error.add_note(f"contact {contact_id}\n{self._tail.story(contact_id)}")
            raise
        self.fates.append(Fate(number, contact_id, end.by_us, end.code))

    async def _live(self, phone: Phone, call: int, contact_id: str, chance: random.Random) -> None:
        """Until this citizen hangs up, or raises PhoneRefused (call_ended)."""
        await phone.play_tone(CITIZEN_HZ, call=call)
        longest = self._size.longest_stay_seconds
        if chance.random() < IMPATIENT:
            self._doings.done["citizen hangs up in the menu"] += 1
            await self._stay(phone, call, chance.uniform(0.2, 4))
            return
        await self._ask_for_a_person(phone, call, contact_id)
        if chance.random() < LEAVES_IT_TO_THE_AGENT:
            self._doings.done["citizen stays long"] += 1
            await self._stay(phone, call, longest * 2)
        else:
            await self._stay(phone, call, chance.uniform(1, longest))
        await _on_the_line(phone, call, chance.uniform(0, LAST_WORDS_SECONDS))
        self._doings.done["citizen hangs up"] += 1

    async def _ask_for_a_person(self, phone: Phone, call: int, contact_id: str) -> None:
        """Key what the menu asks for, again where control was not there to hear it."""
        while not self._tail.has(contact_id, "segment.started", kind="queue"):
            keys = "0" if self._tail.has(contact_id, "prompt.started", prompt_id=MAIN_MENU) else "#"
            if keys == "0" or self._tail.has(contact_id, "prompt.started", prompt_id=WELCOME):
                await phone.send_digits(keys, call=call)
            try:
                await until(lambda keys=keys: self._is_heard(contact_id, keys), deadline_seconds=KEY_AGAIN_SECONDS)
            except DeadlineExceeded:
                await _on_the_line(phone, call, 0)

    async def _stay(self, phone: Phone, call: int, seconds: float) -> None:
        """So long, or until the day is over. Raises PhoneRefused (call_ended) as soon as the call is ended."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0 and not self._closing.is_set():
            await _on_the_line(phone, call, min(left, LOOK_SECONDS))

    def _is_heard(self, contact_id: str, keys: str) -> bool:
        if keys == "0":
            return bool(self._tail.has(contact_id, "segment.started", kind="queue"))
        return bool(self._tail.has(contact_id, "prompt.started", prompt_id=MAIN_MENU))


@contextmanager
def _ended_by_others() -> Iterator[None]:
    """Somebody else may end the call at any moment: the phone then says so, or knows it no more."""
    try:
        yield
    except PhoneRefused as refused:
        if refused.reason not in ("call_ended", "no_call"):
            raise


async def _on_the_line(phone: Phone, call: int, seconds: float) -> None:
    """Wait so long. Raises PhoneRefused (call_ended) as soon as somebody else ends the call."""
    try:
        await phone.next_event(Confirmed, deadline_seconds=max(seconds, 0.01), call=call)
    except DeadlineExceeded:
        return
