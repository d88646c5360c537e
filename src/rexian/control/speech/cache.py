"""Clips on disk, found by text, voice and line format; the least recently used go when the folder is full.

Called by `speaker`. Several processes may share a folder: files appear whole by rename, and whoever finds a clip
uses it. The sentence itself is never written, its hash alone is.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rexian.control.speech.errors import VoiceFailed
from rexian.control.speech.loudness import LINE_RATE_HZ, PEAK_DBFS, TARGET_DBFS, LineSound
from rexian.control.speech.ports import Clip
from rexian.kit.clock import Clock

LINE_FORMAT = f"sln{LINE_RATE_HZ}/{TARGET_DBFS:g}/{PEAK_DBFS:g}"
_PRUNE_EACH_SECONDS = 60.0
_FACTS = ("seconds", "peak_dbfs", "rms_dbfs")


def clip_id(text: str, voice: str) -> str:
    """Name of a clip: the same for the same text, voice and line format."""
    return hashlib.blake2b("\0".join((text, voice, LINE_FORMAT)).encode("utf-8", "replace"), digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class _Stored:
    sound: Path
    size_bytes: int
    used_at: float


class ClipCache:
    """A folder of clips."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        limit_bytes: int = 512 * 2**20,
        keep_seconds: float | None = None,
        readers_group: int | None = None,
    ) -> None:
        """`keep_seconds`: clips not used for so long are removed by `prune` (None: only the size counts).

        `readers_group`: the group of the account that plays the clips, when that is not our own.
        """
        self._folder = folder.absolute()
        self._clock = clock
        self._limit_bytes = limit_bytes
        self._keep_seconds = keep_seconds
        self._readers_group = readers_group
        self._size_bytes: int | None = None
        self._pruned_at = clock.monotonic()

    def find(self, text: str, voice: str) -> Clip | None:
        """The clip of this text in this voice, or None. Two small reads: fit for the call path."""
        identity = clip_id(text, voice)
        sound = self._path(identity)
        try:
            facts = json.loads(sound.with_suffix(".json").read_bytes())
            if sound.stat().st_size != facts["bytes"]:
                return None  # a power loss left an empty file: it is made again
            now = self._clock.now().timestamp()
            os.utime(sound, (now, now))
            return Clip(identity, text, sound, voice, *(float(facts[name]) for name in _FACTS))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, text: str, voice: str, sound: LineSound) -> Clip:
        """Keep a clip and make room for it. Writes to disk: call it off the event loop. Raises VoiceFailed."""
        identity = clip_id(text, voice)
        path = self._path(identity)
        content = sound.values.astype("<i2").tobytes()
        facts = {"seconds": sound.seconds, "peak_dbfs": sound.peak_dbfs, "rms_dbfs": sound.rms_dbfs}
        try:
            self._make_folder(path.parent)
            self._write_whole(path, content)
            self._write_whole(path.with_suffix(".json"), json.dumps(facts | {"bytes": len(content)}).encode())
            now = self._clock.now().timestamp()
            os.utime(path, (now, now))
            self._make_room(len(content), path)
        except OSError as error:
            raise VoiceFailed("the clip could not be kept", reason=error.strerror) from None
        return Clip(identity, text, path, voice, **facts)

    def prune(self) -> int:
        """Remove clips over the size limit or unused for too long; returns how many. Call it off the event loop."""
        stored = sorted(self._stored(), key=lambda clip: clip.used_at)
        size_bytes = sum(clip.size_bytes for clip in stored)
        oldest = self._clock.now().timestamp() - self._keep_seconds if self._keep_seconds is not None else 0.0
        removed = 0
        for clip in stored:
            if size_bytes <= self._limit_bytes and clip.used_at >= oldest:
                break
            _remove(clip.sound)
            size_bytes -= clip.size_bytes
            removed += 1
        self._size_bytes = size_bytes
        self._pruned_at = self._clock.monotonic()
        return removed

    def forget(self, clip: Clip) -> None:
        """Remove one clip at once, if it is in this folder."""
        _remove(self._path(clip.id))

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if folder != self._folder:
            self._make_folder(self._folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._let_read(folder, 0o750)

    def _write_whole(self, path: Path, content: bytes) -> None:
        """Readers see the old file or the new one, never a part. Same content from two writers does no harm."""
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            self._let_read(draft, 0o640)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _let_read(self, path: Path, mode: int) -> None:
        """Clips may hold a citizen's figures: nobody but us and the account that plays them gets at them."""
        if self._readers_group is not None:
            os.chown(path, -1, self._readers_group)
            path.chmod(mode)

    def _make_room(self, added_bytes: int, newest: Path) -> None:
        if self._size_bytes is not None:
            self._size_bytes += added_bytes
        stale = self._keep_seconds is not None and self._clock.monotonic() - self._pruned_at > _PRUNE_EACH_SECONDS
        if self._size_bytes is None or self._size_bytes > self._limit_bytes or stale:
            self.prune()
        if not newest.exists():
            raise VoiceFailed("the clip is larger than the whole cache may be")

    def _path(self, identity: str) -> Path:
        return self._folder / identity[:2] / f"{identity}.sln"

    def _stored(self) -> Iterator[_Stored]:
        for path in self._folder.glob("??/*.sln"):
            with contextlib.suppress(OSError):  # another process may have removed it meanwhile
                status = path.stat()
                yield _Stored(path, status.st_size, status.st_mtime)


def _remove(sound: Path) -> None:
    """The facts go first: without them the sound is no clip."""
    sound.with_suffix(".json").unlink(missing_ok=True)
    sound.unlink(missing_ok=True)
