"""Who hears whom, by tones: each phone plays one of its own, and each is asked which ones arrive."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import talking

from rexian.app.demo.phone import Phone, now_ms
from rexian.kit.waiting import DeadlineExceeded

TONES = {"citizen": 530, "agent": 1030, "other": 1690, "fourth": 2310}
"""Hz; no multiples of one another, and far from the waiting music's."""

RINGING = "ringing"
RINGING_HZ = 450.0
"""The ringing tone of China."""

LEVEL_DBFS = -24.0
"""So quiet that three of them together stay far below full scale."""

HEARD_DBFS = -45.0
WINDOW_MS = 300.0
TRIES = 30


@dataclass
class Voice:
    """A phone in a call, playing its own tone from `speak` on."""

    name: str
    phone: Phone
    call: int

    async def speak(self) -> None:
        await self.phone.play_tone(TONES[self.name], level_dbfs=LEVEL_DBFS, call=self.call)

    async def heard(self) -> tuple[set[str], bool]:
        """Whose tones arrive in the next moments, and whether anything does at all. A tone that is just going or coming
        counts for neither: look again."""
        began = now_ms()
        found = await self.phone.measure(
            from_ms=began,
            to_ms=began + WINDOW_MS,
            frequencies_hz=(*TONES.values(), RINGING_HZ),
            call=self.call,
        )
        levels = dict(zip([*TONES, RINGING], found.tones_dbfs, strict=True))
        return {name for name, level in levels.items() if level > HEARD_DBFS}, found.active_seconds > 0

    async def hears(self, *names: str) -> None:
        """Wait until exactly these are heard, twice in a row."""
        await self._settles((set(names), bool(names)))

    async def hears_music(self) -> None:
        """Wait until there is sound, and none of anybody."""
        await self._settles((set(), True), unheeded={RINGING})

    async def hears_ringing(self) -> None:
        """Wait until nothing but the ringing tone is heard."""
        await self._settles(({RINGING}, True))

    async def _settles(self, wanted: tuple[set[str], bool], unheeded: Set[str] = frozenset()) -> None:
        """Music has notes near the ringing tone: there it is not heeded."""
        before: tuple[set[str], bool] | None = None
        for _ in range(TRIES):
            names, sound = await self.heard()
            now = (names - unheeded, sound)
            if now == before == wanted:
                return
            before = now
        raise DeadlineExceeded(f"{self.name} hears {before}, not {wanted}")


async def in_talk(board: Switchboard, citizen: Phone, agent: Phone, dial: Any) -> tuple[Voice, Voice]:
    """Citizen and agent `a` talk, each with a tone."""
    call, agent_call = await talking(board, citizen, agent, dial)
    voices = Voice("citizen", citizen, call), Voice("agent", agent, agent_call)
    for voice in voices:
        await voice.speak()
    await voices[0].hears("agent")
    await voices[1].hears("citizen")
    return voices
