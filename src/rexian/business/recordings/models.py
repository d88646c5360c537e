"""The tables of recordings; the sound itself is never in the database."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class RecordingRow(Model):
    """A recording; see contracts.Recording. `started_at` is the start of its first block.

    `next_attempt_at` is when a spooled one may be tried, `error_code` why the last try failed, `spool_cleared_at` when
    the clear tracks were deleted, which happens only once the state is final, `deleted_at` when the file was.
    """

    __tablename__ = "recordings"
    __table_args__ = (
        Index("ix_recordings_contact", "contact_id"),
        Index("ix_recordings_due", "next_attempt_at", postgresql_where=text("state = 'spooled'")),
        Index(
            "ix_recordings_uncleared",
            "recording_id",
            postgresql_where=text("spool_cleared_at IS NULL AND state IN ('stored', 'failed')"),
        ),
        Index("ix_recordings_kept", "started_at", postgresql_where=text("state IN ('stored', 'failed')")),
        Index(
            "ix_recordings_unremoved",
            "recording_id",
            postgresql_where=text("deleted_at IS NULL AND state = 'deleted'"),
        ),
    )

    recording_id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[str]
    segment_id: Mapped[str | None]
    agent_id: Mapped[str | None]
    organisation_id: Mapped[str]
    state: Mapped[str]
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    blocks_expected: Mapped[int | None]
    expected_seconds: Mapped[float | None]
    captured_seconds: Mapped[float | None]
    duration_seconds: Mapped[float | None]
    channels: Mapped[int | None]
    sample_rate: Mapped[int | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    store_key: Mapped[str | None]
    peaks_per_second: Mapped[int | None]
    peaks: Mapped[bytes | None] = mapped_column(deferred=True)
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime | None]
    error_code: Mapped[str | None]
    spool_cleared_at: Mapped[datetime | None]
    kind: Mapped[str | None]
    paused_seconds: Mapped[float | None]
    deleted_at: Mapped[datetime | None]


class LegalHoldRow(Model):
    """A legal hold on a contact; see contracts.LegalHold."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index("ix_legal_holds_contact_id", "contact_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[str]
    organisation_id: Mapped[str]
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]
    until: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[str | None]


class RecordingBlockRow(Model):
    """A block as its events told it; whichever came first made the row."""

    __tablename__ = "recording_blocks"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recordings.recording_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime | None]
    tracks: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    expected_seconds: Mapped[float | None]


class RecordingPauseRow(Model):
    """A pause as its events told it; whichever came first made the row."""

    __tablename__ = "recording_pauses"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recordings.recording_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime | None]
    paused_by: Mapped[str | None]
    reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class RecordingMarkRow(Model):
    """A moment that an agent has marked."""

    __tablename__ = "recording_marks"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recordings.recording_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    kind: Mapped[str]
    agent_id: Mapped[str]


class RecordingCheckRow(Model):
    """A day's nightly check; see check_contracts.CheckReport."""

    __tablename__ = "recording_checks"

    day: Mapped[date] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    segments: Mapped[int]
    complete: Mapped[int]
    deleted: Mapped[int]
    unfinished: Mapped[int]
    expected_seconds: Mapped[float]
    captured_seconds: Mapped[float]
    incomplete: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class RecordingGapRow(Model):
    """A party's track was short by more than half a second; the file has silence there."""

    __tablename__ = "recording_gaps"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recordings.recording_id", ondelete="CASCADE"), primary_key=True
    )
    block: Mapped[int] = mapped_column(primary_key=True)
    party: Mapped[str] = mapped_column(primary_key=True)
    expected_seconds: Mapped[float]
    captured_seconds: Mapped[float]
