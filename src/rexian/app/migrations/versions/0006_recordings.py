"""Recordings: pauses and marks, the nightly check of a day, how long they are kept, legal holds."""

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
    op.add_column("recordings", sa.Column("deleted_at", MOMENT))
    _indexes()
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
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT),
        sa.Column("lifted_by", sa.String()),
        sa.Column("lifted_at", MOMENT),
        sa.Column("lift_reason", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    op.create_index("ix_legal_holds_contact_id", "legal_holds", ["contact_id"])


def _indexes() -> None:
    kept = sa.text("state IN ('stored', 'failed')")
    op.create_index("ix_recordings_kept", "recordings", ["started_at"], postgresql_where=kept)
    unremoved = sa.text("deleted_at IS NULL AND state = 'deleted'")
    op.create_index("ix_recordings_unremoved", "recordings", ["recording_id"], postgresql_where=unremoved)


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
