"""One Asterisk process: how it is started, when it is ready, how it is stopped.

The launcher may take only `server_command` and `is_ready` and do the watching itself; tests and small tools use
`ServerProcess`. Ready means that SIP is: Asterisk answers pings even when res_pjsip has declined to load.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp

from rexian.control.asterisk.server.account import Account
from rexian.control.asterisk.server.errors import AsteriskEnded
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.settings import ServerSettings
from rexian.kit.waiting import until

_READY_SECONDS = 20.0
_STOP_SECONDS = 5.0
_ASK_TIMEOUT = aiohttp.ClientTimeout(total=1.0)


@dataclass(frozen=True, slots=True)
class ServerCommand:
    """What to start: it changes to its account by itself, stays in the foreground and ends on SIGTERM."""

    argv: tuple[str, ...]
    environment: dict[str, str]
    folder: Path


def server_command(settings: ServerSettings, installation: Installation, account: Account) -> ServerCommand:
    """The command that runs this instance under the account (through setpriv when that is not the current one)."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(settings.folders.library), "LC_ALL": "C.UTF-8"}
    options = ("-f", "-q", "-n", "-C", str(settings.folders.configuration / "asterisk.conf"))
    return ServerCommand(
        argv=(*_as_account(account), *installation.argv, *options),
        environment=environment | installation.environment,
        folder=settings.folders.library,
    )


def _as_account(account: Account) -> tuple[str, ...]:
    if account.is_current:
        return ()
    return ("setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", "--no-new-privs", "--")


async def is_ready(settings: ServerSettings, session: aiohttp.ClientSession | None = None) -> bool:
    """Whether the SIP module runs and ARI can say so."""
    if session is None:
        async with aiohttp.ClientSession() as own:
            return await is_ready(settings, own)
    url = f"{settings.http_url}/ari/asterisk/modules/chan_pjsip.so"
    headers = {"Authorization": aiohttp.encode_basic_auth(settings.ari_user, settings.ari_password)}
    try:
        async with session.get(url, headers=headers, timeout=_ASK_TIMEOUT) as response:
            return response.status == 200 and (await response.json())["status"] == "Running"
    except (aiohttp.ClientError, TimeoutError):
        return False


class ServerProcess:
    """An Asterisk that we started."""

    def __init__(self, command: ServerCommand, settings: ServerSettings) -> None:
        self._command = command
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process_id(self) -> int:
        """The running process's id."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start and wait until SIP is ready. Raises AsteriskEnded, or DeadlineExceeded after 20 s."""
        command = self._command
        output = (self._settings.folders.log / "output.log").open("ab")
        with output:
            self._process = await asyncio.create_subprocess_exec(
                *command.argv,
                env=command.environment,
                cwd=command.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        async with aiohttp.ClientSession() as session:
            condition: Callable[[], bool | Awaitable[bool]] = partial(self._is_ready, session)
            await until(condition, deadline_seconds=_READY_SECONDS, interval_seconds=0.03, what="asterisk is ready")

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            code, log_folder = self._process.returncode, self._settings.folders.log
            raise AsteriskEnded(f"Asterisk ended with code {code} before it was ready; see {log_folder}.")
        return await is_ready(self._settings, session)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the process (tests freeze and kill it)."""
        assert self._process is not None
        self._process.send_signal(number)

    async def wait(self) -> int:
        """The exit code, once it has ended."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self, grace_seconds: float = _STOP_SECONDS) -> None:
        """End it in order (SIGTERM hangs up all calls), by force after `grace_seconds`."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), grace_seconds)
        except TimeoutError:
            process.kill()
            await process.wait()
