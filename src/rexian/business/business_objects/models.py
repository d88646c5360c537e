"""Tables: what a site wants of each object, and the common table of results."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class ObjectWishRow(Model):
    """One object's switch and settings; the settings are sealed, since secrets may be among them."""

    __tablename__ = "object_wishes"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    is_on: Mapped[bool]
    settings_sealed: Mapped[str]
    changed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]


class ObjectResultRow(Model):
    """One answer of one object. `sealed` holds the personal values, under the contact's key; none without a key."""

    __tablename__ = "object_results"
    __table_args__ = (
        Index("ix_object_results_contact", "contact_id"),
        Index("ix_object_results_time", "object", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    object: Mapped[str]
    version: Mapped[str]
    rule: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str | None]
    elapsed_ms: Mapped[int]
    as_of: Mapped[str | None]
    known_at: Mapped[str | None]
    contact_id: Mapped[str]
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    values: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sealed: Mapped[str | None]
