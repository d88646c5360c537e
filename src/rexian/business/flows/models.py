"""Tables: flows, their versions, and routes (which calls run which version)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class FlowRow(Model):
    __tablename__ = "flows"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    current_version: Mapped[int | None]
    previous_version: Mapped[int | None]


class FlowVersionRow(Model):
    """`document` is what a call runs, `layout` where its nodes stand on the canvas."""

    __tablename__ = "flow_versions"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'checked', 'published', 'retired')", name="state"),
        CheckConstraint("origin IN ('nothing', 'version', 'upload', 'shipped')", name="origin"),
    )

    flow_id: Mapped[str] = mapped_column(ForeignKey("flows.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str]
    revision: Mapped[int]
    title: Mapped[str]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB)
    origin: Mapped[str]
    origin_version: Mapped[int | None]
    request_id: Mapped[str]
    """Which request has made it: the same one sent again finds it."""
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class FlowRouteRow(Model):
    """`shares` is a list of flow_id, version (or null) and percent."""

    __tablename__ = "flow_routes"
    __table_args__ = (CheckConstraint("kind IN ('number', 'trunk', 'channel')", name="kind"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    shares: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
