"""The users of the instance on this data directory, kept from the command line: audited like those of the page."""

from typing import Self

from rexian.app.launcher.instance import running_settings
from rexian.app.settings import Settings
from rexian.business.access_control.contracts import Role, User
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.audit.service import AuditTrail
from rexian.business.organisation.contracts import Organisation
from rexian.business.organisation.service import Organisations
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.ids import time_ordered_ids

COMMAND_LINE = "command line"


class CentreNeeded(RexianError):
    """The instance is empty: name the centre with --centre."""

    code = "centre_needed"
    kind = ErrorKind.INVALID


class UserKnown(RexianError):
    """A user with this staff number is there already."""

    code = "user_known"
    kind = ErrorKind.CONFLICT


class UserUnknown(RexianError):
    """There is no user with this staff number."""

    code = "user_unknown"
    kind = ErrorKind.NOT_FOUND


class RoleNeedsSeat(RexianError):
    """An agent needs a seat: add an administrator here, and agents in the page."""

    code = "role_needs_seat"
    kind = ErrorKind.INVALID


class InstanceUsers:
    """Opened for one job: each verb closes the database at its end."""

    def __init__(self, database: Database) -> None:
        clock = SystemClock()
        self._database = database
        self._new_id = time_ordered_ids(clock)
        self._users = Users(database, clock, self._new_id, Passwords())
        self._organisations = Organisations(database, clock)
        self._audit = AuditTrail(database, clock, self._new_id)

    @classmethod
    def open(cls) -> Self:
        """Over the database of REXIAN_DATABASE_URL, or of the running instance. Raises NotRunning."""
        settings = Settings()
        given = settings if settings.database_url else running_settings(settings)
        return cls(Database.connect(str(given.database_url)))

    async def add(self, staff_number: str, name: str, role: Role, centre: str, password: str) -> None:
        """Add a user. Raises CentreNeeded, UserKnown, RoleNeedsSeat, PasswordTooSimple."""
        try:
            if role is Role.AGENT:
                raise RoleNeedsSeat
            password_hash = await self._users.hash_password(password, staff_number)
            organisation_id = await self._centre(centre)
            user = User(self._new_id(), organisation_id, 1, staff_number, name, frozenset({role}), True, None)
            async with self._database.transaction() as session:
                if await self._users.number_taken_in(session, staff_number, user.user_id):
                    raise UserKnown
                await self._users.add_in(session, user, password_hash)
                self._audit.add_to(session, _entry(AuditAction.CREATED, user))
        finally:
            await self._database.close()

    async def set_password(self, staff_number: str, password: str) -> None:
        """Give another password. Raises UserUnknown, PasswordTooSimple."""
        try:
            user = await self._known(staff_number)
            password_hash = await self._users.hash_password(password, staff_number)
            async with self._database.transaction() as session:
                await self._users.set_password_in(session, user, password_hash)
                self._audit.add_to(session, _entry(AuditAction.PASSWORD_SET, user))
        finally:
            await self._database.close()

    async def unlock(self, staff_number: str) -> None:
        """End a lock. Raises UserUnknown."""
        try:
            user = await self._known(staff_number)
            async with self._database.transaction() as session:
                await self._users.unlock_in(session, user)
                self._audit.add_to(session, _entry(AuditAction.UNLOCKED, user))
        finally:
            await self._database.close()

    async def _centre(self, name: str) -> str:
        known = await self._organisations.centre()
        if known is not None:
            return known.organisation_id
        if not name.strip():
            raise CentreNeeded
        organisation_id = self._new_id()
        centre = Organisation(organisation_id, name.strip(), f"/{organisation_id}/")
        await self._organisations.set_up(centre, (), ())
        await self._organisations.grow_revision()
        return organisation_id

    async def _known(self, staff_number: str) -> User:
        ids = {number: user_id for user_id, (number, _) in (await self._users.names()).items()}
        async with self._database.transaction() as session:
            user = await self._users.find_in(session, ids.get(staff_number, ""))
        if user is None:
            raise UserUnknown
        return user


def _entry(action: AuditAction, user: User) -> AuditEntry:
    return AuditEntry(
        action=action,
        actor_id=None,
        organisation_id=user.organisation_id,
        object_kind="user",
        object_id=user.user_id,
        client_address=COMMAND_LINE,
        details={},
    )
