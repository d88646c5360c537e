"""Signing in, staying signed in, signing out.

A sign-in's state lies in the database; the browser holds only a random token. State is remembered for a few seconds,
so that a busy page costs no query each time, and for longer while the database is away, so that desks go on working.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.access_control import repository, rules
from rexian.business.access_control.contracts import Actor, Client, Role, StartedSignIn, User
from rexian.business.access_control.errors import PasswordTooSimple, SignInLocked, SignInRefused, SignInRequired
from rexian.business.access_control.models import SignInFailureRow, SignInRow, UserRow
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.rules import may_manage, permissions_of, records_visible_to
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.audit.service import AuditTrail
from rexian.kit.clock import Clock
from rexian.kit.database import Database, DatabaseUnavailable
from rexian.kit.ids import IdSource

__all__ = ["SignIns", "Users", "may_manage", "permissions_of", "records_visible_to"]

TOKEN_BYTES = 32
REMEMBERED_SECONDS = 5.0
REMEMBERED_WITHOUT_DATABASE_SECONDS = 300.0
SEEN_EVERY_SECONDS = 60.0


@dataclass
class _Remembered:
    actor: Actor
    expires_at: datetime
    last_seen_at: datetime
    read_at_seconds: float


class Users:
    """Keeps users. What ends with `_in` writes within the transaction of a change."""

    def __init__(self, database: Database, clock: Clock, new_id: IdSource, passwords: Passwords) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._passwords = passwords

    async def add_user(
        self, organisation_id: str, staff_number: str, *, name: str, password: str, roles: frozenset[Role]
    ) -> str:
        """Add a user unless the number is taken there; gives the user's id. Raises PasswordTooSimple."""
        password_hash = await self.hash_password(password, staff_number)
        async with self._database.transaction() as session:
            known = await repository.find_user(session, organisation_id, staff_number)
            if known is not None:
                return known.id
        columns = {
            "id": self._new_id(),
            "organisation_id": organisation_id,
            "staff_number": staff_number,
            "name": name,
            "password_hash": password_hash,
            "roles": sorted(roles),
            "active": True,
            "version": 1,
            "created_at": self._clock.now(),
        }
        async with self._database.transaction() as session:
            await repository.add_user_if_missing(session, columns)
            user = await repository.find_user(session, organisation_id, staff_number)
        assert user is not None
        return user.id

    async def all_users(self, organisation_ids: frozenset[str]) -> tuple[User, ...]:
        """The users of these organisations, by staff number."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            rows = await repository.users_of(session, organisation_ids)
            failures = await repository.failures_of(session, [row.staff_number for row in rows])
        return tuple(_user(row, failures.get(row.staff_number), now) for row in rows)

    async def inactive_ids(self) -> frozenset[str]:
        """Who cannot sign in any more."""
        async with self._database.transaction() as session:
            return await repository.inactive_ids(session)

    async def hash_password(self, password: str, staff_number: str) -> str:
        """The hash of a new password, to store. Raises PasswordTooSimple."""
        if weaknesses := rules.password_weaknesses(password, staff_number):
            raise PasswordTooSimple(weaknesses=list(weaknesses))
        return await self._passwords.hash(password)

    async def find_in(self, session: AsyncSession, user_id: str) -> User | None:
        """A user, locked for the change that follows."""
        row = await repository.find_user_by_id(session, user_id)
        if row is None:
            return None
        failures = await repository.failures_of(session, [row.staff_number])
        return _user(row, failures.get(row.staff_number), self._clock.now())

    async def number_taken_in(self, session: AsyncSession, staff_number: str, user_id: str) -> bool:
        """Whether another user signs in by this number."""
        return await repository.staff_number_taken(session, staff_number, user_id)

    async def add_in(self, session: AsyncSession, user: User, password_hash: str) -> None:
        """Store a new user within a transaction."""
        columns = {**_columns(user), "id": user.user_id, "organisation_id": user.organisation_id}
        session.add(UserRow(**columns, password_hash=password_hash, version=1, created_at=self._clock.now()))
        await session.flush()

    async def put_in(self, session: AsyncSession, user: User) -> None:
        """Store a known user as he is now, within a transaction; who is not active any more is signed out."""
        row = await repository.find_user_by_id(session, user.user_id)
        if row is None:
            return
        for name, value in _columns(user).items():
            setattr(row, name, value)
        row.version += 1
        if not user.active:
            await repository.end_sign_ins_of(session, user.user_id, self._clock.now())

    async def set_password_in(self, session: AsyncSession, user: User, password_hash: str) -> None:
        """Give a user another password within a transaction: his sign-ins end, a lock too."""
        row = await repository.find_user_by_id(session, user.user_id)
        if row is not None:
            row.password_hash = password_hash
            await repository.end_sign_ins_of(session, user.user_id, self._clock.now())
            await repository.forget_failures(session, user.staff_number)

    async def unlock_in(self, session: AsyncSession, user: User) -> None:
        """Let a locked number sign in again at once."""
        await repository.forget_failures(session, user.staff_number)

    async def names(self) -> Mapping[str, tuple[str, str]]:
        """Staff number and name of every user by id."""
        async with self._database.transaction() as session:
            return await repository.user_names(session)


class SignIns:
    """The sign-ins of one installation."""

    def __init__(
        self, database: Database, clock: Clock, new_id: IdSource, passwords: Passwords, audit: AuditTrail
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._passwords = passwords
        self._audit = audit
        self._remembered: dict[str, _Remembered] = {}

    async def warm_up(self) -> None:
        """Prepare what the first attempt needs, so that it takes no longer than others."""
        await self._passwords.warm_up()

    async def sign_in(self, staff_number: str, password: str, client: Client) -> StartedSignIn:
        """Start a sign-in. Raises SignInRefused or SignInLocked; both take as long whether or not the user exists."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            attempt = await repository.count_attempt(session, staff_number, now)
            user = await repository.find_active_user(session, staff_number)
        is_right = await self._passwords.matches(password, None if user is None else user.password_hash)
        if rules.is_locked(attempt.failure_count):
            await self._audit_attempt(AuditAction.SIGN_IN_LOCKED, staff_number, user, client)
            wait = rules.lock_ends_at(attempt.last_failed_at) - now
            raise SignInLocked(retry_after_seconds=wait.total_seconds())
        if user is None or not is_right:
            await self._audit_attempt(AuditAction.SIGN_IN_REFUSED, staff_number, user, client)
            raise SignInRefused
        started = await self._start(user, client, now)
        await self._audit_attempt(AuditAction.SIGNED_IN, staff_number, user, client)
        return started

    async def resume(self, token: str) -> Actor:
        """Whose sign-in this token is; counts as a sign of use. Raises SignInRequired."""
        token_hash = _hash(token)
        now, tick = self._clock.now(), self._clock.monotonic()
        known = self._remembered.get(token_hash)
        if known is None or tick >= known.read_at_seconds + REMEMBERED_SECONDS:
            known = await self._read_again(token_hash, known, now, tick)
        if not rules.sign_in_alive(known.expires_at, known.last_seen_at, now):
            self._remembered.pop(token_hash, None)
            raise SignInRequired
        return known.actor

    async def sign_out(self, token: str) -> None:
        """End the sign-in; no error when it is over already."""
        token_hash = _hash(token)
        self._remembered.pop(token_hash, None)
        async with self._database.transaction() as session:
            ended = await repository.end_sign_in(session, token_hash, self._clock.now())
        if ended is not None:
            entry = AuditEntry(
                action=AuditAction.SIGNED_OUT,
                actor_id=ended.user_id,
                organisation_id=ended.organisation_id,
                object_kind="sign_in",
                object_id=ended.id,
                client_address=ended.client_address,
                details={},
            )
            await self._audit.record(entry)

    async def _read_again(self, token_hash: str, known: _Remembered | None, now: datetime, tick: float) -> _Remembered:
        try:
            fresh = await self._read(token_hash, now, tick)
        except DatabaseUnavailable:
            if known is None or tick >= known.read_at_seconds + REMEMBERED_WITHOUT_DATABASE_SECONDS:
                raise
            return known
        if fresh is None:
            self._remembered.pop(token_hash, None)
            raise SignInRequired
        self._remember(token_hash, fresh, tick)
        return fresh

    async def _read(self, token_hash: str, now: datetime, tick: float) -> _Remembered | None:
        """The sign-in as the database has it, marked as seen now; at most once a minute in writing."""
        async with self._database.transaction() as session:
            found = await repository.find_sign_in(session, token_hash)
            if found is None:
                return None
            sign_in, user = found
            remembered = _Remembered(_actor(user, sign_in.id), sign_in.expires_at, sign_in.last_seen_at, tick)
            is_alive = rules.sign_in_alive(sign_in.expires_at, sign_in.last_seen_at, now)
            if is_alive and now >= sign_in.last_seen_at + timedelta(seconds=SEEN_EVERY_SECONDS):
                sign_in.last_seen_at = now
                remembered.last_seen_at = now
        return remembered

    def _remember(self, token_hash: str, fresh: _Remembered, tick: float) -> None:
        oldest = tick - REMEMBERED_WITHOUT_DATABASE_SECONDS
        for key in [key for key, entry in self._remembered.items() if entry.read_at_seconds < oldest]:
            del self._remembered[key]
        self._remembered[token_hash] = fresh

    async def _start(self, user: UserRow, client: Client, now: datetime) -> StartedSignIn:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        sign_in = SignInRow(
            id=self._new_id(),
            token_hash=_hash(token),
            user_id=user.id,
            organisation_id=user.organisation_id,
            started_at=now,
            last_seen_at=now,
            expires_at=rules.sign_in_ends_at(now),
            client_address=client.address,
            user_agent=client.user_agent,
        )
        async with self._database.transaction() as session:
            await repository.forget_failures(session, user.staff_number)
            session.add(sign_in)
        return StartedSignIn(token, _actor(user, sign_in.id), sign_in.expires_at)

    async def _audit_attempt(
        self, action: AuditAction, staff_number: str, user: UserRow | None, client: Client
    ) -> None:
        entry = AuditEntry(
            action=action,
            actor_id=None if user is None else user.id,
            organisation_id=None if user is None else user.organisation_id,
            object_kind="staff_number",
            object_id=staff_number,
            client_address=client.address,
            details={},
        )
        await self._audit.record(entry)


def _user(row: UserRow, failures: SignInFailureRow | None, now: datetime) -> User:
    locked = None if failures is None else rules.locked_until(failures.failure_count, failures.last_failed_at, now)
    return User(
        user_id=row.id,
        organisation_id=row.organisation_id,
        version=row.version,
        staff_number=row.staff_number,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        active=row.active,
        locked_until=locked,
    )


def _columns(user: User) -> dict[str, object]:
    """What is set of a user, as columns."""
    return {
        "staff_number": user.staff_number,
        "name": user.name,
        "roles": sorted(user.roles),
        "active": user.active,
    }


def _actor(user: UserRow, sign_in_id: str) -> Actor:
    return Actor(
        user_id=user.id,
        organisation_id=user.organisation_id,
        staff_number=user.staff_number,
        name=user.name,
        roles=frozenset(Role(role) for role in user.roles),
        sign_in_id=sign_in_id,
    )


def _hash(token: str) -> str:
    """Tokens are random and long, so a plain hash cannot be searched backwards."""
    return hashlib.sha256(token.encode()).hexdigest()
