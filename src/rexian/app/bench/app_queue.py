"""The yardstick: Asterisk's own app_queue with MixMonitor, in an Asterisk of the same build beside ours.

As lean as such a queue is run: no ARI application, no channel event log; only its queue_log. The agents' accounts are
those of the product (G.711, no direct media), so that both systems carry the same sound.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from rexian.app.bench.sipp import CITIZENS, NUMBER, Login, Phones
from rexian.app.bench.systems import Drained
from rexian.app.bench.trace import TracedCall
from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.parts.ports import free_port
from rexian.control.asterisk.ari.provisioning import PhoneAccount, PhoneKind, account_fields
from rexian.control.asterisk.server import account as accounts
from rexian.control.asterisk.server import process
from rexian.control.asterisk.server.configuration import write_configuration
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.settings import ServerFolders, ServerSettings
from rexian.control.contracts.trunks import SipTrunk

NAME = "app_queue"
QUEUE = "bench"
READY_SECONDS = 30.0
STOP_SECONDS = 2.0
ASK_SECONDS = 10.0
_WAV_HEADER_BYTES = 44
_WAV_BYTES_PER_SECOND = 16000

DIALPLAN = f"""\
[trunk]
exten => {NUMBER},1,Answer(,i)
 same => n,MixMonitor(${{CALLERID(num)}}.wav,b)
 same => n,Queue({QUEUE})
 same => n,Hangup()
"""
"""`i`: do not wait for the caller's first sound. `b`: record while connected only, as the product does."""

QUEUE_HEAD = f"""\
[general]
persistentmembers = no
autofill = yes

[{QUEUE}]
strategy = rrmemory
ringinuse = no
autofill = yes
timeout = 20
retry = 1
wrapuptime = 0
musicclass = default
"""
LOGGER = "[general]\nqueue_log = yes\n\n[logfiles]\nmessages.log => warning,error\n"
NO_CALL_LOG = "[general]\nenable = no\n"


@dataclass(frozen=True, slots=True)
class MediaPorts:
    """The sound of one Asterisk, UDP."""

    first: int
    last: int


def queue_settings(folder: Path, sip_port: int, media: MediaPorts, agents: Sequence[str]) -> ServerSettings:
    """The product's own settings for Asterisk, with a queue in the place of the application."""
    members = "".join(f"member => PJSIP/{agent}\n" for agent in agents)
    return ServerSettings(
        folders=ServerFolders.below(folder),
        node="queue",
        application="unused",
        ari_user="bench",
        ari_password=secrets.token_urlsafe(16),
        http_port=free_port(),
        sip_port=sip_port,
        rtp_first_port=media.first,
        rtp_last_port=media.last,
        trunks=(SipTrunk(peers=(CITIZENS,)),),
        extra_modules=("app_queue",),
        extra_dialplan=DIALPLAN,
        extra_files=(("queues.conf", QUEUE_HEAD + members), ("logger.conf", LOGGER), ("cel.conf", NO_CALL_LOG)),
    )


class AppQueue:
    """The running yardstick."""

    def __init__(self, settings: ServerSettings, phones: Phones, child: ChildProcess) -> None:
        self.name = NAME
        self.server_port = settings.sip_port
        self.phones = phones
        self._settings = settings
        self._child = child

    @classmethod
    async def start(
        cls, settings: ServerSettings, installation: Installation, phones: Phones, logins: Sequence[Login], run_as: str
    ) -> "AppQueue":
        """Start Asterisk and give it the agents' accounts. Raises CannotStart and the errors of Asterisk's set-up."""
        plan = _plan(settings, installation, run_as)
        queue = cls(settings, phones, ChildProcess(plan, settings.folders.configuration.parent))
        await queue._child.start()
        try:
            await queue._child.wait_ready()
            await queue._push_accounts(logins)
        except BaseException:
            await queue.stop()
            raise
        return queue

    def processes(self) -> Mapping[str, psutil.Process]:
        """Asterisk alone."""
        return {"asterisk": psutil.Process(self._child.pid)}

    async def make_ready(self) -> None:
        """Agents of a queue need no more than a registered phone."""
        await self.phones.seat_agents()

    async def drained(self, calls: Sequence[TracedCall]) -> Drained:
        """Every connected call has its file; Asterisk writes the last of it at the hang-up."""
        missing = sum(1 for call in calls if call.connected_at and not self._recording(call).exists())
        return Drained(missing == 0, f"{missing} recordings")

    async def recorded_seconds(self, calls: Sequence[TracedCall]) -> list[float]:
        """From the files' sizes: 16-bit samples, 8 kHz, one channel."""
        return [_wav_seconds(self._recording(call)) for call in calls]

    async def stop(self) -> None:
        """End the telephones and Asterisk."""
        await self.phones.stop()
        await self._child.stop()

    def _recording(self, call: TracedCall) -> Path:
        return self._settings.folders.spool / "monitor" / f"{call.number}.wav"

    async def _push_accounts(self, logins: Sequence[Login]) -> None:
        authentication = httpx.BasicAuth(self._settings.ari_user, self._settings.ari_password)
        base = f"{self._settings.http_url}/ari/asterisk/config/dynamic/res_pjsip"
        async with httpx.AsyncClient(auth=authentication, trust_env=False, timeout=ASK_SECONDS) as client:
            for login in logins:
                fields = account_fields(PhoneAccount(login.name, login.password, PhoneKind.SIP_PHONE, 0))
                for kind in ("auth", "aor", "endpoint"):
                    body = {"fields": [{"attribute": name, "value": value} for name, value in fields[kind].items()]}
                    (await client.put(f"{base}/{kind}/{login.name}", json=body)).raise_for_status()


def _plan(settings: ServerSettings, installation: Installation, run_as: str) -> ProcessPlan:
    account = accounts.current_or_unprivileged(run_as)
    write_configuration(settings, installation, account)
    ourselves = accounts.Account(account.name, os.geteuid(), os.getegid())
    command = process.server_command(settings, installation, ourselves)

    async def is_ready(_process_id: int) -> bool:
        return await process.is_ready(settings)

    return ProcessPlan(
        "app_queue",
        command.argv,
        is_ready,
        environment=command.environment,
        folder=command.folder,
        user_id=None if account.is_current else account.uid,
        group_id=None if account.is_current else account.gid,
        ready_seconds=READY_SECONDS,
        stop_seconds=STOP_SECONDS,
    )


def _wav_seconds(file: Path) -> float:
    try:
        return max(file.stat().st_size - _WAV_HEADER_BYTES, 0) / _WAV_BYTES_PER_SECOND
    except FileNotFoundError:
        return 0.0
