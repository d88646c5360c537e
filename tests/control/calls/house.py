"""Call control on a real journal, with a media port that notes what it is asked and says yes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

from tests.control.calls.floor import CALLER, FLOW, NUMBER, Objects, Outlets, make_speaker

from rexian.app.http_requests import HttpAsker
from rexian.control.calls.commands import Commands
from rexian.control.calls.execution import Ports
from rexian.control.calls.ledger import Ledger
from rexian.control.calls.pressure import Pressure
from rexian.control.calls.service import CallControl, Foundations
from rexian.control.contacts import inputs
from rexian.control.contacts.state import Contact
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.configuration import AgentConfiguration, CentreConfiguration
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.control.journal.publisher import Publisher
from rexian.control.journal.store import JournalStore
from rexian.control.numbering.hashing import caller_hash
from rexian.control.ports import AgentRing, MediaUnavailable, Observation, ObservedChannel, OutsideRing
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.ids import time_ordered_ids
from rexian.kit.waiting import until


class Media:
    """Notes every request as `verb id`; what stands in `refused` answers False, in `broken` raises. Bridges are
    answered for while `answers` is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.broken: set[str] = set()
        self.answers = asyncio.Event()
        self.answers.set()

    def _note(self, verb: str, media_id: str) -> bool:
        self.asked.append(f"{verb} {media_id}")
        if verb in self.broken:
            raise MediaUnavailable
        return verb not in self.refused

    async def answer(self, channel_id: str) -> bool:
        return self._note("answer", channel_id)

    async def hang_up(self, channel_id: str, *, cause: str = "normal") -> bool:
        return self._note("hang_up", channel_id)

    async def create_bridge(self, bridge_id: str) -> bool:
        made = self._note("create_bridge", bridge_id)
        await self.answers.wait()
        return made

    async def destroy_bridge(self, bridge_id: str) -> bool:
        return self._note("destroy_bridge", bridge_id)

    async def add_to_bridge(self, bridge_id: str, channel_id: str) -> bool:
        return self._note("join", channel_id)

    async def take_from_bridge(self, bridge_id: str, channel_id: str) -> bool:
        return self._note("leave", channel_id)

    async def start_music(self, channel_id: str) -> bool:
        return self._note("start_music", channel_id)

    async def stop_music(self, channel_id: str) -> bool:
        return self._note("stop_music", channel_id)

    async def start_ringing(self, channel_id: str) -> bool:
        return self._note("start_ringing", channel_id)

    async def stop_ringing(self, channel_id: str) -> bool:
        return self._note("stop_ringing", channel_id)

    async def play(self, channel_id: str, playback_id: str, clip_path: str) -> bool:
        return self._note("play", playback_id)

    async def stop_playback(self, playback_id: str) -> bool:
        return self._note("stop_playback", playback_id)

    async def ring_agent(self, agent: AgentConfiguration, channel_id: str, ring: AgentRing) -> bool:
        return self._note("ring", channel_id)

    async def ring_number(self, channel_id: str, ring: OutsideRing) -> bool:
        return self._note("ring_number", channel_id)

    async def mute(self, channel_id: str) -> bool:
        return self._note("mute", channel_id)

    async def unmute(self, channel_id: str) -> bool:
        return self._note("unmute", channel_id)

    async def send_keys(self, channel_id: str, digits: str) -> bool:
        return self._note("send_keys", channel_id)

    async def start_track(self, channel_id: str, track: str) -> bool:
        return self._note("start_track", track)

    async def stop_track(self, track: str) -> bool:
        return self._note("stop_track", track)

    async def start_snoop(self, channel_id: str, snoop: str, *, whispers: bool) -> bool:
        return self._note("start_snoop", snoop)

    async def media_alive(self, channel_id: str) -> bool:
        return self._note("media_alive", channel_id)

    async def provision_agents(self, agents: Sequence[AgentConfiguration]) -> None:
        self._note("provision", "")


