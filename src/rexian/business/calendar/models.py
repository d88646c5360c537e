"""Tables: calendars, and which queue or number keeps to which."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class CalendarRow(Model):
    """`week` holds spans of minutes for each weekday, `own_days` the centre's own special days."""

    __tablename__ = "calendars"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[int]
    name: Mapped[str]
    week: Mapped[list[list[list[int]]]] = mapped_column(JSONB)
    follows_public_holidays: Mapped[bool]
    make_up_weekday: Mapped[int]
    own_days: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class CalendarKeeperRow(Model):
    __tablename__ = "calendar_keepers"
    __table_args__ = (CheckConstraint("kind IN ('queue', 'number')", name="kind"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(primary_key=True)
    calendar_id: Mapped[str] = mapped_column(ForeignKey("calendars.id"), index=True)
