"""When the promise of a call-back is given up."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Promises of queues that are there stay without an end, as they were. With a default, so that code of the release
    before can go on inserting rows."""
    expires = sa.Column("callback_expires_seconds", sa.Float(), nullable=False, server_default="0")
    op.add_column("queues", expires)
