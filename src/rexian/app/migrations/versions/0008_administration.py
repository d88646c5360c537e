"""Queues, groups and users that people change in the page: versions, and queues that are retired instead of deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """With defaults, so that code of the release before can go on inserting rows."""
    for table in ("queues", "agent_groups", "users"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for table in ("queues", "agent_groups"):
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True)))
