"""Trunk records: listed, made, changed and retired. How Asterisk learns of a change is the business of `app`."""

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse, stored, to_change
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.trunks import repository, rules
from rexian.business.trunks.contracts import Trunk, TrunkContent
from rexian.business.trunks.errors import TrunkInvalid, TrunkNotFound
from rexian.business.trunks.models import TrunkRow
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

OBJECT_KIND = "trunk"


class Trunks:
    """The centre's trunks. Passwords are sealed in the database under the installation's key."""

    def __init__(self, database: Database, changes: Changes, clock: Clock, key_ring: KeyRing) -> None:
        self._database = database
        self._changes = changes
        self._clock = clock
        self._key_ring = key_ring

    async def all_trunks(self, organisation_ids: frozenset[str] | None = None) -> tuple[Trunk, ...]:
        """The trunks in use, of these organisations or of the whole centre, oldest first."""
        async with self._database.transaction() as session:
            rows = await repository.trunks_in_use(session, organisation_ids)
        return tuple(repository.trunk_of(row) for row in rows)

    async def with_passwords(self) -> tuple[tuple[Trunk, str | None], ...]:
        """Every trunk in use with its password in clear, for the files of the line and for nobody else."""
        async with self._database.transaction() as session:
            rows = await repository.trunks_in_use(session)
        return tuple((repository.trunk_of(row), self._password(row)) for row in rows)

    async def create(self, content: TrunkContent, password: str | None, author: Author) -> Trunk:
        """Make a trunk. Raises TrunkInvalid."""
        trunk_id = id_made_by(author.request)
        async with self._changes.begin(author, AuditAction.CREATED, OBJECT_KIND, trunk_id) as change:
            if change.is_new:
                await _check(change.session, trunk_id, content, password)
                change.session.add(
                    TrunkRow(
                        id=trunk_id,
                        organisation_id=author.organisation_id,
                        version=1,
                        password_sealed=self._sealed(trunk_id, password),
                        created_at=self._clock.now(),
                        **repository.columns_of(content),
                    )
                )
                await change.session.flush()
            return await _read(change.session, trunk_id)

    async def change(
        self, trunk_id: str, version: int, content: TrunkContent, password: str | None, author: Author
    ) -> Trunk:
        """Set all of a trunk anew; no password keeps the one it has. Raises TrunkNotFound, TrunkInvalid,
        ChangedMeanwhile.
        """
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, trunk_id) as change:
            if change.is_new:
                row = await _row_to_change(change.session, trunk_id, author)
                check_version(row.version, version)
                kept = password or self._password(row)
                await _check(change.session, trunk_id, content, kept)
                row.version += 1
                row.password_sealed = self._sealed(trunk_id, kept)
                for name, value in repository.columns_of(content).items():
                    setattr(row, name, value)
            return await _read(change.session, trunk_id)

    async def retire(self, trunk_id: str, author: Author) -> None:
        """Take a trunk out of use. Raises TrunkNotFound."""
        async with self._changes.begin(author, AuditAction.RETIRED, OBJECT_KIND, trunk_id) as change:
            if change.is_new:
                row = await _row_to_change(change.session, trunk_id, author)
                row.version += 1
                row.retired_at = self._clock.now()
                row.password_sealed = None

    async def set_up(self, trunk_id: str, organisation_id: str, content: TrunkContent, *, replace: bool) -> bool:
        """Add a first trunk unless it was made before; with `replace` set it anew. Tells whether anything changed.

        Raises TrunkInvalid. For filling an instance; people's changes go through `create` and `change`.
        """
        async with self._database.transaction() as session:
            row = await repository.find_trunk(session, trunk_id, for_change=True)
            if row is not None and (not replace or row.retired_at or repository.content_of(row) == content):
                return False
            await _check(session, trunk_id, content, None)
            if row is None:
                columns = repository.columns_of(content)
                now = self._clock.now()
                session.add(
                    TrunkRow(id=trunk_id, organisation_id=organisation_id, version=1, created_at=now, **columns)
                )
                return True
            row.version += 1
            for name, value in repository.columns_of(content).items():
                setattr(row, name, value)
            return True

    def _sealed(self, trunk_id: str, password: str | None) -> str | None:
        return None if password is None else self._key_ring.seal_text(password, context=_context(trunk_id))

    def _password(self, row: TrunkRow) -> str | None:
        sealed = row.password_sealed
        return None if sealed is None else self._key_ring.open_text(sealed, context=_context(row.id))


def _context(trunk_id: str) -> str:
    return f"trunk.password.{trunk_id}"


async def _check(session: AsyncSession, trunk_id: str, content: TrunkContent, password: str | None) -> None:
    rows = [row for row in await repository.trunks_in_use(session) if row.id != trunk_id]
    refuse(rules.faults_of(content, password, [repository.content_of(row) for row in rows]), TrunkInvalid)


async def _row_to_change(session: AsyncSession, trunk_id: str, author: Author) -> TrunkRow:
    return to_change(await repository.find_trunk(session, trunk_id, for_change=True), author, TrunkNotFound)


async def _read(session: AsyncSession, trunk_id: str) -> Trunk:
    return repository.trunk_of(stored(await repository.find_trunk(session, trunk_id), TrunkNotFound))
