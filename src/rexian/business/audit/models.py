"""Table: audit entries. The migration makes it append-only: a trigger refuses to change or delete a row."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class AuditRow(Model):
    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "object_kind", "object_id"), Index(None, "actor_id", "time"))

    id: Mapped[str] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    action: Mapped[str]
    actor_id: Mapped[str | None]
    organisation_id: Mapped[str | None]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    client_address: Mapped[str]
    details: Mapped[dict[str, str]] = mapped_column(JSONB)
