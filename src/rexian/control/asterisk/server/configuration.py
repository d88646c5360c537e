"""Writes every configuration file of one Asterisk instance from its settings; nothing is edited by hand afterwards.

The files stand in `templates/` (placeholders `@{name}`). The launcher calls `write_configuration` before each start.
"""

import resource
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template

from rexian.control.asterisk.server.account import Account, check_reachable, hand_over
from rexian.control.asterisk.server.dahdi import channels_text, system_text
from rexian.control.asterisk.server.entries import entries_text
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.modules import DAHDI_MODULES, MODULES, OPUS_MODULES
from rexian.control.asterisk.server.music import write_music
from rexian.control.asterisk.server.settings import CALL_LOG_NAME, ServerSettings
from rexian.control.asterisk.server.sip_trunks import sip_trunks_text
from rexian.control.asterisk.server.text import safe

_EMPTY_FILES = ("acl", "pjproject", "websocket_client")
"""Read by modules that complain when they are absent; their defaults are right."""
_MAX_FILES = 65536
SIP_TRUNKS_FILE = "pjsip-trunks.conf"
ENTRIES_FILE = "extensions-trunks.conf"


class _FileTemplate(Template):
    """`@{name}`, because Asterisk's own variables are written `${name}`."""

    delimiter = "@"


def write_configuration(settings: ServerSettings, installation: Installation, account: Account) -> None:
    """Make the folders, write all files and the waiting music, and give them to the account that runs Asterisk.

    Raises FolderUnreachable when that account cannot get at them.
    """
    for folder in settings.folders.all():
        _make_private(folder)
    check_reachable(settings.folders.configuration.parent, account)
    check_reachable(installation.modules_folder, account)
    for name, text in configuration_files(settings, installation).items():
        _write_private(settings.folders.configuration / name, text)
    write_music(settings.folders.music)
    for folder in settings.folders.all():
        hand_over(folder, account)


def configuration_files(settings: ServerSettings, installation: Installation) -> dict[str, str]:
    """The text of every file by its name."""
    values = _values(settings, installation)
    templates = (entry for entry in resources.files(__package__).joinpath("templates").iterdir())
    files = {entry.name: _FileTemplate(entry.read_text()).substitute(values) for entry in templates}
    empty = {f"{name}.conf": "" for name in _EMPTY_FILES}
    return files | empty | trunk_files(settings) | dict(settings.extra_files)


def modules_of(settings: ServerSettings) -> tuple[str, ...]:
    """What Asterisk loads; the driver of E1 cards only where a trunk is on one, Opus only where it is wanted."""
    cards = DAHDI_MODULES if settings.dahdi_trunks else ()
    opus = OPUS_MODULES if settings.opus else ()
    return (*MODULES, *cards, *opus, *settings.extra_modules)


def trunk_files(settings: ServerSettings) -> dict[str, str]:
    """The files that trunks make, by name; pjsip.conf and extensions.conf include the first two.

    Those of E1 lines are absent where there is none; `dahdi-system.conf` is for `dahdi_cfg -c`, run by root when the
    machine starts.
    """
    files = {SIP_TRUNKS_FILE: sip_trunks_text(settings), ENTRIES_FILE: entries_text(settings.trunks)}
    trunks = settings.dahdi_trunks
    if trunks:
        files |= {"chan_dahdi.conf": channels_text(trunks), "dahdi-system.conf": system_text(trunks)}
    return files


def _values(settings: ServerSettings, installation: Installation) -> Mapping[str, str]:
    folders = settings.folders
    plain = {
        "configuration": folders.configuration,
        "library": folders.library,
        "spool": folders.spool,
        "log": folders.log,
        "run": folders.run,
        "music": folders.music,
        "modules": installation.modules_folder,
        "data": installation.data_folder,
        "node": settings.node,
        "application": settings.application,
        "ari_user": settings.ari_user,
        "ari_password": settings.ari_password,
        "http_address": settings.http_address,
        "http_port": settings.http_port,
        "sip_address": settings.sip_address,
        "sip_port": settings.sip_port,
        "rtp_first_port": settings.rtp_first_port,
        "rtp_last_port": settings.rtp_last_port,
        "max_files": min(_MAX_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),
        "call_log_name": CALL_LOG_NAME,
    }
    return {name: safe(name, str(value)) for name, value in plain.items()} | {
        "loads": "\n".join(f"load = {name}.so" for name in modules_of(settings)),
        "extra_dialplan": settings.extra_dialplan,
    }


def _make_private(folder: Path) -> None:
    """A folder that only its owner can enter: passwords and, for a while, clear recordings lie there."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read: some hold passwords."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, encoding="utf-8")
