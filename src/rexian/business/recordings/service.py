"""Recordings for those who may hear them: what there is, its sound, its waveform. Who may, the caller decides."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings import repository
from rexian.business.recordings.audio import PEAK_BYTES
from rexian.business.recordings.contracts import MEDIA_TYPE, PARTIES, Mark, Pause, Recording, RecordingState, Waveform
from rexian.business.recordings.errors import RecordingDeleted, RecordingMissing, RecordingNotStored
from rexian.business.recordings.models import RecordingPauseRow
from rexian.business.recordings.store import RecordingStore
from rexian.control.contracts.arrivals import SUFFIX
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

SPOOL_SUFFIX = ".sln"


@dataclass(frozen=True)
class Audio:
    """A recording's clear sound. `read(start, length)` gives those bytes of the file, fewer at its end."""

    media_type: str
    total_bytes: int
    read: Callable[[int, int], Awaitable[bytes]]


class Recordings:
    """Reads recordings; changes nothing."""

    def __init__(self, database: Database, store: RecordingStore, key_ring: KeyRing) -> None:
        self._database = database
        self._store = store
        self._keys = ContactKeys(database, key_ring, SystemClock())

    async def get(self, recording_id: str) -> Recording:
        """One recording with its pauses and marks. Raises RecordingMissing."""
        async with self._database.transaction() as session:
            row = await repository.find(session, recording_id)
            if row is None:
                raise RecordingMissing
            gaps = await repository.gaps_of(session, [recording_id])
            pauses = (await repository.pauses_of(session, [recording_id]))[recording_id]
            marks = await repository.marks_of(session, recording_id)
            recording = repository.recording_of(row, gaps.get(recording_id, ()))
            return replace(
                recording,
                pauses=tuple(_pause(recording, pause) for pause in pauses if pause.started_at is not None),
                marks=tuple(Mark(_offset(recording, mark.time), mark.kind, mark.agent_id) for mark in marks),
            )

    async def of_contact(self, contact_id: str) -> tuple[Recording, ...]:
        """A contact's recordings in the order of time."""
        async with self._database.transaction() as session:
            rows = await repository.of_contact(session, contact_id)
            gaps = await repository.gaps_of(session, (row.recording_id for row in rows))
            return tuple(repository.recording_of(row, gaps.get(row.recording_id, ())) for row in rows)

    async def open_audio(self, recording_id: str) -> Audio:
        """The clear FLAC file, by ranges. Raises RecordingMissing, RecordingDeleted, RecordingNotStored, ContactErased,
        SealBroken."""
        async with self._database.transaction() as session:
            row = await repository.find(session, recording_id)
        if row is None:
            raise RecordingMissing
        if row.state == RecordingState.DELETED:
            raise RecordingDeleted
        if row.state != RecordingState.STORED or row.store_key is None:
            raise RecordingNotStored
        key = await self._keys.get(row.contact_id)
        sealed = await self._store.local_copy(row.store_key)

        async def read(start: int, length: int) -> bytes:
            return await asyncio.to_thread(key.read_range, sealed, start, length)

        return Audio(MEDIA_TYPE, await asyncio.to_thread(key.clear_size, sealed), read)

    async def waveform(self, recording_id: str) -> Waveform:
        """Peaks per channel. Raises RecordingMissing, RecordingNotStored."""
        async with self._database.transaction() as session:
            found = await repository.peaks_of(session, recording_id)
        if found is None:
            raise RecordingMissing
        peaks_per_second, peaks = found
        if peaks_per_second is None or peaks is None:
            raise RecordingNotStored
        channels = range(len(PARTIES))
        return Waveform(
            peaks_per_second=peaks_per_second,
            lowest=tuple(peaks[2 * channel :: PEAK_BYTES] for channel in channels),
            highest=tuple(peaks[2 * channel + 1 :: PEAK_BYTES] for channel in channels),
        )

    async def count_by_state(self) -> dict[str, int]:
        """How many recordings are in each state."""
        async with self._database.transaction() as session:
            return await repository.count_by_state(session)

    async def unknown_spool_files(self, spool: Path, *, before: datetime) -> tuple[str, ...]:
        """Tracks last written before then that no recording knows of: for operators to look at, never deleted here."""
        files = await asyncio.to_thread(_spool_files, spool, before.timestamp())
        async with self._database.transaction() as session:
            known = await repository.tracks_in_use(session)
        tracks = {name: name.removesuffix(SPOOL_SUFFIX).removesuffix(SUFFIX) for name in files}
        return tuple(sorted(name for name, track in tracks.items() if track not in known))


def _pause(recording: Recording, row: RecordingPauseRow) -> Pause:
    assert row.started_at is not None
    return Pause(
        start_seconds=_offset(recording, row.started_at),
        end_seconds=None if row.ended_at is None else _offset(recording, row.ended_at),
        paused_by=row.paused_by or "",
        reason=row.reason or "",
        end_reason=row.end_reason,
    )


def _offset(recording: Recording, time: datetime) -> float:
    return round(max((time - recording.started_at).total_seconds(), 0.0), 3)


def _spool_files(spool: Path, before: float) -> frozenset[str]:
    if not spool.is_dir():
        return frozenset()
    with os.scandir(spool) as entries:
        return frozenset(entry.name for entry in entries if entry.is_file() and entry.stat().st_mtime < before)
