"""Business objects: what a site wants of each, and the common table of their results."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "object_wishes",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("settings_sealed", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name="fk_object_wishes_changed_by_users"),
        sa.PrimaryKeyConstraint("name", name="pk_object_wishes"),
    )
    op.create_table(
        "object_results",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("object", "version", "rule", "outcome")),
        sa.Column("reason", sa.String()),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.String()),
        sa.Column("known_at", sa.String()),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("request", JSONB(), nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        sa.Column("sealed", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_object_results"),
    )
    op.create_index("ix_object_results_contact", "object_results", ["contact_id"])
    op.create_index("ix_object_results_time", "object_results", ["object", "at"])
