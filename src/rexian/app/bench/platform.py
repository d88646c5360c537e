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

import httpx
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
AGENTS_READY_SECONDS = 60.0
_AT_ONCE = 16
_ASK_SECONDS = 10.0


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
            await platform._stop_asking_phones()
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
        try:
            async with asyncio.timeout(AGENTS_READY_SECONDS):
                while await self._ready_agents() < len(self._agent_ids):
                    await self._command_all(CommandName.SIGN_IN)
                    await self._command_all(CommandName.READY)
        except TimeoutError:
            raise AgentsNotReady(
                f"{await self._ready_agents()} of {len(self._agent_ids)} agents of the bench are ready"
                f" after {AGENTS_READY_SECONDS:.0f} s."
            ) from None

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

    async def _ready_agents(self) -> int:
        counts = await self._link.status()
        return int(counts["agents"].get("ready", 0))

    @property
    def _link(self) -> ControlLink:
        assert self._bus is not None
        return ControlLink(self._bus)

    async def _command_all(self, name: CommandName) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def ask(agent_id: str) -> None:
            async with gate:
                await self._carry_out(Command(name, agent_id, "bench", key=self._new_id()))

        async with asyncio.TaskGroup() as group:
            for agent_id in self._agent_ids.values():
                group.create_task(ask(agent_id))

    async def _carry_out(self, command: Command) -> None:
        """A refusal (a phone whose registration is not known yet) shows in the number of ready agents."""
        try:
            await self._link.command(command)
        except RexianError:
            await asyncio.sleep(0.1)

    async def _stop_asking_phones(self) -> None:
        """Asking five hundred simulated phones every ten seconds would be a load of its own; app_queue has none."""
        authentication = httpx.BasicAuth(self._settings.ari_user, self._settings.ari_password.get_secret_value())
        base = f"{self._settings.ari_url}/ari/asterisk/config/dynamic/res_pjsip"
        body = {"fields": [{"attribute": "qualify_frequency", "value": "0"}]}
        async with httpx.AsyncClient(auth=authentication, trust_env=False, timeout=_ASK_SECONDS) as client:
            for name in self._agent_ids:
                (await client.put(f"{base}/aor/{name}", json=body)).raise_for_status()


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
