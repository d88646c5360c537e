"""A citizen with a telephone, who calls the hotline and finds his way through its menu."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.rig.instance import Instance
from tests.rig.records import Journal
from tests.rig.sound import CITIZEN_HZ, hears_loudly, hears_tone, level_dbfs, measure

from rexian.app.demo.centre import QUEUE
from rexian.app.demo.fund_citizens import DEMO_CITIZENS, DemoCitizen
from rexian.app.demo.phone import Measurement, Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Disconnected

HOTLINE = "12329"
ANNOUNCEMENT = f"queue.{QUEUE.queue_id}"
ANSWER_SECONDS = 10.0
END_SECONDS = 10.0
SOUND_SECONDS = 15.0
WELCOME = "welcome.text"
MAIN_MENU = "main.text"
IDENTIFIER, PASSWORD = "fund-identify.identify.identifier_text", "fund-identify.identify.password_text"
"""Prompts as the shipped flow names them."""


class CitizenCall:
    """One call of one citizen. `contact_id` is what the platform calls it."""

    def __init__(self, phone: Phone, call: int, contact_id: str, journal: Journal) -> None:
        self.phone = phone
        self.contact_id = contact_id
        self._call = call
        self._journal = journal

    # The menu

    async def heard_prompt(self, prompt_id: str, *, after: int = 0) -> int:
        """Wait until a prompt is being said; gives the journal position of that."""
        event = await self._journal.event(
            "prompt.started", contact_id=self.contact_id, after=after, prompt_id=prompt_id
        )
        return int(event["position"])

    async def press(self, digits: str) -> None:
        await self.phone.send_digits(digits, call=self._call)

    async def wait_in_queue(self) -> None:
        """Ask for a person without listening to the end of anything, and wait."""
        await self.heard_prompt(WELCOME)
        await self.press("#")
        await self.heard_prompt(MAIN_MENU)
        await self.press("0")
        await self._journal.event("segment.started", contact_id=self.contact_id, kind="queue")

    async def hear_balance(self, citizen: DemoCitizen) -> None:
        """Key id number and password as the menu asks, and hear the balance to its end."""
        await self.identify(citizen, "1")
        if citizen.has_older_account:
            await self.answer("fund-person.choose_account.text", "1")
        await self.answer("fund-person.menu.text", "1")
        await self.heard_prompt("fund-person.after_balance.text")

    async def identify(self, citizen: DemoCitizen, key: str) -> None:
        """From the main menu by a key to where the citizen has proved who he is."""
        await self.answer(MAIN_MENU, key)
        await self.answer(IDENTIFIER, f"{citizen.keyed_id_no}#")
        await self.answer(PASSWORD, f"{citizen.password}#")

    async def answer(self, prompt_id: str, digits: str) -> None:
        """Key digits while a prompt is being said."""
        await self.heard_prompt(prompt_id)
        await self.press(digits)

    async def announcement_over(self) -> None:
        """Wait until the queue's announcement has been said: from then on there is music."""
        said = await self._journal.event("prompt.started", contact_id=self.contact_id, prompt_id=ANNOUNCEMENT)
        playback_id = said["data"]["playback_id"]
        await self._journal.event("prompt.ended", contact_id=self.contact_id, playback_id=playback_id)

    # Sound

    async def speak(self) -> None:
        """A steady tone, from now on."""
        await self.phone.play_tone(CITIZEN_HZ, call=self._call)

    async def hears_tone(self, frequency_hz: int) -> float:
        """Wait for that tone; gives since when (ms) it is there at least."""
        return await hears_tone(self.phone, self._call, frequency_hz)

    async def hears_loudly(self, frequency_hz: int) -> None:
        """Wait for that tone, among others or alone."""
        await hears_loudly(self.phone, self._call, frequency_hz)

    async def level_dbfs(self, frequency_hz: int, from_ms: float, to_ms: float) -> float:
        return await level_dbfs(self.phone, self._call, frequency_hz, from_ms, to_ms)

    async def measure(self, from_ms: float, to_ms: float) -> Measurement:
        """What was heard between two times; one that lies ahead is waited for."""
        return await measure(self.phone, self._call, from_ms, to_ms)

    async def wait_for_sound(self, *, deadline_seconds: float = SOUND_SECONDS) -> float:
        return await self.phone.wait_for_audio(deadline_seconds=deadline_seconds, call=self._call)

    # The end

    async def hang_up(self) -> None:
        await self.phone.hang_up(call=self._call)

    async def ended(self, *, deadline_seconds: float = END_SECONDS) -> Disconnected:
        return await self.phone.next_event(Disconnected, deadline_seconds=deadline_seconds, call=self._call)


class Citizens:
    """Makes calls; every phone is put away at the end."""

    def __init__(self, instance: Instance, journal: Journal, folder: Path) -> None:
        self._instance = instance
        self._journal = journal
        self._folder = folder

    @asynccontextmanager
    async def calling(
        self, citizen: DemoCitizen = DEMO_CITIZENS[0], *, number: str = HOTLINE
    ) -> AsyncIterator[CitizenCall]:
        """A call to the hotline, or to another number of the centre, that has been answered."""
        settings = PhoneSettings(
            user=citizen.mobile, recordings=self._folder, listen_host=self._instance.settings.trunk_peers
        )
        async with Phone(settings) as phone:
            before = self._journal.end()
            call = await phone.call(number, host=self._instance.trunk_address)
            await phone.next_event(Confirmed, deadline_seconds=ANSWER_SECONDS, call=call)
            started = await self._journal.event("contact.started", after=before)
            yield CitizenCall(phone, call, started["contact_id"], self._journal)