class ShiftedClock(SystemClock):
    """The machine's clock, set ahead when told to."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def ahead(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


class House:
    """One run of call control. `async with`; another one on the same folder is its successor."""

    def __init__(self, folder: Path, centre: CentreConfiguration) -> None:
        clock = self.clock = ShiftedClock()
        self.media, self.outlets, self.objects = Media(), Outlets(), Objects()
        self.file = folder / "journal.sqlite"
        self.store = JournalStore(self.file)
        self.publisher = Publisher(self.store, self.outlets)
        new_id = time_ordered_ids(clock)
        self.key_ring = KeyRing.load(folder / "keys")
        ledger = Ledger(self.store, self.publisher, self.key_ring, clock=clock, new_id=new_id)
        self._speaker = make_speaker(folder / "clips", clock)
        ports = Ports(self.media, self._speaker, self.objects, HttpAsker(()))
        self.pressure = Pressure(clock)
        number_hash = partial(caller_hash, self.key_ring)
        foundations = Foundations(ports, ledger, self.outlets, clock, new_id, "n1", number_hash, pressure=self.pressure)
        self.calls = CallControl(foundations, centre, {FLOW.flow_id: FLOW})
        self.commands = Commands(self.calls, clock=clock)

    async def __aenter__(self) -> Self:
        await self.calls.rebuild()
        self.calls.start()
        self.calls.tasks.start(self.publisher.run(), "publisher")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.calls.close()
        await self._speaker.close()
        self.store.close()

    async def becomes(self, condition: Any, what: str = "") -> Any:
        return await until(condition, deadline_seconds=5, interval_seconds=0.005, what=what)

    async def asked(self, verb: str) -> str:
        """Wait until the media port was asked that; gives the newest id."""

        def found() -> str:
            return next((line.split()[1] for line in reversed(self.media.asked) if line.split()[0] == verb), "")

        return str(await self.becomes(found, f"asked to {verb}"))

    # -- what happens -------------------------------------------------------------------------------------------

    def arrives(self, channel_id: str, number: str = NUMBER, *, waited: bool = False) -> None:
        """A call comes in."""
        self.calls.arrived(inputs.CitizenArrived(channel_id, "trunk", CALLER, number, waited=waited))

    async def call_comes(self, channel_id: str = "n1-1.0", number: str = NUMBER) -> Contact:
        """A citizen is in the menu."""
        self.arrives(channel_id, number)
        contact_id = self.calls.contact_of(channel_id)
        assert contact_id is not None
        assert await self.becomes(lambda: contact_id in self.calls.contacts, "a contact")
        return self.calls.contacts[contact_id]

    async def waits(self, channel_id: str = "n1-1.0") -> Contact:
        """A citizen has asked for a person."""
        contact = await self.call_comes(channel_id)
        await self.calls.carry(contact.contact_id, inputs.KeyPressed(channel_id, "0"))
        return self.calls.contacts[contact.contact_id]

    async def ready(self, agent_id: str) -> None:
        await self.calls.phone(agent_id, True)
        await self.command(CommandName.SIGN_IN, agent_id)
        await self.command(CommandName.READY, agent_id)

    async def talks(self) -> Contact:
        """A citizen talks with agent `a`."""
        await self.ready("a")
        contact = await self.waits()
        leg = await self.asked("ring")
        await self.calls.carry(contact.contact_id, inputs.LegAnswered(leg))
        return self.calls.contacts[contact.contact_id]

    async def command(self, name: CommandName, agent_id: str, key: str = "", **arguments: Any) -> DeskView:
        return await self.commands.carry_out(Command(name, agent_id, agent_id, key, arguments))

    async def compare(self, *channel_ids: str, online: frozenset[str] = frozenset()) -> None:
        """The media server is back and holds these channels."""

        async def look() -> inputs.ControlReturned:
            channels = {name: ObservedChannel(name, "Up", None) for name in channel_ids}
            await asyncio.sleep(0)
            return inputs.ControlReturned(Observation(channels, {}, online), {})

        await self.calls.compare(look)

    async def agent_is(self, agent_id: str, state: AgentState) -> None:
        assert await self.becomes(lambda: self.calls.engine.agent(agent_id).state is state, f"{agent_id} {state}")
