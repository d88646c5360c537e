"""Table: trunks. `content` is the whole record as it was set; the password is sealed under the installation's key."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class TrunkRow(Model):
    __tablename__ = "trunks"
    __table_args__ = (
        CheckConstraint("kind IN ('sip_ims', 'sip_gateway', 'pri', 'mfcr2', 'ss7_isup')", name="kind"),
        Index(None, "name", unique=True, postgresql_where=text("retired_at IS NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    password_sealed: Mapped[str | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
