"""The tables of facts."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class Fact(Model):
    """One event as it was sent. Append-only: a trigger refuses every change. `position` is the order of writing."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("ix_facts_contact", "contact_id", "sequence", postgresql_where=text("contact_id IS NOT NULL")),
        Index("ix_facts_ended", "contact_id", postgresql_where=text("type = 'contact.ended'")),
        Index("ix_facts_position", "position", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    type: Mapped[str]
    version: Mapped[int]
    contact_id: Mapped[str | None]
    sequence: Mapped[int]
    time: Mapped[datetime]
    actor: Mapped[str]
    cause: Mapped[str | None]
    organisation_id: Mapped[str]
    media_node: Mapped[str]
    recovered: Mapped[bool]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sealed: Mapped[dict[str, str]] = mapped_column(JSONB)


class RejectedEvent(Model):
    """A message of the event stream that is no event: kept for operators instead of stopping the stream."""

    __tablename__ = "rejected_events"

    stream_sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject: Mapped[str]
    body: Mapped[bytes]
    error: Mapped[str]
    rejected_at: Mapped[datetime]
