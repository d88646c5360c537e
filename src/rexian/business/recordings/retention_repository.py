"""All SQL of keeping and holding recordings."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.recordings.contracts import RecordingKind, RecordingState
from rexian.business.recordings.models import LegalHoldRow, RecordingRow

SETTLED = (RecordingState.STORED, RecordingState.FAILED)


def _active(now: datetime) -> ColumnElement[bool]:
    until = or_(LegalHoldRow.until.is_(None), LegalHoldRow.until > now)
    return and_(LegalHoldRow.lifted_at.is_(None), until)


async def claim_expired(
    session: AsyncSession, kind: RecordingKind, before: datetime, now: datetime
) -> RecordingRow | None:
    """A recording of that kind that began before then, is settled, cleared from the spool and not held; locked."""
    held = select(LegalHoldRow.id).where(LegalHoldRow.contact_id == RecordingRow.contact_id, _active(now))
    query = (
        select(RecordingRow)
        .where(
            RecordingRow.state.in_(SETTLED),
            RecordingRow.spool_cleared_at.is_not(None),
            RecordingRow.started_at < before,
            func.coalesce(RecordingRow.kind, RecordingKind.TALK) == kind,
            ~held.exists(),
        )
        .order_by(RecordingRow.started_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def claim_unremoved(session: AsyncSession) -> RecordingRow | None:
    """A deleted recording whose file may still be there; locked."""
    query = select(RecordingRow).where(RecordingRow.state == RecordingState.DELETED, RecordingRow.deleted_at.is_(None))
    return (await session.execute(query.limit(1).with_for_update(skip_locked=True))).scalar_one_or_none()


async def is_held(session: AsyncSession, contact_id: str, now: datetime) -> bool:
    """Whether a hold is on the contact now, by a look of its own: see `lock_recordings`."""
    query = select(LegalHoldRow.id).where(LegalHoldRow.contact_id == contact_id, _active(now)).limit(1)
    return (await session.execute(query)).scalar_one_or_none() is not None


async def lock_recordings(session: AsyncSession, contact_id: str) -> Sequence[RecordingRow]:
    """The contact's recordings, none of which is deleted before this transaction has ended."""
    query = select(RecordingRow).where(RecordingRow.contact_id == contact_id).order_by(RecordingRow.recording_id)
    return (await session.execute(query.with_for_update())).scalars().all()


async def find_hold(session: AsyncSession, hold_id: str, *, for_change: bool = False) -> LegalHoldRow | None:
    """A hold by its id."""
    return await session.get(LegalHoldRow, hold_id, with_for_update=for_change or None)


async def holds_in(
    session: AsyncSession, organisation_ids: Iterable[str], contact_id: str | None, now: datetime
) -> Sequence[LegalHoldRow]:
    """All holds ever placed on a contact, or without one those that are in force; newest first."""
    query = select(LegalHoldRow).where(LegalHoldRow.organisation_id.in_(list(organisation_ids)))
    query = query.where(_active(now)) if contact_id is None else query.where(LegalHoldRow.contact_id == contact_id)
    return (await session.execute(query.order_by(LegalHoldRow.placed_at.desc(), LegalHoldRow.id))).scalars().all()
