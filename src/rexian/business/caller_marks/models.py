"""Table: caller marks. The number and the reason are sealed; the number is found by its keyed hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class CallerMarkRow(Model):
    """One mark of one number on one list; a number is on each list once at a time."""

    __tablename__ = "caller_marks"
    __table_args__ = (
        CheckConstraint("kind IN ('vip', 'red', 'black')", name="kind"),
        CheckConstraint("level IN ('warn', 'menu_only', 'refuse')", name="level"),
        Index(None, "number_hash", "kind", unique=True, postgresql_where=text("retired_at IS NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[int]
    number_hash: Mapped[str]
    number_sealed: Mapped[str]
    kind: Mapped[str]
    reason_sealed: Mapped[str]
    grade: Mapped[int | None]
    level: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    retired_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]
