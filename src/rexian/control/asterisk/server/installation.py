"""Which Asterisk is run: the machine's own from version 22 on, else Debian testing's, unpacked below our data folder.

The unpacked one brings its own libc and is started through its own loader, because Debian 12's libc is older. What its
modules that we never load would need is left out.
"""

import asyncio
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from rexian.control.asterisk.server.errors import AsteriskUnusable
from rexian.kit.clock import Clock
from rexian.kit.debian import PackageRequest, Progress, fetch_packages, no_progress

log = structlog.get_logger(__name__)

TESTED_MAJOR = 22
TESTED_VERSION = "22.10.1"
"""The version all our tests last ran with."""

_NOT_NEEDED = """
adduser asterisk-config asterisk-config-custom asterisk-core-sounds-en debconf tzdata readline-common
libc-gconv-modules-extra openssl-provider-legacy
libcodec2-1.2 libcurl4t64 libglib2.0-0t64 libgmime-3.0-0t64 libgsm1 libical3t64 libiksemel3 libjack-jackd2-0
libjwt2 libldap2 liblua5.1-0 libneon27t64 libodbc2 libopencore-amrnb0 libopencore-amrwb0 libportaudio2 libpq5
libradcli4 libresample1 libsnmp45 libspeex1 libspeexdsp1 libsybdb5 libunbound8 libvo-amrwbenc0 libvorbis0a
libvorbisenc2 libvorbisfile3
"""
WITHOUT_PACKAGES = frozenset(_NOT_NEEDED.split())
"""Set-up of a system service, prompts, old alphabets and ciphers, and libraries of modules that we never load."""
_REQUEST = PackageRequest("asterisk", TESTED_MAJOR, suite="testing", leave_out=WITHOUT_PACKAGES)
_SYSTEM_LIBRARIES = Path("/usr/lib")
_SYSTEM_DATA = (Path("/usr/share/asterisk"), Path("/var/lib/asterisk"))
_VERSION = re.compile(r"^Asterisk (\d+)(\.[\d.]+)?")


@dataclass(frozen=True, slots=True)
class Installation:
    """An Asterisk that can be started. `argv` is what comes before Asterisk's own options."""

    version: str
    argv: tuple[str, ...]
    modules_folder: Path
    data_folder: Path
    environment: dict[str, str] = field(default_factory=dict)


async def provide_installation(
    folder: Path, *, cache: Path, clock: Clock, progress: Progress = no_progress
) -> Installation:
    """The system's Asterisk, or the one unpacked below `folder`, which is fetched when it is not there yet.

    Raises AsteriskUnusable and the errors of `rexian.kit.debian`.
    """
    installed = await system_installation()
    if installed is not None:
        return installed
    target = folder / f"asterisk-{TESTED_MAJOR}"
    if not await asyncio.to_thread(target.is_dir):
        fetched = await fetch_packages(_REQUEST, target, cache=cache, clock=clock, progress=progress)
        log.info("asterisk was unpacked", version=fetched.version, packages=len(fetched.packages))
    return await unpacked_installation(target)


async def system_installation() -> Installation | None:
    """The Asterisk of this machine when it is new enough."""
    program = shutil.which("asterisk") or shutil.which("asterisk", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        return None
    version = await _version((program,))
    major = int(version.split(".", 1)[0])
    if major < TESTED_MAJOR:
        log.warning("the installed asterisk is too old and is not used", version=version)
        return None
    if major > TESTED_MAJOR:
        log.warning("the installed asterisk is newer than the tested one", version=version, tested=TESTED_VERSION)
    return _system_installation(program, version)


def _system_installation(program: str, version: str) -> Installation:
    modules = _first_with("chan_pjsip.so", _SYSTEM_LIBRARIES.glob("**/asterisk/modules"))
    return Installation(version, (program,), modules, _first_with("documentation", _SYSTEM_DATA))


async def unpacked_installation(root: Path) -> Installation:
    """The Asterisk whose packages were unpacked into `root`, run through the loader that came with it."""
    loader = _first_with("", sorted((root / "usr" / "lib").glob("*/ld-linux-*.so.*")))
    libraries = loader.parent
    argv = (
        *(str(loader), "--inhibit-cache", "--library-path", f"{libraries}:{libraries / 'asterisk'}"),
        str(root / "usr" / "sbin" / "asterisk"),
    )
    return Installation(
        version=await _version(argv),
        argv=argv,
        modules_folder=_first_with("chan_pjsip.so", [libraries / "asterisk" / "modules"]),
        data_folder=_first_with("documentation", [root / "usr" / "share" / "asterisk"]),
    )


def _first_with(name: str, folders: Iterable[Path]) -> Path:
    for folder in folders:
        if (folder / name).exists():
            return folder
    raise AsteriskUnusable(f"The installation of Asterisk is incomplete: {name or 'its loader'} is missing.")


async def _version(argv: tuple[str, ...]) -> str:
    """What `asterisk -V` says, such as 22.10.1."""
    process = await asyncio.create_subprocess_exec(
        *argv, "-V", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    text = output.decode(errors="replace").strip()
    match = _VERSION.match(text)
    if match is None:
        raise AsteriskUnusable(
            f"Asterisk at {argv[-1]} does not start: {text.splitlines()[0] if text else 'no output'}."
        )
    return (match[1] + (match[2] or "")).rstrip(".")
