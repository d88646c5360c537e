"""The tables of call records: nothing in them that does not come from facts, so that a rebuild gives the same rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from rexian.kit.database import Model


class CallRecordRow(Model):
    """A finished contact; see contracts.CallRecord."""

    __tablename__ = "call_records"
    __table_args__ = (
        Index("ix_call_records_newest", "started_at", "contact_id"),
        Index("ix_call_records_agents", "agent_ids", postgresql_using="gin"),
    )

    contact_id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str]
    kind: Mapped[str]
    trunk: Mapped[str | None]
    called_number: Mapped[str | None]
    caller_number_sealed: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    ended_by: Mapped[str | None]
    reason: Mapped[str | None]
    outcome: Mapped[str]
    waiting_seconds: Mapped[float]
    talk_seconds: Mapped[float]
    agent_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    queue_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    auth_level: Mapped[str]
    menu_path: Mapped[list[str]] = mapped_column(ARRAY(Text))
    recording_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    recovered: Mapped[bool]


class CallSegmentRow(Model):
    """One segment of a finished contact; `number` counts from 1 in the contact."""

    __tablename__ = "call_record_segments"

    contact_id: Mapped[str] = mapped_column(ForeignKey("call_records.contact_id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[str]
    kind: Mapped[str]
    agent_id: Mapped[str | None]
    queue_id: Mapped[str | None]
    flow_id: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    reason: Mapped[str | None]
    offers: Mapped[int]
    interrupted_seconds: Mapped[float]
