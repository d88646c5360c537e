"""The trunk records as lines, and their files for an Asterisk that the launcher does not run."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from rexian.app.parts.asterisk import server_settings
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.app.trunk_lines import line_of, read_lines
from rexian.business.trunks.contracts import Trunk
from rexian.control.asterisk.server.configuration import trunk_files
from rexian.control.contracts.trunks import LineConfiguration
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

DEFAULT_SIP_PORT = 5060
HIDDEN = "********"


async def lines_of_records(settings: Settings) -> tuple[LineConfiguration, ...]:
    """Every trunk in use as a line. Raises DatabaseUnavailable."""
    database = Database.connect(str(settings.database_url))
    try:
        return await read_lines(routing_trades(settings, database, KeyRing.load(settings.master_key_file)).trunks)
    finally:
        await database.close()


def files_of(settings: Settings, lines: tuple[LineConfiguration, ...]) -> dict[str, str]:
    """The files of these lines by name. Raises AsteriskUnusable."""
    given = settings.model_copy(update={"sip_port": settings.sip_port or DEFAULT_SIP_PORT})
    return trunk_files(server_settings(given, 0, (0, 0), lines))


def shown_files(settings: Settings, trunks: Iterable[Trunk]) -> Mapping[str, str]:
    """The files of these trunks as people may see them: without passwords. Raises AsteriskUnusable."""
    return files_of(settings, tuple(line_of(trunk, HIDDEN if trunk.has_password else None) for trunk in trunks))


async def write_trunk_files(settings: Settings, folder: Path) -> list[Path]:
    """Write the files into the folder, readable by their owner only; gives them. Raises DatabaseUnavailable."""
    return await asyncio.to_thread(_write, folder, files_of(settings, await lines_of_records(settings)))


def _write(folder: Path, files: dict[str, str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text, encoding="utf-8")
    return paths
