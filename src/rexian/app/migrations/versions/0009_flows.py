"""Flows: their versions, which one is current, and which calls run which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "flows",
        sa.Column("id", sa.String(), nullable=False),
        _organisation("flows"),
        sa.Column("current_version", sa.Integer()),
        sa.Column("previous_version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_flows"),
    )
    op.create_index("ix_flows_organisation_id", "flows", ["organisation_id"])
    _versions()
    op.create_table(
        "flow_routes",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        _organisation("flow_routes"),
        sa.Column("shares", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_flow_routes"),
        sa.CheckConstraint("kind IN ('number', 'trunk', 'channel')", name="kind"),
    )
    op.create_index("ix_flow_routes_organisation_id", "flow_routes", ["organisation_id"])


def _versions() -> None:
    flow = sa.ForeignKey("flows.id", name="fk_flow_versions_flow_id_flows")
    op.create_table(
        "flow_versions",
        sa.Column("flow_id", sa.String(), flow, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document", JSONB(), nullable=False),
        sa.Column("layout", JSONB(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_version", sa.Integer()),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("retired_at", MOMENT),
        sa.PrimaryKeyConstraint("flow_id", "version", name="pk_flow_versions"),
        sa.CheckConstraint("state IN ('draft', 'checked', 'published', 'retired')", name="state"),
        sa.CheckConstraint("origin IN ('nothing', 'version', 'upload', 'shipped')", name="origin"),
    )


def _organisation(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("organisations.id", name=f"fk_{table}_organisation_id_organisations")
    return sa.Column("organisation_id", sa.String(), key, nullable=False)
