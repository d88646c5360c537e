"""The signed table of contents of a Debian suite (`InRelease`): whose signature counts, and what it vouches for.

A signature counts only when gpgv finds it good with a key of Debian's own archive keyrings. Nothing is read from the
file itself, only from the text that gpgv hands back as signed. An expired `Valid-Until` is for the caller to report:
Debian's testing suite may stand still for longer than its week.
"""

import asyncio
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from rexian.kit.debian.errors import SignatureBad, ToolMissing

KEYRING_FOLDER = Path("/usr/share/keyrings")
_CHECKSUM = re.compile(r"^ ([0-9a-f]{64})\s+(\d+)\s+(\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the signed release says of one of its files."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Release:
    """A suite's table of contents, its signature already checked."""

    suite: str
    valid_until: datetime | None
    files: dict[str, Checksum]

    def has_expired(self, now: datetime) -> bool:
        return self.valid_until is not None and now > self.valid_until


def archive_keyrings(folder: Path) -> list[Path]:
    """Debian's archive keyrings on this machine, without the one of withdrawn keys."""
    found = [*folder.glob("debian-archive-*.gpg"), *folder.glob("debian-archive-*.pgp")]
    return sorted(path for path in found if "removed" not in path.name)


async def verify_release(signed_file: Path, keyring_folder: Path = KEYRING_FOLDER) -> Release:
    """Check the signature of an `InRelease` file and read what was signed. Raises SignatureBad, ToolMissing."""
    gpgv = shutil.which("gpgv")
    if gpgv is None:
        raise ToolMissing("The program gpgv is missing; install the Debian package gpgv.")
    for keyring in archive_keyrings(keyring_folder):
        text = await _signed_text(gpgv, keyring, signed_file)
        if text is not None:
            return parse_release(text)
    raise SignatureBad


async def _signed_text(gpgv: str, keyring: Path, signed_file: Path) -> str | None:
    """The text that a key of this keyring has signed, or None. A signature that does not fit raises SignatureBad."""
    plain = signed_file.with_name(f"{signed_file.name}.{keyring.name}.plain")
    try:
        process = await asyncio.create_subprocess_exec(
            *(gpgv, "--status-fd", "1", "--keyring", str(keyring), "--output", str(plain), str(signed_file)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        status, _ = await process.communicate()
        words = [line.split()[1] for line in status.decode(errors="replace").splitlines() if " " in line]
        if "BADSIG" in words:
            raise SignatureBad("The package index was changed after Debian signed it, so nothing was installed.")
        if not {"GOODSIG", "VALIDSIG"} <= set(words):
            return None
        return plain.read_text(encoding="utf-8")
    finally:
        plain.unlink(missing_ok=True)


def parse_release(text: str) -> Release:
    """Read a release's fields and its list of SHA-256 checksums."""
    head, _, checksums = text.partition("\nSHA256:\n")
    fields = dict(re.findall(r"^([A-Za-z-]+): (.*)$", head, re.MULTILINE))
    valid_until = fields.get("Valid-Until")
    return Release(
        suite=fields.get("Suite", ""),
        valid_until=parsedate_to_datetime(valid_until.replace("UTC", "+0000")) if valid_until else None,
        files={path: Checksum(digest, int(size)) for digest, size, path in _CHECKSUM.findall(checksums)},
    )
