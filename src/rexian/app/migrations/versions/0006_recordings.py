"""Pauses and marks of recordings, and the nightly check of a day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("recordings", sa.Column("kind", sa.String()))
    op.add_column("recordings", sa.Column("paused_seconds", sa.Float()))
    op.create_table(
        "recording_pauses",
        *_head("recording_pauses"),
        sa.Column("started_at", MOMENT),
        sa.Column("paused_by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("ended_at", MOMENT),
        sa.Column("end_reason", sa.String()),
    )
    op.create_table(
        "recording_marks",
        *_head("recording_marks"),
        sa.Column("time", MOMENT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
    )
    op.create_table(
        "recording_checks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("segments", "complete", "deleted", "unfinished")),
        sa.Column("expected_seconds", sa.Float(), nullable=False),
        sa.Column("captured_seconds", sa.Float(), nullable=False),
        sa.Column("incomplete", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_recording_checks"),
    )


def _head(table: str) -> tuple[SchemaItem, ...]:
    """Of a numbered part of a recording."""
    return (
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("recording_id", "number", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.recording_id"],
            name=op.f(f"fk_{table}_recording_id_recordings"),
            ondelete="CASCADE",
        ),
    )
