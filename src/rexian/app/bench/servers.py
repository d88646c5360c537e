"""Starts both servers of the bench on free ports below a temporary folder, apart from anything of the user's."""

import os
import resource
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rexian.app.bench.app_queue import AppQueue, MediaPorts, queue_settings
from rexian.app.bench.platform import Platform, PlatformSettings
from rexian.app.bench.sipp import Login, PhonePorts, Phones
from rexian.app.bench.systems import AGENT_NAME, System
from rexian.app.parts.asterisk import provide
from rexian.app.parts.ports import free_port, is_free
from rexian.app.settings import Settings
from rexian.kit.errors import ErrorKind, RexianError

AGENTS = 500
_MEDIA_PORTS = 4000
_CITIZENS_MEDIA_PORTS = 4000
_MEDIA_STARTS = range(10_000, 32_000, 500)

Tell = Callable[[str], None]


class NoFreePorts(RexianError):
    """There are not enough free UDP ports for the sound of two servers and their telephones."""

    code = "no_free_ports"
    kind = ErrorKind.UNAVAILABLE


@asynccontextmanager
async def both_systems(settings: Settings, folder: Path, tell: Tell) -> AsyncIterator[tuple[Sequence[System], str]]:
    """Both, started; stopped when the block ends, however it ends."""
    async with AsyncExitStack() as stack:
        tell("starting an instance of its own …")
        wanted = PlatformSettings(folder / "home", settings.cache_folder, AGENTS, _media_ports(), _phone_ports())
        platform = await Platform.start(wanted, folder)
        stack.push_async_callback(platform.stop)
        tell("starting app_queue …")
        app_queue, version = await start_app_queue(settings, wanted.home, folder, AGENTS)
        stack.push_async_callback(app_queue.stop)
        yield (platform, app_queue), version


async def start_app_queue(settings: Settings, home: Path, folder: Path, agents: int) -> tuple[AppQueue, str]:
    """The yardstick alone, with the Asterisk below `home` (unpacked when it is not there yet) and its version."""
    installed = await provide(Settings(home=home, cache=settings.cache_folder))
    logins = [Login(AGENT_NAME.format(number), f"bench-{number}") for number in range(agents)]
    sip_port = free_port(kind=socket.SOCK_DGRAM)
    phones = Phones(sip_port, _phone_ports(), folder / "app_queue-phones")
    phones.prepare(logins)
    queue = queue_settings(folder / "app_queue", sip_port, _media_ports(), [login.name for login in logins])
    return await AppQueue.start(queue, installed, phones, logins, settings.run_as), installed.version


def detached_settings() -> Settings:
    """What the user has set for downloads and accounts; nothing that points to a running instance stays set."""
    given = Settings()
    for name in [name for name in os.environ if name.startswith("REXIAN_")]:
        del os.environ[name]
    os.environ["REXIAN_RUN_AS"] = given.run_as
    return given


def make_folder() -> Path:
    """A temporary folder that the account of PostgreSQL and Asterisk may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="rexian-bench-"))
    folder.chmod(0o711)
    return folder


def allow_many_files() -> None:
    """Every citizen's sound takes sockets of its own."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


_taken: set[int] = set()


def _free_range(size: int) -> int:
    """The first of `size` UDP ports that were free when looked at, and that were not given out before."""
    for first in _MEDIA_STARTS:
        ports = range(first, first + size)
        if not _taken.intersection(ports) and all(is_free(port, kind=socket.SOCK_DGRAM) for port in ports):
            _taken.update(ports)
            return first
    raise NoFreePorts


def _media_ports() -> MediaPorts:
    first = _free_range(_MEDIA_PORTS)
    return MediaPorts(first, first + _MEDIA_PORTS - 1)


def _phone_ports() -> PhonePorts:
    agents, callers = (free_port(kind=socket.SOCK_DGRAM) for _ in range(2))
    media = _free_range(_CITIZENS_MEDIA_PORTS)
    return PhonePorts(agents, media, callers, media + 10)
