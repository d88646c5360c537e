"""All SQL of the nightly check."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.recordings.check_contracts import CheckReport, Fault, Incomplete
from rexian.business.recordings.models import RecordingCheckRow, RecordingRow

FIGURES = ("checked_at", "segments", "complete", "deleted", "unfinished", "expected_seconds", "captured_seconds")


async def rows_of(session: AsyncSession, recording_ids: Iterable[str]) -> Sequence[RecordingRow]:
    """The recordings of these ids that there are."""
    query = select(RecordingRow).where(RecordingRow.recording_id.in_(list(recording_ids)))
    return (await session.execute(query)).scalars().all()


async def keep_report(session: AsyncSession, report: CheckReport) -> None:
    """One row for a day; a day checked again replaces its own."""
    found = [{**vars(incomplete), "fault": str(incomplete.fault)} for incomplete in report.incomplete]
    values = {**{name: getattr(report, name) for name in FIGURES}, "incomplete": found}
    row = insert(RecordingCheckRow).values(day=report.day, **values)
    await session.execute(row.on_conflict_do_update(index_elements=[RecordingCheckRow.day], set_=values))


async def newest_report(session: AsyncSession) -> CheckReport | None:
    """The report of the latest day."""
    query = select(RecordingCheckRow).order_by(RecordingCheckRow.day.desc()).limit(1)
    row = (await session.execute(query)).scalar_one_or_none()
    return None if row is None else _report(row)


def _report(row: RecordingCheckRow) -> CheckReport:
    incomplete = (Incomplete(**{**found, "fault": Fault(found["fault"])}) for found in row.incomplete)
    return CheckReport(day=row.day, incomplete=tuple(incomplete), **{name: getattr(row, name) for name in FIGURES})
