"""The product as it is measured: an instance of the bench's own, its agents signed in and ready by real commands.

It runs below a temporary data directory on loopback only, so that neither the user's running instance nor anybody on
the network is touched.
"""

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from rexian.access.control_link import ControlLink
from rexian.app.bench.app_queue import MediaPorts
from rexian.app.bench.sipp import CITIZENS, Login, PhonePorts, Phones
from rexian.app.bench.stored import StoredCalls
from rexian.app.bench.systems import Drained
from rexian.app.bench.trace import TracedCall
from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.instance import running_settings
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.launcher.stale import remembered_processes
from rexian.app.settings import Settings
from rexian.business.seats.contracts import Seat
from rexian.business.seats.service import Seats
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.desk import AgentState
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.ids import time_ordered_ids

NAME = "rexian"
READY_LINE = "ready http"
START_SECONDS = 180.0
STOP_SECONDS = 15.0
AGENTS_READY_SECONDS = 15.0
_AT_ONCE = 16
_ASK_SECONDS = 10.0
_ASK_AGAIN_SECONDS = 0.5


class AgentsNotReady(RexianError):
    """The bench's agents could not be made ready."""

    code = "bench_agents_not_ready"
    kind = ErrorKind.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class PlatformSettings:
    """Where the instance lives, how many agents it has, and the ports that the bench has chosen for it."""

    home: Path
    cache: Path
    agents: int
    media: MediaPorts
    phones: PhonePorts


class Platform:
    """The running instance with its telephones."""

    def __init__(self, child: ChildProcess, settings: Settings, phones: Phones, seats: Sequence[Seat]) -> None:
        self.name = NAME
        self.server_port = settings.sip_port or 0
        self.phones = phones
        self._child = child
        self._settings = settings
        self._agent_ids = {seat.sip_username: seat.agent_id for seat in seats}
        self._database = Database.connect(str(settings.database_url))
        self._stored = StoredCalls(self._database, self._agent_ids)
        self._new_id = time_ordered_ids(SystemClock())
        self._bus: Bus | None = None

    @classmethod
    async def start(cls, wanted: PlatformSettings, folder: Path) -> "Platform":
        """Start everything and wait until it says that it is ready. Raises CannotStart."""
        child = ChildProcess(_plan(wanted, folder), folder)
        await child.start()
        try:
            await child.wait_ready()
            settings = running_settings(Settings(home=wanted.home))
            seats = await _seats(settings)
            phones = Phones(settings.sip_port or 0, wanted.phones, folder / "rexian-phones")
            phones.prepare([Login(seat.sip_username, seat.sip_secret) for seat in seats])
            platform = cls(child, settings, phones, seats)
            platform._bus = await Bus.connect(str(settings.nats_url), name="bench")
        except BaseException:
            await child.stop()
            raise
        return platform

    def processes(self) -> Mapping[str, psutil.Process]:
        """Everything that the launcher has started, by name."""
        return remembered_processes(self._settings.run_folder)

    async def make_ready(self) -> None:
        """Register phones where that is due, then sign in and ready every agent. Raises AgentsNotReady."""
        await self.phones.seat_agents()
        waiting = await self._wait_ready(list(self._agent_ids.values()))
        if waiting:
            raise AgentsNotReady(f"{len(waiting)} of {len(self._agent_ids)} agents of the bench cannot be made ready.")

    async def _wait_ready(self, agent_ids: list[str]) -> list[str]:
        """Ask until all are ready, for a while; gives those that are not."""
        deadline = asyncio.get_running_loop().time() + AGENTS_READY_SECONDS
        while (waiting := await self._not_ready(agent_ids)) and asyncio.get_running_loop().time() < deadline:
            agent_ids = waiting
            await asyncio.sleep(_ASK_AGAIN_SECONDS)
        return waiting

    async def drained(self, calls: Sequence[TracedCall]) -> Drained:
        """What has reached the database."""
        return await self._stored.drained(calls)

    async def recorded_seconds(self, calls: Sequence[TracedCall]) -> list[float]:
        """As the worker has stored them."""
        return await self._stored.recorded_seconds(calls)

    async def stop(self) -> None:
        """End the telephones and the whole instance."""
        await self.phones.stop()
        if self._bus is not None:
            await self._bus.close()
        await self._database.close()
        await self._child.stop()

    async def _not_ready(self, agent_ids: Sequence[str]) -> list[str]:
        """Sign these agents in and make them ready, as their pages would; gives those that are not ready yet."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def is_ready(agent_id: str) -> bool:
            async with gate:
                return await self._make_agent_ready(agent_id)

        answers = await asyncio.gather(*(is_ready(agent_id) for agent_id in agent_ids))
        return [agent_id for agent_id, ready in zip(agent_ids, answers, strict=True) if not ready]

    async def _make_agent_ready(self, agent_id: str) -> bool:
        """A refusal means: not yet, as while control has not heard of the phone's registration."""
        assert self._bus is not None
        link = ControlLink(self._bus)
        try:
            await link.command(Command(CommandName.SIGN_IN, agent_id, NAME, key=self._new_id()))
            desk = await link.command(Command(CommandName.READY, agent_id, NAME, key=self._new_id()))
        except RexianError:
            return False
        return desk.state is AgentState.READY


def _plan(wanted: PlatformSettings, folder: Path) -> ProcessPlan:
    log_file = folder / "rexian.log"

    async def is_ready(_process_id: int) -> bool:
        return READY_LINE in await asyncio.to_thread(partial(log_file.read_text, errors="replace"))

    return ProcessPlan(
        NAME,
        (sys.executable, "-m", "rexian.app.bench.instance", str(wanted.agents)),
        is_ready,
        environment={
            "REXIAN_HOME": str(wanted.home),
            "REXIAN_CACHE": str(wanted.cache),
            "REXIAN_RTP_PORTS": f"{wanted.media.first}-{wanted.media.last}",
            "REXIAN_TRUNK_PEERS": CITIZENS,
            "REXIAN_DEMO": "true",
            # Asking five hundred simulated phones every ten seconds would be a load of its own; app_queue has none.
            "REXIAN_PHONE_QUESTION_SECONDS": "0",
        },
        stop_signal=signal.SIGTERM,
        ready_seconds=START_SECONDS,
        stop_seconds=STOP_SECONDS,
    )


async def _seats(settings: Settings) -> Sequence[Seat]:
    database = Database.connect(str(settings.database_url))
    try:
        return await Seats(database, KeyRing.load(settings.master_key_file)).all_seats()
    finally:
        await database.close()
