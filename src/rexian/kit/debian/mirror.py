"""Where this machine gets its Debian packages from: its own apt configuration decides, or REXIAN_DEBIAN_MIRROR."""

import asyncio
import os
import shutil
from collections.abc import Mapping
from urllib.parse import urlsplit

from rexian.kit.debian.errors import MirrorUnknown, ToolMissing

MIRROR_VARIABLE = "REXIAN_DEBIAN_MIRROR"
_FORMAT = "$(REPO_URI)|$(COMPONENT)|$(RELEASE)"


async def mirror_address(environment: Mapping[str, str] | None = None) -> str:
    """The base address of the Debian archive, without a slash at its end. Raises MirrorUnknown."""
    chosen = (os.environ if environment is None else environment).get(MIRROR_VARIABLE)
    address = chosen or first_main_archive(
        await _output_of("apt-get", "indextargets", "--no-release-info", f"--format={_FORMAT}")
    )
    if address is None:
        raise MirrorUnknown
    if urlsplit(address).scheme not in ("http", "https"):
        raise MirrorUnknown(f"The Debian archive in use is not http or https; set {MIRROR_VARIABLE} to one that is.")
    return address.rstrip("/")


def first_main_archive(index_targets: str) -> str | None:
    """The first archive of component main that is Debian's own, not a side archive such as security."""
    for line in index_targets.splitlines():
        address, component, _release = line.split("|")
        if component == "main" and urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1] == "debian":
            return address
    return None


async def apt_proxy() -> str | None:
    """The http proxy that apt is told to use, if any."""
    answer = await _output_of("apt-config", "dump", "--no-empty", "--format=%v%n", "Acquire::http::Proxy")
    proxy = answer.split("\n", 1)[0].strip()
    return proxy if proxy.startswith("http") else None


async def machine_architecture() -> str:
    """Debian's name for this machine's architecture, such as amd64."""
    return (await _output_of("dpkg", "--print-architecture")).strip()


async def _output_of(program: str, *arguments: str) -> str:
    if shutil.which(program) is None:
        raise ToolMissing(f"The program {program} is missing: this needs Debian or a system made from it.")
    process = await asyncio.create_subprocess_exec(
        program, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    output, _ = await process.communicate()
    return output.decode(errors="replace")
