"""Tables: users, their sign-ins, and failed attempts to sign in."""

from datetime import datetime

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rexian.kit.database import Model


class UserRow(Model):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("organisation_id", "staff_number"), Index(None, "staff_number"))

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    staff_number: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]


class SignInRow(Model):
    """A sign-in of a browser. Only a hash of its token is stored."""

    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    client_address: Mapped[str]
    user_agent: Mapped[str]


class SignInFailureRow(Model):
    """Attempts counted by the number that was keyed, whether or not such a user exists: the lock tells nothing."""

    __tablename__ = "sign_in_failures"

    staff_number: Mapped[str] = mapped_column(primary_key=True)
    failure_count: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)
