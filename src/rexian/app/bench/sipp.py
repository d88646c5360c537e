"""The telephones of the bench: sipp as citizens and as agents, processes of their own (sipp is GPL; it is only run).

All agents of one server sit at one port, as many users behind one sipp; citizens call from another port. Scenarios
stand in `tools/bench` of the source tree. The sound is a tone in G.711 A-law, made here.
"""

import asyncio
import math
import shutil
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import soundfile

from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.parts.ports import LOOPBACK, is_free
from rexian.kit.errors import ErrorKind, RexianError

SCENARIOS = Path(__file__).resolve().parents[4] / "tools" / "bench"
NUMBER = "12329"
CITIZENS = "127.0.0.9"
"""The address that citizens call from, the trunk's peer: agents' phones at 127.0.0.1 are not taken for it."""

REGISTRATIONS_PER_S = 200
REGISTERED_SECONDS = 600
VOICE_FILE = "voice.alaw"
_VOICE_SECONDS = 10
_TONE_HERTZ = 400
_SAMPLE_RATE = 8000
_NEVER = "1000000"
_CALLS_AT_ONCE = 5000


class SippMissing(RexianError):
    """The program sipp is missing: install the package sip-tester (`make bench` does)."""

    code: ClassVar[str] = "sipp_missing"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class AgentsNotRegistered(RexianError):
    """The bench's agents could not register their phones."""

    code: ClassVar[str] = "agents_not_registered"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Login:
    """An agent's SIP name and password."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class PhonePorts:
    """Local ports of one server's telephones: SIP of agents and citizens, and the first port of their sound.

    Agents' sound goes through the one port `agents_media`; every citizen has ports of his own from `callers_media` on.
    """

    agents: int
    agents_media: int
    callers: int
    callers_media: int


class Phones:
    """The telephones of one server. `folder` keeps their logs; close with `stop`."""

    def __init__(self, server_port: int, ports: PhonePorts, folder: Path) -> None:
        self._server = f"{LOOPBACK}:{server_port}"
        self.ports = ports
        self._folder = folder
        self._agents: ChildProcess | None = None
        self._callers: ChildProcess | None = None
        self._registered_until = -math.inf

    def prepare(self, logins: Sequence[Login]) -> None:
        """Write the list of agents and the sound. Raises SippMissing."""
        if shutil.which("sipp") is None:
            raise SippMissing
        self._folder.mkdir(parents=True, exist_ok=True)
        write_voice(self._folder / VOICE_FILE)
        answers = (f"[authentication username={login.name} password={_in_hex(login.password)}]" for login in logins)
        lines = [f"{login.name};{answer}\n" for login, answer in zip(logins, answers, strict=True)]
        (self._folder / "agents.csv").write_text("SEQUENTIAL\n" + "".join(lines))
        self._count = len(logins)

    async def seat_agents(self) -> None:
        """Register every agent and have them answer from then on; quick when that was done a while ago only."""
        now = asyncio.get_running_loop().time()
        if self._agents is not None and self._agents.running and now < self._registered_until:
            return
        await self._stop(self._agents)
        await self._register()
        self._registered_until = now + REGISTERED_SECONDS / 2
        options = ("-rtp_echo", "-mp", str(self.ports.agents_media), "-p", str(self.ports.agents))
        self._agents = self._child("agents", ("-sf", str(SCENARIOS / "agent.xml"), *options))
        await self._agents.start()
        await self._agents.wait_ready()

    async def call(self, *, prefix: str, calls_per_s: float, seconds: float, hold_seconds: float) -> None:
        """Make calls at a steady rate for `seconds` and wait until all are over; numbers begin with `prefix`."""
        count = round(calls_per_s * seconds)
        period_ms = round(1000 * count / calls_per_s)
        self._callers = self._child(
            "callers",
            (
                *("-sf", str(SCENARIOS / "caller.xml"), "-s", NUMBER, "-key", "caller", prefix),
                *("-p", str(self.ports.callers), "-mp", str(self.ports.callers_media)),
                *("-r", str(count), "-rp", str(period_ms), "-m", str(count), "-l", str(_CALLS_AT_ONCE)),
                *("-d", str(round(hold_seconds * 1000)), "-rtp_threadtasks", "50"),
                *("-timeout", f"{math.ceil(seconds + hold_seconds) + 20}s"),
            ),
            CITIZENS,
        )
        await self._callers.start()
        try:
            await self._callers.wait_ended()
        finally:
            await self._stop(self._callers)

    async def stop(self) -> None:
        """Hang up all telephones."""
        await self._stop(self._callers)
        await self._stop(self._agents)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Those that run now."""
        return tuple(child.pid for child in (self._agents, self._callers) if child is not None and child.running)

    async def _register(self) -> None:
        child = self._child(
            "register",
            (
                *("-sf", str(SCENARIOS / "register.xml"), "-inf", "agents.csv", "-p", str(self.ports.agents)),
                *("-m", str(self._count), "-r", str(REGISTRATIONS_PER_S), "-timeout", "60s"),
            ),
        )
        await child.start()
        try:
            code = await child.wait_ended()
        finally:
            await self._stop(child)
        if code != 0:
            raise AgentsNotRegistered(
                f"The bench's agents could not register (sipp says {code}); see {child.log_file}."
            )

    def _child(self, name: str, options: Sequence[str], address: str = LOOPBACK) -> ChildProcess:
        """A sipp on loopback that no watchdog of its own ends, and that dies with us."""

        async def is_listening(_process_id: int) -> bool:
            return not is_free(self.ports.agents, kind=socket.SOCK_DGRAM)

        fixed = ("-i", address, "-mi", address, "-nostdin", "-trace_err", "-error_file", f"{name}.errors")
        patient = ("-watchdog_minor_maxtriggers", _NEVER, "-watchdog_major_maxtriggers", _NEVER)
        plan = ProcessPlan(
            name,
            ("sipp", self._server, *options, *fixed, *patient),
            is_listening,
            environment={"TERM": "dumb"},
            folder=self._folder,
            stop_signal=signal.SIGKILL,
            death_signal=signal.SIGKILL,
            ready_seconds=5,
        )
        return ChildProcess(plan, self._folder)

    async def _stop(self, child: ChildProcess | None) -> None:
        if child is not None:
            await child.stop()


def _in_hex(password: str) -> str:
    """As sipp reads any password: one that happens to begin with 0x would be taken for this form."""
    return "0x" + password.encode().hex()


def write_voice(file: Path) -> None:
    """Ten seconds of a tone in G.711 A-law without a header, which runs on into its own beginning."""
    time = np.arange(_VOICE_SECONDS * _SAMPLE_RATE) / _SAMPLE_RATE
    soundfile.write(file, 0.25 * np.sin(2 * np.pi * _TONE_HERTZ * time), _SAMPLE_RATE, subtype="ALAW", format="RAW")
