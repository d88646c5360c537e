"""The port behind which sealed recordings are kept, and its form on a local disk.

A store keeps what it is given unchanged and does not know what is in it: sealing is done before, opening afterwards.
"""

import asyncio
import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rexian.business.recordings.errors import RecordingMissing, StoreUnavailable

READ_ONLY = 0o440
NO_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK})
"""A file cannot have a second name there: another disk, or a file system without them."""


@dataclass(frozen=True)
class StoredObject:
    """What a store holds: size and SHA-256 (hex) of the sealed form."""

    size_bytes: int
    sha256: str


class RecordingStore(Protocol):
    """Write-once storage of sealed files. Raises StoreUnavailable when it cannot be reached."""

    async def put(self, key: str, sealed: Path) -> StoredObject:
        """Keep a file durably. Where the key is taken, what is there stays and is what the answer describes."""
        ...

    async def local_copy(self, key: str) -> Path:
        """A file on this machine with the sealed content, good for reading ranges. Raises RecordingMissing."""
        ...

    async def delete(self, key: str) -> None:
        """Remove it; nothing there is no error."""
        ...


class FolderStore:
    """A RecordingStore on a local disk: `<folder>/yyyy/mm/dd/<id>.sealed`, read-only files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, sealed: Path) -> StoredObject:
        """See RecordingStore."""
        try:
            return await asyncio.to_thread(self._put, self._folder / key, sealed)
        except OSError as error:
            raise StoreUnavailable(reason=os.strerror(error.errno or 0)) from error

    async def local_copy(self, key: str) -> Path:
        """See RecordingStore."""
        path = self._folder / key
        if not await asyncio.to_thread(path.is_file):
            raise RecordingMissing
        return path

    async def delete(self, key: str) -> None:
        """See RecordingStore."""
        await asyncio.to_thread((self._folder / key).unlink, missing_ok=True)

    def _put(self, target: Path, sealed: Path) -> StoredObject:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not target.exists():
            _place(sealed, target)
        _sync_folder(target.parent)
        return StoredObject(target.stat().st_size, _sha256(target))


def _place(sealed: Path, target: Path) -> None:
    """Give the file, which is on the disk already, its second name: whole from the moment it is there. On another disk
    it is copied."""
    sealed.chmod(READ_ONLY)
    try:
        target.hardlink_to(sealed)
    except OSError as error:
        if error.errno not in NO_LINK:
            raise
        _copy(sealed, target)


def _copy(sealed: Path, target: Path) -> None:
    """Under another name first; what a worker left there that was killed while copying is written over."""
    draft = target.with_name(f".{target.name}.draft")
    draft.unlink(missing_ok=True)
    with sealed.open("rb") as reader, draft.open("xb") as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        os.fsync(writer.fileno())
    draft.chmod(READ_ONLY)
    draft.replace(target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
