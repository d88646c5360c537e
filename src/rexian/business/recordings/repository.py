"""All SQL on recordings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.recordings.contracts import Block, Gap, Recording, RecordingKind, RecordingState
from rexian.business.recordings.models import (
    RecordingBlockRow,
    RecordingGapRow,
    RecordingMarkRow,
    RecordingPauseRow,
    RecordingRow,
)
from rexian.kit.database import Model

FINAL_STATES = (RecordingState.STORED, RecordingState.FAILED)


def _noting() -> Insert:
    row = insert(RecordingRow)
    known = {
        "started_at": func.least(RecordingRow.started_at, row.excluded.started_at),
        "segment_id": func.coalesce(RecordingRow.segment_id, row.excluded.segment_id),
        "agent_id": func.coalesce(RecordingRow.agent_id, row.excluded.agent_id),
        "kind": func.coalesce(RecordingRow.kind, row.excluded.kind),
    }
    return row.on_conflict_do_update(index_elements=[RecordingRow.recording_id], set_=known)


def _noting_part(part: type[Model], *names: str) -> Insert:
    row = insert(part)
    return row.on_conflict_do_update(
        index_elements=["recording_id", "number"], set_={name: row.excluded[name] for name in names}
    )


NOTE_RECORDING = _noting()
NOTE_STARTED = _noting_part(RecordingBlockRow, "started_at", "tracks")
NOTE_ENDED = _noting_part(RecordingBlockRow, "expected_seconds")
NOTE_PAUSED = _noting_part(RecordingPauseRow, "started_at", "paused_by", "reason")
NOTE_RESUMED = _noting_part(RecordingPauseRow, "ended_at", "end_reason")
NOTE_MARKED = _noting_part(RecordingMarkRow, "time", "kind", "agent_id")
NOTE_COMPLAINT = (
    update(RecordingRow)
    .where(RecordingRow.recording_id == bindparam("complaint_id"))
    .values(kind=RecordingKind.COMPLAINT)
)
NOTE_STOPPED = (
    update(RecordingRow)
    .where(
        RecordingRow.recording_id == bindparam("stopped_id"),
        RecordingRow.state == RecordingState.RECORDING,
    )
    .values(
        state=RecordingState.SPOOLED,
        stopped_at=bindparam("now"),
        blocks_expected=bindparam("blocks"),
        next_attempt_at=bindparam("now"),
    )
)
"""Made once: they run for all calls, and making the first one took a quarter of the worker's time under load."""


