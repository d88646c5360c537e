"""The embedded Asterisk as one process of the launcher; what it is and how it is configured is control.asterisk's."""

import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from rexian.app.launcher.plan import ProcessPlan
from rexian.app.settings import Settings
from rexian.control.asterisk.server import account as accounts
from rexian.control.asterisk.server import configuration, installation, process
from rexian.control.asterisk.server.settings import ServerFolders, ServerSettings
from rexian.control.contracts.trunks import LineConfiguration
from rexian.kit.clock import SystemClock
from rexian.kit.debian import Progress, no_progress

log = structlog.get_logger(__name__)

READY_SECONDS = 30.0
STOP_SECONDS = 2.0


@dataclass(frozen=True)
class AsteriskPart:
    """One server: `settings` as the launcher has completed them (ports, password), `http_port` of its ARI.

    `read_trunks` waits for the trunk records, which come last: all else is done by then.
    """

    settings: Settings
    http_port: int
    rtp_ports: tuple[int, int]
    read_trunks: Callable[[], Awaitable[tuple[LineConfiguration, ...]]]

    async def prepare(self, progress: Progress = no_progress) -> ProcessPlan:
        """Fetch and unpack it on first use, write its configuration, and describe its process.

        Raises AsteriskUnusable, FolderUnreachable, DatabaseUnavailable and the errors of rexian.kit.debian.
        """
        account = accounts.current_or_unprivileged(self.settings.run_as)
        installed = await provide(self.settings, progress)
        server = server_settings(self.settings, self.http_port, self.rtp_ports, await self.read_trunks())
        configuration.write_configuration(server, installed, account)
        _warn_without_driver(server, installed)
        # The launcher changes the account itself: a later change would lose the death signal that it sets.
        ourselves = accounts.Account(account.name, os.geteuid(), os.getegid())
        command = process.server_command(server, installed, ourselves)

        async def is_ready(_process_id: int) -> bool:
            return await process.is_ready(server)

        return ProcessPlan(
            "asterisk",
            command.argv,
            is_ready,
            environment=command.environment,
            folder=command.folder,
            user_id=None if account.is_current else account.uid,
            group_id=None if account.is_current else account.gid,
            stop_signal=signal.SIGTERM,
            ready_seconds=READY_SECONDS,
            stop_seconds=STOP_SECONDS,
        )


def server_settings(
    settings: Settings, http_port: int, rtp_ports: tuple[int, int], trunks: tuple[LineConfiguration, ...]
) -> ServerSettings:
    """What Asterisk is told by the settings of an instance, once its SIP port is chosen."""
    if settings.sip_port is None:
        raise ValueError("the launcher chooses the SIP port before Asterisk is prepared")
    return ServerSettings(
        folders=ServerFolders.below(settings.asterisk_folder),
        node=settings.media_node,
        application=settings.ari_application,
        ari_user=settings.ari_user,
        ari_password=settings.ari_password.get_secret_value(),
        http_port=http_port,
        sip_address=settings.sip_host,
        sip_port=settings.sip_port,
        rtp_first_port=rtp_ports[0],
        rtp_last_port=rtp_ports[1],
        tls_certificate=settings.tls_cert,
        tls_key=settings.tls_key,
        trunks=trunks,
        opus=settings.browser_opus,
    )


def _warn_without_driver(server: ServerSettings, installed: installation.Installation) -> None:
    """Tell that trunks on E1 cards stay dark where this Asterisk has no driver for them."""
    if not server.dahdi_trunks or (installed.modules_folder / "chan_dahdi.so").exists():
        return
    names = [trunk.name for trunk in server.dahdi_trunks]
    log.error("asterisk has no driver for E1 cards: install asterisk-dahdi", trunks=names)


async def provide(settings: Settings, progress: Progress = no_progress) -> installation.Installation:
    """The Asterisk of this machine or of this data directory, fetched when it is not there yet."""
    folder = program_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    return await installation.provide_installation(
        folder, cache=package_cache(settings), clock=SystemClock(), progress=progress
    )


async def fetch(settings: Settings, progress: Progress = no_progress) -> None:
    """Bring its packages into the cache and prove by unpacking them that they are whole; nothing else is kept."""
    cache = package_cache(settings)
    cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache) as folder:
        await installation.provide_installation(Path(folder), cache=cache, clock=SystemClock(), progress=progress)


def package_cache(settings: Settings) -> Path:
    """Where downloaded Debian packages are kept."""
    return settings.cache_folder / "debian"


def program_folder(settings: Settings) -> Path:
    """Where the unpacked program lies."""
    return settings.home / "programs"
