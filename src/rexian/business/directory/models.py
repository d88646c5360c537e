"""Table: directory entries. The number may be a person's own, so it is sealed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class DirectoryEntryRow(Model):
    __tablename__ = "directory_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('department', 'leader', 'bank_clerk', 'branch', 'partner', 'other')", name="kind"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    number_sealed: Mapped[str]
    calendar_id: Mapped[str | None] = mapped_column(ForeignKey("calendars.id"), index=True)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
