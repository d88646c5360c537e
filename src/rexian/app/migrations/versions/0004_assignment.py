"""Groups, skills, and the settings of queues that say who gets a contact."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

RULES = "('longest_idle', 'highest_skill', 'longest_average_idle', 'fewest_answered', 'named_agent', 'usual_agent')"


def upgrade() -> None:
    _add("organisations", "time_zone", sa.String(), "Asia/Shanghai")
    _queues()
    op.create_table(
        "agent_groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent_groups"),
        _points_to("agent_groups", "organisation_id", "organisations.id"),
    )
    op.create_index("ix_agent_groups_organisation_id", "agent_groups", ["organisation_id"])
    _parts_of_queues()
    _parts_of_seats()


def _queues() -> None:
    """Queues that are there keep the behaviour they had."""
    _add("queues", "rule", sa.String(), "longest_idle")
    _add("queues", "skill", sa.String(), "")
    _add("queues", "priority", sa.Integer(), "0")
    _add("queues", "seconds_per_priority", sa.Float(), "60")
    _add("queues", "wait_for_agent_seconds", sa.Float(), "30")
    _add("queues", "wrap_up_extension_seconds", sa.Float(), "60")
    _add("queues", "wrap_up_extensions", sa.Integer(), "1")
    _add("queues", "waiting_limit", sa.Integer(), "0")
    op.create_check_constraint(op.f("ck_queues_rule"), "queues", f"rule IN {RULES}")


def _parts_of_queues() -> None:
    op.create_table(
        "queue_groups",
        sa.Column("queue_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("after_seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "group_id", name="pk_queue_groups"),
        _points_to("queue_groups", "queue_id", "queues.id"),
        _points_to("queue_groups", "group_id", "agent_groups.id"),
    )
    op.create_index("ix_queue_groups_group_id", "queue_groups", ["group_id"])
    op.create_table(
        "queue_demands",
        sa.Column("queue_id", sa.String(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("after_seconds", sa.Float(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "skill", "after_seconds", name="pk_queue_demands"),
        _points_to("queue_demands", "queue_id", "queues.id"),
    )
    op.create_table(
        "queue_overflows",
        sa.Column("queue_id", sa.String(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("target_kind", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "position", name="pk_queue_overflows"),
        _points_to("queue_overflows", "queue_id", "queues.id"),
        sa.CheckConstraint("cause IN ('waited', 'length', 'staffing')", name="cause"),
        sa.CheckConstraint("target_kind IN ('queue', 'flow', 'directory')", name="target_kind"),
    )


def _parts_of_seats() -> None:
    op.create_table(
        "seat_groups",
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "group_id", name="pk_seat_groups"),
        _points_to("seat_groups", "agent_id", "seats.agent_id"),
        _points_to("seat_groups", "group_id", "agent_groups.id"),
    )
    op.create_index("ix_seat_groups_group_id", "seat_groups", ["group_id"])
    op.create_table(
        "seat_skills",
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "skill", name="pk_seat_skills"),
        _points_to("seat_skills", "agent_id", "seats.agent_id"),
        sa.CheckConstraint("level > 0", name="level"),
    )


def _add(table: str, column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """With a default, so that code of the release before can go on inserting rows."""
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=value))


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.split('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=name)
