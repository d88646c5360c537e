"""Tables: organisations, groups, queues, numbers, and the revision of the configuration that control reads."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model

RULES = ("longest_idle", "highest_skill", "longest_average_idle", "fewest_answered", "named_agent", "usual_agent")
CAUSES = ("waited", "length", "staffing")
TARGET_KINDS = ("queue", "flow", "directory")


class OrganisationRow(Model):
    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    path: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class GroupRow(Model):
    __tablename__ = "agent_groups"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    version: Mapped[int]
    retired_at: Mapped[datetime | None]


class QueueRow(Model):
    __tablename__ = "queues"
    __table_args__ = (CheckConstraint(f"rule IN {RULES!r}", name="rule"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    offer_seconds: Mapped[float]
    wrap_up_seconds: Mapped[float]
    announcement: Mapped[str]
    announcement_every_seconds: Mapped[float]
    rule: Mapped[str]
    skill: Mapped[str]
    priority: Mapped[int]
    seconds_per_priority: Mapped[float]
    wait_for_agent_seconds: Mapped[float]
    wrap_up_extension_seconds: Mapped[float]
    wrap_up_extensions: Mapped[int]
    waiting_limit: Mapped[int]
    waits_unstaffed: Mapped[bool]
    closed_text: Mapped[str]
    no_agent_text: Mapped[str]
    full_text: Mapped[str]
    tells_place: Mapped[bool]
    callback_attempts: Mapped[int]
    callback_retry_seconds: Mapped[float]
    callback_expires_seconds: Mapped[float]
    keep_place_seconds: Mapped[float]
    version: Mapped[int]
    retired_at: Mapped[datetime | None]


class QueueGroupRow(Model):
    __tablename__ = "queue_groups"

    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("agent_groups.id"), primary_key=True, index=True)
    after_seconds: Mapped[float]


class QueueDemandRow(Model):
    __tablename__ = "queue_demands"

    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    after_seconds: Mapped[float] = mapped_column(primary_key=True)
    level: Mapped[int]


class QueueOverflowRow(Model):
    """`position` is the order in which the rules are asked."""

    __tablename__ = "queue_overflows"
    __table_args__ = (
        CheckConstraint(f"cause IN {CAUSES!r}", name="cause"),
        CheckConstraint(f"target_kind IN {TARGET_KINDS!r}", name="target_kind"),
    )

    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    cause: Mapped[str]
    threshold: Mapped[float]
    target_kind: Mapped[str]
    target_id: Mapped[str]


class NumberRow(Model):
    __tablename__ = "numbers"

    called_number: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    flow_id: Mapped[str]


class ConfigurationRevisionRow(Model):
    """One row: grows with each change of what control must know."""

    __tablename__ = "configuration_revision"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int]
