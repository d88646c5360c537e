"""Tables: seats, which queues a seat serves, and its groups and skills."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rexian.business.seats.contracts import PhoneKind
from rexian.kit.database import Model


class SeatRow(Model):
    __tablename__ = "seats"
    __table_args__ = (CheckConstraint("phone_kind IN ('webrtc', 'sip')", name="phone_kind"),)

    agent_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    sip_username: Mapped[str] = mapped_column(unique=True)
    sip_secret_sealed: Mapped[str]
    phone_kind: Mapped[str]


class SeatQueueRow(Model):
    __tablename__ = "seat_queues"

    agent_id: Mapped[str] = mapped_column(ForeignKey("seats.agent_id"), primary_key=True)
    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.id"), primary_key=True, index=True)


class SeatGroupRow(Model):
    __tablename__ = "seat_groups"

    agent_id: Mapped[str] = mapped_column(ForeignKey("seats.agent_id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("agent_groups.id"), primary_key=True, index=True)


class SeatSkillRow(Model):
    __tablename__ = "seat_skills"
    __table_args__ = (CheckConstraint("level > 0", name="level"),)

    agent_id: Mapped[str] = mapped_column(ForeignKey("seats.agent_id"), primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]


KINDS: dict[str, PhoneKind] = {"webrtc": "webrtc", "sip": "sip"}
