"""The nightly check of a day: for each segment that was to be recorded, is the recording there, whole and unaltered?

What was to be recorded comes from the facts (the caller brings it), what is there from the rows and the files
themselves, each of which is read and hashed. One row per day keeps the report; a day checked again replaces its own.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.recordings import check_repository as repository
from rexian.business.recordings.check_contracts import CheckReport, Expectation, ExpectedRecording, Fault, Incomplete
from rexian.business.recordings.contracts import RecordingState
from rexian.business.recordings.errors import RecordingMissing
from rexian.business.recordings.models import RecordingRow
from rexian.business.recordings.store import RecordingStore
from rexian.kit.clock import Clock
from rexian.kit.database import Database

COMPLETE_SHARE = 0.99
START_SECONDS = 0.1
"""What each block may lack at its beginning, however short it is: a tap begins some milliseconds after its event."""

AT_ONCE = 200


@dataclass
class _Tally:
    """The report as it grows."""

    complete: int = 0
    deleted: int = 0
    expected_seconds: float = 0.0
    captured_seconds: float = 0.0


class RecordingChecks:
    """Checks days and keeps their reports."""

    def __init__(self, database: Database, store: RecordingStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    async def check(self, day: date, expectation: Expectation) -> CheckReport:
        """Check a day and keep the report. Raises DatabaseUnavailable, StoreUnavailable."""
        tally, incomplete = _Tally(), []
        segments = expectation.segments
        for start in range(0, len(segments), AT_ONCE):
            for expected, row in await self._with_rows(segments[start : start + AT_ONCE]):
                if row is not None and row.state == RecordingState.DELETED:
                    tally.deleted += 1
                    continue
                captured = row.captured_seconds if row is not None else None
                tally.expected_seconds += expected.expected_seconds
                tally.captured_seconds += min(captured or 0.0, expected.expected_seconds)
                fault = await self._fault_of(expected, row)
                if fault is None:
                    tally.complete += 1
                else:
                    incomplete.append(_incomplete(expected, fault, captured))
        report = CheckReport(
            day=day,
            checked_at=self._clock.now(),
            segments=len(segments) - tally.deleted,
            complete=tally.complete,
            deleted=tally.deleted,
            unfinished=expectation.unfinished,
            expected_seconds=round(tally.expected_seconds, 3),
            captured_seconds=round(tally.captured_seconds, 3),
            incomplete=tuple(incomplete),
        )
        async with self._database.transaction() as session:
            await repository.keep_report(session, report)
        return report

    async def newest(self) -> CheckReport | None:
        """The report of the latest day that was checked."""
        async with self._database.transaction() as session:
            return await repository.newest_report(session)

    async def _with_rows(
        self, segments: tuple[ExpectedRecording, ...]
    ) -> list[tuple[ExpectedRecording, RecordingRow | None]]:
        async with self._database.transaction() as session:
            rows = await _rows(session, segments)
        return [(expected, rows.get(expected.recording_id)) for expected in segments]

    async def _fault_of(self, expected: ExpectedRecording, row: RecordingRow | None) -> Fault | None:
        fault = fault_of_row(expected, row)
        if fault is not None or row is None or row.store_key is None:
            return fault
        try:
            path = await self._store.local_copy(row.store_key)
        except RecordingMissing:
            return Fault.FILE_MISSING
        return None if await asyncio.to_thread(_sha256, path) == row.sha256 else Fault.ALTERED


def fault_of_row(expected: ExpectedRecording, row: RecordingRow | None) -> Fault | None:
    """What is wrong by the row alone. A segment in which nobody talked with anybody needs no recording."""
    if expected.blocks == 0 or expected.expected_seconds <= START_SECONDS:
        return None
    if row is None:
        return Fault.MISSING
    if row.state == RecordingState.FAILED:
        return Fault.FAILED
    if row.state != RecordingState.STORED:
        return Fault.NOT_STORED
    lacking = expected.expected_seconds - (row.captured_seconds or 0.0)
    allowed = max(START_SECONDS * expected.blocks, (1 - COMPLETE_SHARE) * expected.expected_seconds)
    return Fault.SHORT if lacking > allowed else None


async def _rows(session: AsyncSession, segments: tuple[ExpectedRecording, ...]) -> Mapping[str, RecordingRow]:
    rows = await repository.rows_of(session, (expected.recording_id for expected in segments))
    return {row.recording_id: row for row in rows}


def _incomplete(expected: ExpectedRecording, fault: Fault, captured_seconds: float | None) -> Incomplete:
    return Incomplete(
        recording_id=expected.recording_id,
        contact_id=expected.contact_id,
        segment_id=expected.segment_id,
        agent_id=expected.agent_id,
        fault=fault,
        expected_seconds=expected.expected_seconds,
        captured_seconds=captured_seconds,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
