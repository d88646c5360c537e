"""Call control on a real Asterisk, started and ended as a process would be, on a journal that outlives it."""

from functools import partial
from pathlib import Path
from typing import Any, Self

from tests.control.calls.floor import FLOW, Objects, Outlets, make_speaker

from rexian.app.http_requests import HttpAsker
from rexian.control.acd.model import Agent
from rexian.control.asterisk.adapter import AsteriskAdapter
from rexian.control.asterisk.ari import AriClient
from rexian.control.asterisk.media import AsteriskMedia
from rexian.control.calls.commands import Commands
from rexian.control.calls.execution import Ports
from rexian.control.calls.ledger import Ledger
from rexian.control.calls.pressure import Pressure, PressureLimits
from rexian.control.calls.service import CallControl, Foundations
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.control.contracts.events import Event
from rexian.control.journal.publisher import Publisher
from rexian.control.journal.store import JournalStore
from rexian.control.numbering.hashing import caller_hash
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.ids import time_ordered_ids
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until


class Switchboard:
    """One run of control. `await stop()` is its sudden end; another one on the same folder is its successor."""

    def __init__(
        self, server: Any, folder: Path, centre: CentreConfiguration, limits: PressureLimits | None = None
    ) -> None:
        clock = SystemClock()
        self._server, self._centre = server, centre
        self.outlets, self.objects = Outlets(), Objects()
        self._store = JournalStore(folder / "journal.sqlite")
        self._publisher = Publisher(self._store, self.outlets)
        new_id = time_ordered_ids(clock)
        self.key_ring = KeyRing.load(folder / "keys")
        ledger = Ledger(self._store, self._publisher, self.key_ring, clock=clock, new_id=new_id)
        group = None if server.account.is_current else server.account.gid
        self._speaker = make_speaker(folder / "clips", clock, group)
        self.adapter = AsteriskAdapter(server.settings.folders, clock)
        self.pressure = Pressure(clock, limits)
        self.client = AriClient(server.ari_address, self.adapter, clock=clock, observe=self._observe)
        self.media = AsteriskMedia(self.client, server.settings.application, qualify_seconds=0)
        ports = Ports(self.media, self._speaker, self.objects, HttpAsker(()))
        number_hash = partial(caller_hash, self.key_ring)
        foundations = Foundations(
            ports, ledger, self.outlets, clock, new_id, "node1", number_hash, pressure=self.pressure
        )
        self.calls = CallControl(foundations, centre, {FLOW.flow_id: FLOW})
        self.commands = Commands(self.calls, clock=clock)
        self._tasks = TaskKeeper()
        self._count = 0

    def _observe(self, _verb: str, seconds: float, _outcome: str) -> None:
        self.pressure.note(seconds)

    async def __aenter__(self) -> Self:
        self.adapter.serve(self.calls, self.client, self.media)
        await self.calls.rebuild()
        self.calls.start()
        self._tasks.start(self._publisher.run(), "publisher")
        self.connection = self._tasks.start(self.client.run(), "asterisk")
        assert await self.becomes(self.adapter.compared.is_set, "compared")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """End it without a good-bye to anyone."""
        await self._tasks.close()
        await self.adapter.close()
        await self.calls.close()
        await self._speaker.close()
        self._store.close()

    async def break_connection(self) -> None:
        """Lose the websocket; the client connects again by itself."""
        session = self.client._session
        assert session is not None
        await session.close()

    # -- what is to be seen -------------------------------------------------------------------------------------

    async def becomes(self, condition: Any, what: str, deadline_seconds: float = 10.0) -> Any:
        return await until(condition, deadline_seconds=deadline_seconds, interval_seconds=0.01, what=what)

    async def event(self, event_type: str, **data: Any) -> Event:
        """The first journalled event of that type with these values."""

        def found() -> Event | None:
            return next((e for e in self.outlets.of(event_type) if data.items() <= dict(e.data).items()), None)

        event = await self.becomes(found, f"{event_type} {data}")
        assert isinstance(event, Event)
        return event

    async def contact_in(self, phase: Phase) -> Contact:
        def found() -> Contact | None:
            return next((contact for contact in self.calls.contacts.values() if contact.phase is phase), None)

        contact = await self.becomes(found, f"a contact in phase {phase}")
        assert isinstance(contact, Contact)
        return contact

    def agent(self, agent_id: str) -> Agent:
        return self.calls.engine.agent(agent_id)

    async def agent_is(self, agent_id: str, state: AgentState) -> None:
        assert await self.becomes(lambda: self.agent(agent_id).state is state, f"{agent_id} {state}")

    async def command(self, name: CommandName, agent_id: str, **arguments: Any) -> DeskView:
        self._count += 1
        return await self.commands.carry_out(Command(name, agent_id, agent_id, f"key-{self._count}", arguments))

    async def ready(self, agent_id: str) -> None:
        """Sign the agent in and go ready as soon as the phone is there."""
        assert await self.becomes(lambda: self.agent(agent_id).phone_registered, f"phone of {agent_id}")
        await self.command(CommandName.SIGN_IN, agent_id)
        await self.command(CommandName.READY, agent_id)

    async def asterisk_holds(self, what: str) -> list[dict[str, Any]]:
        """`channels` or `bridges`, as Asterisk lists them."""
        return list(await self.media.ask(what) or [])
