"""Calendars, caller marks, the directory and trunks: the tables that routing needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IN_USE = sa.text("retired_at IS NULL")


def upgrade() -> None:
    _calendars()
    _caller_marks()
    _directory()
    _trunks()


def _calendars() -> None:
    op.create_table(
        "calendars",
        *_head("calendars"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("week", JSONB(), nullable=False),
        sa.Column("follows_public_holidays", sa.Boolean(), nullable=False),
        sa.Column("make_up_weekday", sa.Integer(), nullable=False),
        sa.Column("own_days", JSONB(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
    )
    op.create_index("ix_calendars_organisation_id", "calendars", ["organisation_id"])
    op.create_table(
        "calendar_keepers",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        _calendar("calendar_keepers", nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name="pk_calendar_keepers"),
        sa.CheckConstraint("kind IN ('queue', 'number')", name="kind"),
    )
    op.create_index("ix_calendar_keepers_calendar_id", "calendar_keepers", ["calendar_id"])


def _caller_marks() -> None:
    op.create_table(
        "caller_marks",
        *_head("caller_marks"),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("number_sealed", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason_sealed", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer()),
        sa.Column("level", sa.String()),
        sa.Column("expires_at", MOMENT),
        _user("caller_marks", "made_by", nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _user("caller_marks", "retired_by", nullable=True),
        sa.Column("retired_at", MOMENT),
        sa.CheckConstraint("kind IN ('vip', 'red', 'black')", name="kind"),
        sa.CheckConstraint("level IN ('warn', 'menu_only', 'refuse')", name="level"),
    )
    op.create_index("ix_caller_marks_organisation_id", "caller_marks", ["organisation_id"])
    op.create_index(
        "ix_caller_marks_number_hash_kind",
        "caller_marks",
        ["number_hash", "kind"],
        unique=True,
        postgresql_where=IN_USE,
    )


def _directory() -> None:
    kinds = "kind IN ('department', 'leader', 'bank_clerk', 'branch', 'partner', 'other')"
    op.create_table(
        "directory_entries",
        *_head("directory_entries"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number_sealed", sa.String(), nullable=False),
        _calendar("directory_entries", nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.CheckConstraint(kinds, name="kind"),
    )
    op.create_index("ix_directory_entries_organisation_id", "directory_entries", ["organisation_id"])
    op.create_index("ix_directory_entries_calendar_id", "directory_entries", ["calendar_id"])


def _trunks() -> None:
    op.create_table(
        "trunks",
        *_head("trunks"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("password_sealed", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.CheckConstraint("kind IN ('sip_ims', 'sip_gateway', 'pri', 'mfcr2', 'ss7_isup')", name="kind"),
    )
    op.create_index("ix_trunks_organisation_id", "trunks", ["organisation_id"])
    op.create_index("ix_trunks_name", "trunks", ["name"], unique=True, postgresql_where=IN_USE)


def _head(table: str) -> list[SchemaItem]:
    organisation = sa.ForeignKey("organisations.id", name=f"fk_{table}_organisation_id_organisations")
    return [
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), organisation, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _calendar(table: str, *, nullable: bool) -> sa.Column[str]:
    key = sa.ForeignKey("calendars.id", name=f"fk_{table}_calendar_id_calendars")
    return sa.Column("calendar_id", sa.String(), key, nullable=nullable)


def _user(table: str, name: str, *, nullable: bool) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey("users.id", name=f"fk_{table}_{name}_users"), nullable=nullable)
