"""Table: the keys of requests that have acted."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class RequestKeyRow(Model):
    __tablename__ = "request_keys"

    actor_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    used_at: Mapped[datetime] = mapped_column(index=True)
