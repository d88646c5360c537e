"""Facts (append-only), the call records derived from them, contact keys and recordings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SPAN = sa.Float()


def upgrade() -> None:
    _facts()
    _call_records()
    _recordings()
    op.create_table(
        "contact_keys",
        sa.Column("contact_id", sa.String(), primary_key=True),
        sa.Column("wrapped_key", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
    )


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String()),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("time", MOMENT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String()),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("media_node", sa.String(), nullable=False),
        sa.Column("recovered", sa.Boolean(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("sealed", JSONB(), nullable=False),
    )
    has_contact = sa.text("contact_id IS NOT NULL")
    is_end = sa.text("type = 'contact.ended'")
    op.create_index("ix_facts_contact", "facts", ["contact_id", "sequence"], postgresql_where=has_contact)
    op.create_index("ix_facts_ended", "facts", ["contact_id"], postgresql_where=is_end)
    op.create_index("ix_facts_position", "facts", ["position"], unique=True)
    op.execute(
        """
        CREATE FUNCTION refuse_change_of_facts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER facts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON facts
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_facts()
        """
    )
    op.create_table(
        "rejected_events",
        sa.Column("stream_sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("rejected_at", MOMENT, nullable=False),
    )


def _call_records() -> None:
    op.create_table(
        "call_records",
        sa.Column("contact_id", sa.String(), primary_key=True),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("trunk", sa.String()),
        sa.Column("called_number", sa.String()),
        sa.Column("caller_number_sealed", sa.String()),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("waiting_seconds", SPAN, nullable=False),
        sa.Column("talk_seconds", SPAN, nullable=False),
        sa.Column("agent_ids", ARRAY(sa.Text()), nullable=False),
        sa.Column("queue_ids", ARRAY(sa.Text()), nullable=False),
        sa.Column("auth_level", sa.String(), nullable=False),
        sa.Column("menu_path", ARRAY(sa.Text()), nullable=False),
        sa.Column("recording_ids", ARRAY(sa.Text()), nullable=False),
        sa.Column("recovered", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_call_records_newest", "call_records", ["started_at", "contact_id"])
    op.create_index("ix_call_records_agents", "call_records", ["agent_ids"], postgresql_using="gin")
    op.create_table(
        "call_record_segments",
        sa.Column("contact_id", sa.String(), sa.ForeignKey("call_records.contact_id", ondelete="CASCADE")),
        sa.Column("number", sa.Integer(), autoincrement=False),
        sa.Column("segment_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String()),
        sa.Column("queue_id", sa.String()),
        sa.Column("flow_id", sa.String()),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("interrupted_seconds", SPAN, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "number"),
    )


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("recording_id", sa.String(), primary_key=True),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("segment_id", sa.String()),
        sa.Column("agent_id", sa.String()),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.Column("blocks_expected", sa.Integer()),
        sa.Column("expected_seconds", SPAN),
        sa.Column("captured_seconds", SPAN),
        sa.Column("duration_seconds", SPAN),
        sa.Column("channels", sa.Integer()),
        sa.Column("sample_rate", sa.Integer()),
        sa.Column("size_bytes", sa.BigInteger()),
        sa.Column("sha256", sa.String()),
        sa.Column("store_key", sa.String()),
        sa.Column("peaks_per_second", sa.Integer()),
        sa.Column("peaks", sa.LargeBinary()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_attempt_at", MOMENT),
        sa.Column("error_code", sa.String()),
        sa.Column("spool_cleared_at", MOMENT),
    )
    is_spooled = sa.text("state = 'spooled'")
    is_uncleared = sa.text("spool_cleared_at IS NULL AND state IN ('stored', 'failed')")
    op.create_index("ix_recordings_contact", "recordings", ["contact_id"])
    op.create_index("ix_recordings_due", "recordings", ["next_attempt_at"], postgresql_where=is_spooled)
    op.create_index("ix_recordings_uncleared", "recordings", ["recording_id"], postgresql_where=is_uncleared)
    op.create_table(
        "recording_blocks",
        sa.Column("recording_id", sa.String(), sa.ForeignKey("recordings.recording_id", ondelete="CASCADE")),
        sa.Column("number", sa.Integer(), autoincrement=False),
        sa.Column("started_at", MOMENT),
        sa.Column("tracks", JSONB()),
        sa.Column("expected_seconds", SPAN),
        sa.PrimaryKeyConstraint("recording_id", "number"),
    )
    op.create_table(
        "recording_gaps",
        sa.Column("recording_id", sa.String(), sa.ForeignKey("recordings.recording_id", ondelete="CASCADE")),
        sa.Column("block", sa.Integer(), autoincrement=False),
        sa.Column("party", sa.String()),
        sa.Column("expected_seconds", SPAN, nullable=False),
        sa.Column("captured_seconds", SPAN, nullable=False),
        sa.PrimaryKeyConstraint("recording_id", "block", "party"),
    )
