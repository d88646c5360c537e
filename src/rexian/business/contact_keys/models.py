"""The table of wrapped contact keys."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class ContactKeyRow(Model):
    """A contact's data key, wrapped by the installation's master key; no wrapped key and `erased_at` once erased."""

    __tablename__ = "contact_keys"

    contact_id: Mapped[str] = mapped_column(primary_key=True)
    wrapped_key: Mapped[str | None]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
