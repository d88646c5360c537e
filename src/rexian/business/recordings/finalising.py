"""From the spool to the store: the tracks of a stopped recording become one sealed file, then the clear ones go.

Each step can be done twice. The row is locked while its recording is worked on and changed in the same transaction, so
a worker killed at any point leaves it as it was, and free for the next one. The store never replaces what it has;
the spool is cleared only after the row says that the recording is stored.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.contact_keys.errors import ContactErased
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings import audio, repository
from rexian.business.recordings.contracts import PARTIES, SAMPLE_RATE, Block, RecordingState
from rexian.business.recordings.errors import NoAudio, RecordingNameRefused, SpoolUnavailable
from rexian.business.recordings.models import RecordingPauseRow, RecordingRow
from rexian.business.recordings.rules import Layout, lay_out
from rexian.business.recordings.store import RecordingStore, StoredObject
from rexian.kit.clock import Clock
from rexian.kit.crypto import DataKey
from rexian.kit.database import Database
from rexian.kit.errors import RexianError

RETRY_FIRST_SECONDS = 2.0
RETRY_LIMIT_SECONDS = 300.0
BLOCK_PATIENCE = timedelta(minutes=10)
"""How long a recording waits for block events that were announced and have not come."""

CLEAR_AGAIN = timedelta(minutes=1)
NOT_AT_ALL = timedelta()
TOGETHER = 8
"""So many recordings share a transaction: asking for one and settling it costs more than its sound. Killed meanwhile, a
worker leaves them all as they were, and each is done again."""

FOR_GOOD = (NoAudio, ContactErased, RecordingNameRefused)

log = structlog.get_logger(__name__)


class BlocksMissing(SpoolUnavailable):
    """Block events of this recording have not come yet."""

    code = "recording_blocks_missing"


@dataclass(frozen=True)
class Settled:
    """What became of one try: `state` afterwards and the seconds that were short."""

    recording_id: str
    state: RecordingState
    gap_seconds: float


@dataclass(frozen=True)
class Places:
    """Where tracks come from, and a private folder for what is being made (it holds clear sound meanwhile)."""

    spool: Path
    work: Path


class Finaliser:
    """Stores recordings, a few at a time; several may run beside one another. `observe` hears what became of each."""

    def __init__(
        self,
        database: Database,
        store: RecordingStore,
        keys: ContactKeys,
        places: Places,
        *,
        clock: Clock,
        observe: Callable[[Settled], None] = lambda _settled: None,
    ) -> None:
        self._database = database
        self._store = store
        self._keys = keys
        self._places = places
        self._clock = clock
        self._observe = observe

    async def store_next(self, *, overdue: timedelta = NOT_AT_ALL) -> bool:
        """Try the next recordings that have been due for so long; False when there are none."""
        async with self._database.transaction() as session:
            rows = await repository.claim_due(session, self._clock.now() - overdue, TOGETHER)
            ids = [row.recording_id for row in rows]
            blocks = await repository.blocks_of(session, ids) if ids else {}
            pauses = await repository.pauses_of(session, ids) if ids else {}
            settled = [
                await self._settle(session, row, blocks[row.recording_id], pauses[row.recording_id]) for row in rows
            ]
        for each in settled:
            self._observe(each)
        return bool(settled)

    async def clear_next(self) -> bool:
        """Delete the clear tracks of the next settled recordings; False when there are none."""
        async with self._database.transaction() as session:
            rows = await repository.claim_uncleared(session, self._clock.now(), TOGETHER)
            blocks = await repository.blocks_of(session, [row.recording_id for row in rows]) if rows else {}
            for row in rows:
                await self._clear_one(row, blocks[row.recording_id])
        return bool(rows)

    async def _clear_one(self, row: RecordingRow, blocks: Sequence[Block]) -> None:
        now = self._clock.now()
        try:
            await asyncio.to_thread(self._clear, row.recording_id, blocks)
            row.spool_cleared_at, row.next_attempt_at = now, None
        except OSError as error:
            row.next_attempt_at = now + CLEAR_AGAIN
            log.error("clear tracks could not be deleted", recording_id=row.recording_id, exc_info=error)

    async def _settle(
        self, session: AsyncSession, row: RecordingRow, blocks: list[Block], pauses: Sequence[RecordingPauseRow]
    ) -> Settled:
        gap_seconds = 0.0
        try:
            gap_seconds = await self._store_one(session, row, blocks, pauses)
        except FOR_GOOD as error:
            row.state, row.error_code, row.next_attempt_at = RecordingState.FAILED, error.code, None
            log.error("recording failed", recording_id=row.recording_id, code=error.code)
        except RexianError as error:
            self._postpone(row, error.code)
        except Exception as error:  # outermost of one recording: whatever it is, it must not hold up the others
            log.warning("recording could not be converted", recording_id=row.recording_id, exc_info=error)
            self._postpone(row, "recording_conversion_failed")
        return Settled(row.recording_id, RecordingState(row.state), gap_seconds)

    def _postpone(self, row: RecordingRow, code: str) -> None:
        pause_seconds = min(RETRY_FIRST_SECONDS * 2 ** min(row.attempts, 16), RETRY_LIMIT_SECONDS)
        row.attempts += 1
        row.error_code = code
        row.next_attempt_at = self._clock.now() + timedelta(seconds=pause_seconds)
        log.info("recording waits", recording_id=row.recording_id, code=row.error_code, pause_seconds=pause_seconds)

    async def _store_one(
        self, session: AsyncSession, row: RecordingRow, blocks: list[Block], pauses: Sequence[RecordingPauseRow]
    ) -> float:
        if len(blocks) < (row.blocks_expected or 0) and not self._has_waited_enough(row):
            raise BlocksMissing
        key = await self._keys.get(row.contact_id)
        until = max((pause.ended_at for pause in pauses if pause.ended_at), default=None)
        layout, peaks, sealed = await asyncio.to_thread(self._convert, row.recording_id, blocks, key, until)
        store_key = f"{row.started_at:%Y/%m/%d}/{row.recording_id}.sealed"
        stored = await self._store.put(store_key, sealed)
        await repository.add_gaps(session, row.recording_id, layout.gaps)
        _fill(row, layout, stored)
        row.paused_seconds = paused_seconds(pauses)
        row.store_key, row.peaks, row.peaks_per_second = store_key, peaks, audio.PEAKS_PER_SECOND
        for gap in layout.gaps:
            log.warning("recording gap", recording_id=row.recording_id, party=gap.party, seconds=gap.seconds)
        return sum(gap.seconds for gap in layout.gaps)

    def _has_waited_enough(self, row: RecordingRow) -> bool:
        return row.stopped_at is not None and self._clock.now() - row.stopped_at > BLOCK_PATIENCE

    def _convert(
        self, recording_id: str, blocks: list[Block], key: DataKey, until: datetime | None
    ) -> tuple[Layout, bytes, Path]:
        """Blocking. Raises NoAudio, SpoolUnavailable."""
        spool, work = self._places.spool, self._places.work
        if not spool.is_dir():
            raise SpoolUnavailable
        captured = {
            (block.number, voice): audio.captured_frames(audio.track_path(spool, track))
            for block in blocks
            for voice, track in block.tracks.items()
        }
        layout = lay_out(blocks, captured, until=until)
        if not any(captured.values()) and (layout.gaps or not layout.frames):
            raise NoAudio
        work.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._clear_work(recording_id)
        clear, sealed = work / f"{recording_id}.flac", work / f"{recording_id}.sealed"
        peaks = audio.write_flac(layout, spool, clear)
        key.seal_file(clear, sealed)
        clear.unlink()
        return layout, peaks, sealed

    def _clear(self, recording_id: str, blocks: Sequence[Block]) -> None:
        for block in blocks:
            for track in block.tracks.values():
                audio.track_path(self._places.spool, track).unlink(missing_ok=True)
                audio.arrivals_path(self._places.spool, track).unlink(missing_ok=True)
        self._clear_work(recording_id)

    def _clear_work(self, recording_id: str) -> None:
        """What a try left, finished or not (drafts begin with a dot)."""
        work = self._places.work
        for path in work.iterdir() if work.is_dir() else ():
            if path.name.removeprefix(".").startswith(f"{recording_id}."):
                path.unlink(missing_ok=True)


def paused_seconds(pauses: Sequence[RecordingPauseRow]) -> float:
    """How long nothing was to be recorded, as far as both ends are known."""
    spans = [pause.ended_at - pause.started_at for pause in pauses if pause.ended_at and pause.started_at]
    return round(sum(span.total_seconds() for span in spans), 3)


def _fill(row: RecordingRow, layout: Layout, stored: StoredObject) -> None:
    row.state, row.error_code, row.next_attempt_at = RecordingState.STORED, None, None
    row.expected_seconds, row.captured_seconds = layout.expected_seconds, layout.captured_seconds
    row.duration_seconds = round(layout.frames / SAMPLE_RATE, 3)
    row.channels, row.sample_rate = len(PARTIES), SAMPLE_RATE
    row.size_bytes, row.sha256 = stored.size_bytes, stored.sha256
