"""What a queue tells its callers, call-backs, and how long a place is kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Queues that are there keep the behaviour they had."""
    _add("waits_unstaffed", sa.Boolean(), "true")
    _add("closed_text", sa.String(), "")
    _add("no_agent_text", sa.String(), "")
    _add("full_text", sa.String(), "")
    _add("tells_place", sa.Boolean(), "false")
    _add("callback_attempts", sa.Integer(), "0")
    _add("callback_retry_seconds", sa.Float(), "300")
    _add("keep_place_seconds", sa.Float(), "0")


def _add(column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """With a default, so that code of the release before can go on inserting rows."""
    op.add_column("queues", sa.Column(column, kind, nullable=False, server_default=value))
