"""A real Asterisk for the tests: unpacked once per session, each instance in a folder and on ports of its own."""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rexian.control.asterisk.ari import AriAddress
from rexian.control.asterisk.server.account import Account, current_or_unprivileged
from rexian.control.asterisk.server.configuration import write_configuration
from rexian.control.asterisk.server.installation import Installation, provide_installation
from rexian.control.asterisk.server.process import ServerProcess, server_command
from rexian.control.asterisk.server.settings import ServerFolders, ServerSettings
from rexian.control.contracts.trunks import SipTrunk
from rexian.kit.clock import SystemClock

_RTP_PORTS = 200


@dataclass
class Server:
    """One running Asterisk with its settings. `phone_port` is the only port the trunk's peer may call from; what is
    called outside rings at `outside_port`."""

    settings: ServerSettings
    installation: Installation
    account: Account
    process: ServerProcess
    phone_port: int
    outside_port: int = 0

    @property
    def ari_address(self) -> AriAddress:
        settings = self.settings
        return AriAddress(
            settings.http_address, settings.http_port, settings.ari_user, settings.ari_password, settings.application
        )

    async def start_again(self) -> None:
        """Start a new process on the same folders and ports, after the old one has ended."""
        self.process = ServerProcess(server_command(self.settings, self.installation, self.account), self.settings)
        await self.process.start()


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    with closing(socket.socket(socket.AF_INET, kind)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_port_range(size: int) -> int:
    """The first of `size` ports of which at least both ends and the middle are free."""
    while True:
        first = free_port() & ~1
        if first + size >= 65536:
            continue
        try:
            for port in (first, first + size // 2, first + size - 1):
                with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that an unprivileged account can enter, unlike pytest's own when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="rexian-asterisk-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def package_cache() -> Path:
    return Path(os.environ.get("REXIAN_CACHE") or Path.home() / ".cache" / "rexian") / "debian"


@pytest.fixture(scope="session")
def installation(open_folder: Path, package_cache: Path) -> Installation:
    return asyncio.run(
        provide_installation(open_folder / "programs", cache=package_cache, clock=SystemClock()),
    )


@pytest.fixture
def instance_folder(open_folder: Path) -> Path:
    """An empty folder for one instance."""
    folder = Path(tempfile.mkdtemp(prefix="instance-", dir=open_folder))
    folder.chmod(0o755)
    return folder


def make_settings(folder: Path, phone_port: int, outside_port: int | None = None) -> ServerSettings:
    first = free_port_range(_RTP_PORTS)
    return ServerSettings(
        folders=ServerFolders.below(folder),
        node="node1",
        application="rexian",
        ari_user="rexian",
        ari_password="for-the-test",
        http_port=free_port(socket.SOCK_STREAM),
        sip_port=free_port(),
        rtp_first_port=first,
        rtp_last_port=first + _RTP_PORTS - 1,
        trunks=(
            SipTrunk(
                peers=(f"127.0.0.1:{phone_port}",),
                contact=f"127.0.0.1:{outside_port}" if outside_port else None,
            ),
        ),
    )


@pytest.fixture
async def server(
    instance_folder: Path, installation: Installation, request: pytest.FixtureRequest
) -> AsyncIterator[Server]:
    """A started Asterisk of the test's own; its parameter names the trunks, the first of which knows the phone."""
    phone_port, outside_port = free_port(), free_port()
    settings = make_settings(instance_folder, phone_port, outside_port)
    names: tuple[str, ...] = getattr(request, "param", ("trunk",))
    first, *_ = settings.sip_trunks
    trunks = (replace(first, name=names[0]), *(SipTrunk(name=name, peers=()) for name in names[1:]))
    settings = replace(settings, trunks=trunks)
    account = current_or_unprivileged()
    write_configuration(settings, installation, account)
    process = ServerProcess(server_command(settings, installation, account), settings)
    server = Server(settings, installation, account, process, phone_port, outside_port)
    try:
        await process.start()
        yield server
    finally:
        await server.process.stop(grace_seconds=0)
