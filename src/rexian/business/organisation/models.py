"""Tables: organisations, queues, numbers, and the revision of the configuration that control reads."""

from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class OrganisationRow(Model):
    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    path: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class QueueRow(Model):
    __tablename__ = "queues"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    offer_seconds: Mapped[float]
    wrap_up_seconds: Mapped[float]
    announcement: Mapped[str]
    announcement_every_seconds: Mapped[float]


class NumberRow(Model):
    __tablename__ = "numbers"

    called_number: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    flow_id: Mapped[str]


class ConfigurationRevisionRow(Model):
    """One row: grows with each change of what control must know."""

    __tablename__ = "configuration_revision"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int]
