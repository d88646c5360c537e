"""Fetching files over http into a cache: each is checked against its SHA-256 before it takes its name."""

import errno
import hashlib
import secrets
from pathlib import Path
from types import TracebackType

import aiohttp

from rexian.kit.debian.errors import ContentMismatch, DiskFull, MirrorUnreachable
from rexian.kit.debian.release import Checksum

_CHUNK_BYTES = 256 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=20)
_TRIES = 3


def file_matches(path: Path, checksum: Checksum) -> bool:
    """Whether the file is there and is the one that was signed."""
    if not path.is_file() or path.stat().st_size != checksum.size_bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == checksum.sha256


class Downloader:
    """One http session to one mirror. Use as an async context manager."""

    def __init__(self, mirror: str, *, proxy: str | None = None) -> None:
        self._mirror = mirror
        self._proxy = proxy

    async def __aenter__(self) -> "Downloader":
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True, auto_decompress=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(self, path: str, target: Path, checksum: Checksum | None = None) -> None:
        """Load `path` below the mirror into `target`, which is either whole or not there.

        Without a checksum (the signed release itself) the caller checks it. Tries again when the connection breaks.
        Raises MirrorUnreachable, ContentMismatch, DiskFull.
        """
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            await self._fetch_to(path, part)
            if checksum is not None and not file_matches(part, checksum):
                raise ContentMismatch(
                    f"The downloaded {target.name} does not match the signed checksum and was thrown away."
                )
            part.replace(target)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull(f"The disk is full: {target.name} could not be stored in {target.parent}.") from error
            raise
        finally:
            part.unlink(missing_ok=True)

    async def _fetch_to(self, path: str, part: Path) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                await self._stream(path, part)
                return
            except (aiohttp.ClientError, TimeoutError) as error:
                is_permanent = isinstance(error, aiohttp.ClientResponseError) and error.status < 500
                if is_permanent or attempt == _TRIES:
                    reason = f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else ""
                    raise MirrorUnreachable(
                        f"The Debian mirror {self._mirror} cannot be reached ({reason or type(error).__name__}); "
                        "check the network."
                    ) from error

    async def _stream(self, path: str, part: Path) -> None:
        url = f"{self._mirror}/{path}"
        async with self._session.get(url, proxy=self._proxy, raise_for_status=True) as response:
            with part.open("wb") as file:
                async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                    file.write(chunk)
