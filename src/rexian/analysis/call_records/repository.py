"""All SQL on call records."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.analysis.call_records.contracts import CallFilter, CallRecord, CallSegment, Outcome
from rexian.analysis.call_records.models import CallRecordRow, CallSegmentRow

RECORD_COLUMNS = tuple(column.name for column in CallRecordRow.__table__.columns)
SEGMENT_COLUMNS = tuple(
    column.name for column in CallSegmentRow.__table__.columns if column.name not in ("contact_id", "number")
)
ROW_SETS = ("agent_ids", "queue_ids", "menu_path", "recording_ids")


async def replace_records(session: AsyncSession, contact_ids: Iterable[str], records: Sequence[CallRecord]) -> None:
    """Put `records` in the place of all that is kept of these contacts."""
    await session.execute(delete(CallRecordRow).where(CallRecordRow.contact_id.in_(list(contact_ids))))
    await _add(session, records)


async def replace_range(session: AsyncSession, after: str, until: str | None, records: Sequence[CallRecord]) -> None:
    """Put `records` in the place of all contacts with `after` < id <= `until` (None = to the end)."""
    old = delete(CallRecordRow).where(CallRecordRow.contact_id > after)
    await session.execute(old if until is None else old.where(CallRecordRow.contact_id <= until))
    await _add(session, records)


async def list_records(
    session: AsyncSession, call_filter: CallFilter, before: tuple[datetime, str] | None, limit: int
) -> list[CallRecord]:
    """Newest first, without segments."""
    query = select(CallRecordRow)
    if call_filter.organisation_ids is not None:
        query = query.where(CallRecordRow.organisation_id.in_(call_filter.organisation_ids))
    if call_filter.agent_id is not None:
        query = query.where(CallRecordRow.agent_ids.contains([call_filter.agent_id]))
    if before is not None:
        query = query.where(tuple_(CallRecordRow.started_at, CallRecordRow.contact_id) < before)
    newest = query.order_by(CallRecordRow.started_at.desc(), CallRecordRow.contact_id.desc()).limit(limit)
    rows = (await session.execute(newest)).scalars().all()
    return [_record(row, ()) for row in rows]


async def find_record(session: AsyncSession, contact_id: str) -> CallRecord | None:
    """One record with its segments."""
    row = await session.get(CallRecordRow, contact_id)
    if row is None:
        return None
    query = select(CallSegmentRow).where(CallSegmentRow.contact_id == contact_id).order_by(CallSegmentRow.number)
    segments = (await session.execute(query)).scalars()
    return _record(row, tuple(_segment(segment) for segment in segments))


async def _add(session: AsyncSession, records: Sequence[CallRecord]) -> None:
    rows = [_row(record) for record in records]
    segments = [
        {"contact_id": record.contact_id, "number": number, **asdict(segment)}
        for record in records
        for number, segment in enumerate(record.segments, start=1)
    ]
    if rows:
        await session.execute(insert(CallRecordRow), rows)
    if segments:
        await session.execute(insert(CallSegmentRow), segments)


def _row(record: CallRecord) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(record, name) for name in RECORD_COLUMNS}
    values.update({name: list(getattr(record, name)) for name in ROW_SETS})
    values["outcome"] = str(record.outcome)
    return values


def _record(row: CallRecordRow, segments: tuple[CallSegment, ...]) -> CallRecord:
    values = {name: getattr(row, name) for name in RECORD_COLUMNS}
    values.update({name: tuple(values[name]) for name in ROW_SETS})
    values["outcome"] = Outcome(row.outcome)
    return CallRecord(**values, segments=segments)


def _segment(row: CallSegmentRow) -> CallSegment:
    return CallSegment(**{name: getattr(row, name) for name in SEGMENT_COLUMNS})
