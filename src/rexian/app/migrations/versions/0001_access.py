"""Organisations, users, sign-ins, seats, queues, numbers, the audit trail and request keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _centre()
    _users()
    _seats()
    _audit()
    op.create_table(
        "request_keys",
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("used_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name="pk_request_keys"),
    )
    op.create_index("ix_request_keys_used_at", "request_keys", ["used_at"])


def _centre() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("path", name="uq_organisations_path"),
    )
    op.create_table(
        "queues",
        sa.Column("id", sa.String(), nullable=False),
        _organisation("queues"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("offer_seconds", sa.Float(), nullable=False),
        sa.Column("wrap_up_seconds", sa.Float(), nullable=False),
        sa.Column("announcement", sa.String(), nullable=False),
        sa.Column("announcement_every_seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queues"),
    )
    op.create_index("ix_queues_organisation_id", "queues", ["organisation_id"])
    op.create_table(
        "numbers",
        sa.Column("called_number", sa.String(), nullable=False),
        _organisation("numbers"),
        sa.Column("flow_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("called_number", name="pk_numbers"),
    )
    op.create_index("ix_numbers_organisation_id", "numbers", ["organisation_id"])
    op.create_table(
        "configuration_revision",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_configuration_revision"),
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(), nullable=False),
        _organisation("users"),
        sa.Column("staff_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("organisation_id", "staff_number", name="uq_users_organisation_id_staff_number"),
    )
    op.create_index("ix_users_staff_number", "users", ["staff_number"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        _organisation("sign_ins"),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("client_address", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sign_ins_user_id_users"),
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("staff_number", sa.String(), nullable=False),
        sa.Column("failure_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("staff_number", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_last_failed_at", "sign_in_failures", ["last_failed_at"])


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("agent_id", sa.String(), nullable=False),
        _organisation("seats"),
        sa.Column("sip_username", sa.String(), nullable=False),
        sa.Column("sip_secret_sealed", sa.String(), nullable=False),
        sa.Column("phone_kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agent_id", name="pk_seats"),
        sa.UniqueConstraint("sip_username", name="uq_seats_sip_username"),
        sa.ForeignKeyConstraint(["agent_id"], ["users.id"], name="fk_seats_agent_id_users"),
        sa.CheckConstraint("phone_kind IN ('webrtc', 'sip')", name="phone_kind"),
    )
    op.create_index("ix_seats_organisation_id", "seats", ["organisation_id"])
    op.create_table(
        "seat_queues",
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("queue_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "queue_id", name="pk_seat_queues"),
        sa.ForeignKeyConstraint(["agent_id"], ["seats.agent_id"], name="fk_seat_queues_agent_id_seats"),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name="fk_seat_queues_queue_id_queues"),
    )
    op.create_index("ix_seat_queues_queue_id", "seat_queues", ["queue_id"])


def _audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("client_address", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_object_kind_object_id", "audit_entries", ["object_kind", "object_id"])
    op.create_index("ix_audit_entries_actor_id_time", "audit_entries", ["actor_id", "time"])
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def _organisation(table: str) -> sa.Column[str]:
    name = f"fk_{table}_organisation_id_organisations"
    return sa.Column("organisation_id", sa.String(), sa.ForeignKey("organisations.id", name=name), nullable=False)