async def note_recordings(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Make each row at the first event of a recording, whichever that is; later ones fill what is still unknown."""
    await _for_each(session, NOTE_RECORDING, [{"state": RecordingState.RECORDING, **row} for row in rows])


async def note_started(session: AsyncSession, blocks: Sequence[dict[str, Any]]) -> None:
    """Add when each block began and what its tracks are called."""
    await _for_each(session, NOTE_STARTED, blocks)


async def note_ended(session: AsyncSession, blocks: Sequence[dict[str, Any]]) -> None:
    """Add how long each block should be."""
    await _for_each(session, NOTE_ENDED, blocks)


async def note_paused(session: AsyncSession, pauses: Sequence[dict[str, Any]]) -> None:
    """Add when each pause began, by whose wish and why."""
    await _for_each(session, NOTE_PAUSED, pauses)


async def note_resumed(session: AsyncSession, pauses: Sequence[dict[str, Any]]) -> None:
    """Add when each pause ended, and how."""
    await _for_each(session, NOTE_RESUMED, pauses)


async def note_marked(session: AsyncSession, marks: Sequence[dict[str, Any]]) -> None:
    """Add each mark; a complaint's makes the recording one of that kind."""
    await _for_each(session, NOTE_MARKED, marks)
    complaints = [mark["recording_id"] for mark in marks if mark["kind"] == RecordingKind.COMPLAINT]
    await _for_each(session, NOTE_COMPLAINT, [{"complaint_id": recording_id} for recording_id in complaints])


async def note_stopped(session: AsyncSession, blocks: Mapping[str, int], now: datetime) -> None:
    """Nothing more comes to these recordings (their number of blocks by id): they may be stored. A second telling
    changes nothing."""
    rows = [{"stopped_id": key, "blocks": count, "now": now} for key, count in blocks.items()]
    await _for_each(session, NOTE_STOPPED, rows)


async def _for_each(session: AsyncSession, statement: Insert | Update, rows: Sequence[dict[str, Any]]) -> None:
    """Sent together, without a round trip for each; on the connection itself, since the session's own way with many
    rows costs more than all the rest."""
    if rows:
        await (await session.connection()).execute(statement, rows)


CLAIM_DUE = (
    select(RecordingRow)
    .where(RecordingRow.state == RecordingState.SPOOLED, RecordingRow.next_attempt_at <= bindparam("now"))
    .order_by(RecordingRow.next_attempt_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
CLAIM_UNCLEARED = (
    select(RecordingRow)
    .where(
        RecordingRow.state.in_(FINAL_STATES),
        RecordingRow.spool_cleared_at.is_(None),
        or_(RecordingRow.next_attempt_at.is_(None), RecordingRow.next_attempt_at <= bindparam("now")),
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
BLOCKS = (
    select(RecordingBlockRow)
    .where(RecordingBlockRow.recording_id.in_(bindparam("recording_ids", expanding=True)))
    .order_by(RecordingBlockRow.recording_id, RecordingBlockRow.number)
)
PAUSES = (
    select(RecordingPauseRow)
    .where(RecordingPauseRow.recording_id.in_(bindparam("recording_ids", expanding=True)))
    .order_by(RecordingPauseRow.recording_id, RecordingPauseRow.number)
)
"""Made once, like the ones above."""


async def claim_due(session: AsyncSession, now: datetime, most: int) -> Sequence[RecordingRow]:
    """The next recordings to store, locked until the transaction ends; what another worker holds is passed over."""
    return (await session.execute(CLAIM_DUE, {"now": now, "most": most})).scalars().all()


async def claim_uncleared(session: AsyncSession, now: datetime, most: int) -> Sequence[RecordingRow]:
    """Recordings that are settled and whose clear tracks may still be there, locked likewise."""
    return (await session.execute(CLAIM_UNCLEARED, {"now": now, "most": most})).scalars().all()


async def blocks_of(session: AsyncSession, recording_ids: Sequence[str]) -> dict[str, list[Block]]:
    """The blocks whose start is known, in their order, by recording."""
    blocks: dict[str, list[Block]] = {recording_id: [] for recording_id in recording_ids}
    for row in (await session.execute(BLOCKS, {"recording_ids": recording_ids})).scalars():
        if row.started_at is not None and row.tracks is not None:
            blocks[row.recording_id].append(Block(row.number, row.started_at, row.tracks, row.expected_seconds))
    return blocks


async def add_gaps(session: AsyncSession, recording_id: str, gaps: Sequence[Gap]) -> None:
    """Keep the gaps that were found."""
    for gap in gaps:
        row = RecordingGapRow(
            recording_id=recording_id,
            block=gap.block,
            party=gap.party,
            expected_seconds=gap.expected_seconds,
            captured_seconds=gap.captured_seconds,
        )
        session.add(row)


async def find(session: AsyncSession, recording_id: str) -> RecordingRow | None:
    """One row, without its peaks."""
    return await session.get(RecordingRow, recording_id)


async def peaks_of(session: AsyncSession, recording_id: str) -> tuple[int | None, bytes | None] | None:
    """Peaks per second and peaks of one recording."""
    query = select(RecordingRow.peaks_per_second, RecordingRow.peaks)
    row = (await session.execute(query.where(RecordingRow.recording_id == recording_id))).one_or_none()
    return None if row is None else (row.peaks_per_second, row.peaks)


async def of_contact(session: AsyncSession, contact_id: str) -> list[RecordingRow]:
    """A contact's recordings in the order of time."""
    query = select(RecordingRow).where(RecordingRow.contact_id == contact_id)
    return list((await session.execute(query.order_by(RecordingRow.started_at))).scalars())


async def gaps_of(session: AsyncSession, recording_ids: Iterable[str]) -> dict[str, tuple[Gap, ...]]:
    """The gaps of recordings, by recording."""
    query = select(RecordingGapRow).where(RecordingGapRow.recording_id.in_(list(recording_ids)))
    rows = (await session.execute(query.order_by(RecordingGapRow.block, RecordingGapRow.party.desc()))).scalars()
    gaps: dict[str, tuple[Gap, ...]] = {}
    for row in rows:
        gap = Gap(row.block, row.party, row.expected_seconds, row.captured_seconds)
        gaps[row.recording_id] = (*gaps.get(row.recording_id, ()), gap)
    return gaps


async def count_by_state(session: AsyncSession) -> dict[str, int]:
    """How many recordings are in each state."""
    rows = await session.execute(select(RecordingRow.state, func.count()).group_by(RecordingRow.state))
    return dict(rows.all())


async def tracks_in_use(session: AsyncSession) -> frozenset[str]:
    """The names of all tracks that some recording, not yet cleared from the spool, knows of."""
    query = select(RecordingBlockRow.tracks).join(
        RecordingRow,
        and_(RecordingRow.recording_id == RecordingBlockRow.recording_id, RecordingRow.spool_cleared_at.is_(None)),
    )
    rows = (await session.execute(query.where(RecordingBlockRow.tracks.is_not(None)))).scalars()
    return frozenset(track for tracks in rows for track in (tracks or {}).values())


async def pauses_of(session: AsyncSession, recording_ids: Sequence[str]) -> dict[str, list[RecordingPauseRow]]:
    """The pauses in their order, by recording; of some only the beginning or the end is known yet."""
    pauses: dict[str, list[RecordingPauseRow]] = {recording_id: [] for recording_id in recording_ids}
    for row in (await session.execute(PAUSES, {"recording_ids": recording_ids})).scalars():
        pauses[row.recording_id].append(row)
    return pauses


async def marks_of(session: AsyncSession, recording_id: str) -> list[RecordingMarkRow]:
    """The marks in their order."""
    query = select(RecordingMarkRow).where(RecordingMarkRow.recording_id == recording_id)
    return list((await session.execute(query.order_by(RecordingMarkRow.number))).scalars())


def recording_of(row: RecordingRow, gaps: tuple[Gap, ...]) -> Recording:
    """What others see of a row."""
    return Recording(
        recording_id=row.recording_id,
        contact_id=row.contact_id,
        segment_id=row.segment_id,
        agent_id=row.agent_id,
        organisation_id=row.organisation_id,
        state=RecordingState(row.state),
        started_at=row.started_at,
        expected_seconds=row.expected_seconds,
        captured_seconds=row.captured_seconds,
        duration_seconds=row.duration_seconds,
        channels=row.channels,
        sample_rate=row.sample_rate,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        error_code=row.error_code,
        gaps=gaps,
        kind=RecordingKind(row.kind or RecordingKind.TALK),
        paused_seconds=row.paused_seconds or 0.0,
    )
