"""The staff: listed, made, changed, given passwords, unlocked. Who left is set inactive; nobody is deleted, for call
records and the audit trail name him.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.access_control.contracts import User
from rexian.business.access_control.service import Users, may_manage
from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.organisation.service import Organisations
from rexian.business.seats.contracts import SeatSettings
from rexian.business.seats.service import Seats
from rexian.business.staff import rules
from rexian.business.staff.contracts import Manager, Member, MemberContent
from rexian.business.staff.errors import MemberInvalid, MemberNotFound, MemberNotYours
from rexian.business.trunks.service import Trunks

OBJECT_KIND = "user"


class Staff:
    """The users of the centre and their seats."""

    def __init__(
        self, users: Users, seats: Seats, organisations: Organisations, trunks: Trunks, changes: Changes
    ) -> None:
        self._users = users
        self._seats = seats
        self._organisations = organisations
        self._trunks = trunks
        self._changes = changes

    async def all_members(self, organisation_ids: frozenset[str]) -> tuple[Member, ...]:
        """Everybody of these organisations, by staff number."""
        seats = {seat.agent_id: seat for seat in await self._seats.all_settings()}
        users = await self._users.all_users(organisation_ids)
        return tuple(Member(user, seats.get(user.user_id)) for user in users)

    async def create(self, content: MemberContent, password: str, author: Author, manager: Manager) -> Member:
        """Make a user. Raises MemberInvalid, MemberNotYours, PasswordTooSimple."""
        await self._check(content)
        if not may_manage(manager.roles, content.roles):
            raise MemberNotYours
        password_hash = await self._users.hash_password(password, content.staff_number)
        user_id = id_made_by(author.request)
        async with self._changes.begin(author, AuditAction.CREATED, OBJECT_KIND, user_id) as change:
            if change.is_new:
                await self._check_free(change.session, user_id, content)
                user = _user(user_id, author.organisation_id, content)
                await self._users.add_in(change.session, user, password_hash)
                await self._set_seat(change.session, user, content)
        return await self._read(user_id, author)

    async def change(
        self, user_id: str, version: int, content: MemberContent, author: Author, manager: Manager
    ) -> Member:
        """Set all of a user anew. Raises MemberNotFound, MemberInvalid, MemberNotYours, ChangedMeanwhile."""
        await self._check(content)
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, user_id) as change:
            if change.is_new:
                known = await self._known(change.session, user_id, author)
                if not may_manage(manager.roles, known.roles, content.roles):
                    raise MemberNotYours
                check_version(known.version, version)
                refuse(rules.own_faults(content, known.roles, manager, user_id), MemberInvalid)
                await self._check_free(change.session, user_id, content)
                await self._users.put_in(change.session, _user(user_id, known.organisation_id, content))
                await self._set_seat(change.session, known, content)
        return await self._read(user_id, author)

    async def set_password(self, user_id: str, password: str, author: Author, manager: Manager) -> None:
        """Give a user another password; he is signed out everywhere and unlocked. Raises MemberNotFound,
        MemberNotYours, PasswordTooSimple.
        """
        known = await self._read(user_id, author)
        password_hash = await self._users.hash_password(password, known.user.staff_number)
        async with self._changes.begin(author, AuditAction.PASSWORD_SET, OBJECT_KIND, user_id) as change:
            if change.is_new:
                user = await self._known_to(change.session, user_id, author, manager)
                await self._users.set_password_in(change.session, user, password_hash)

    async def unlock(self, user_id: str, author: Author, manager: Manager) -> None:
        """Let a locked user sign in again at once. Raises MemberNotFound, MemberNotYours."""
        async with self._changes.begin(author, AuditAction.UNLOCKED, OBJECT_KIND, user_id) as change:
            if change.is_new:
                user = await self._known_to(change.session, user_id, author, manager)
                await self._users.unlock_in(change.session, user)

    async def _check(self, content: MemberContent) -> None:
        queue_ids = {queue.queue_id for queue in await self._organisations.queues()}
        group_ids = {group.group_id for group in await self._organisations.groups()}
        trunk_names = {trunk.content.name for trunk in await self._trunks.all_trunks()}
        refuse(rules.faults_of(content, queue_ids, group_ids, trunk_names), MemberInvalid)

    async def _check_free(self, session: AsyncSession, user_id: str, content: MemberContent) -> None:
        if await self._users.number_taken_in(session, content.staff_number, user_id):
            refuse([("staff_number", "taken")], MemberInvalid)
        seat = content.seat
        if seat is not None and await self._seats.name_taken_in(session, seat.sip_username, user_id):
            refuse([("seat.sip_username", "taken")], MemberInvalid)

    async def _set_seat(self, session: AsyncSession, user: User, content: MemberContent) -> None:
        if content.seat is None:
            await self._seats.remove_in(session, user.user_id)
        else:
            await self._seats.put_in(session, SeatSettings(user.user_id, user.organisation_id, **vars(content.seat)))

    async def _known(self, session: AsyncSession, user_id: str, author: Author) -> User:
        user = await self._users.find_in(session, user_id)
        if user is None or user.organisation_id not in author.organisation_ids:
            raise MemberNotFound
        return user

    async def _known_to(self, session: AsyncSession, user_id: str, author: Author, manager: Manager) -> User:
        user = await self._known(session, user_id, author)
        if not may_manage(manager.roles, user.roles):
            raise MemberNotYours
        return user

    async def _read(self, user_id: str, author: Author) -> Member:
        members = {member.user.user_id: member for member in await self.all_members(author.organisation_ids)}
        if user_id not in members:
            raise MemberNotFound
        return members[user_id]


def _user(user_id: str, organisation_id: str, content: MemberContent) -> User:
    user = User(user_id, organisation_id, 1, content.staff_number, content.name, content.roles, content.active, None)
    return replace(user, name=content.name.strip())
