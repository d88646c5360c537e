"""The directory: listed, and its entries made, changed and retired."""

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction
from rexian.business.calendar.service import Calendars
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse, stored, to_change
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.directory import repository, rules
from rexian.business.directory.contracts import Entry, EntryContent, EntryKind
from rexian.business.directory.errors import DirectoryEntryInvalid, DirectoryEntryNotFound
from rexian.business.directory.models import DirectoryEntryRow
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

OBJECT_KIND = "directory_entry"


class Directory:
    """The centre's directory. Numbers are sealed in the database under the installation's key."""

    def __init__(
        self, database: Database, changes: Changes, calendars: Calendars, clock: Clock, key_ring: KeyRing
    ) -> None:
        self._database = database
        self._changes = changes
        self._calendars = calendars
        self._clock = clock
        self._key_ring = key_ring

    async def all_entries(self, organisation_ids: frozenset[str] | None = None) -> tuple[Entry, ...]:
        """The entries of these organisations or of the whole centre, by name."""
        async with self._database.transaction() as session:
            rows = await repository.entries_in_use(session, organisation_ids)
        return tuple(self._entry(row) for row in rows)

    async def entry(self, entry_id: str, organisation_ids: frozenset[str]) -> Entry:
        """One entry in use of these organisations. Raises DirectoryEntryNotFound."""
        async with self._database.transaction() as session:
            row = await repository.find_entry(session, entry_id)
        if row is None or row.retired_at is not None or row.organisation_id not in organisation_ids:
            raise DirectoryEntryNotFound
        return self._entry(row)

    async def entries_with_calendar(self, calendar_id: str) -> tuple[str, ...]:
        """The ids of the entries whose hours are those of the calendar."""
        entries = await self.all_entries()
        return tuple(entry.entry_id for entry in entries if entry.content.calendar_id == calendar_id)

    async def create(self, content: EntryContent, author: Author) -> Entry:
        """Make an entry. Raises DirectoryEntryInvalid."""
        await self._check(content)
        entry_id = id_made_by(author.request)
        async with self._changes.begin(author, AuditAction.CREATED, OBJECT_KIND, entry_id) as change:
            if change.is_new:
                row = DirectoryEntryRow(
                    id=entry_id,
                    organisation_id=author.organisation_id,
                    version=1,
                    created_at=self._clock.now(),
                )
                self._set(row, content)
                change.session.add(row)
                await change.session.flush()
            return self._entry(await _find(change.session, entry_id))

    async def change(self, entry_id: str, version: int, content: EntryContent, author: Author) -> Entry:
        """Set all of an entry anew. Raises DirectoryEntryNotFound, DirectoryEntryInvalid, ChangedMeanwhile."""
        await self._check(content)
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, entry_id) as change:
            row = await _row_to_change(change.session, entry_id, author)
            if change.is_new:
                check_version(row.version, version)
                row.version += 1
                self._set(row, content)
            return self._entry(row)

    async def retire(self, entry_id: str, author: Author) -> None:
        """Take an entry out of the directory. Raises DirectoryEntryNotFound."""
        async with self._changes.begin(author, AuditAction.RETIRED, OBJECT_KIND, entry_id) as change:
            if change.is_new:
                row = await _row_to_change(change.session, entry_id, author)
                row.version += 1
                row.retired_at = self._clock.now()

    async def _check(self, content: EntryContent) -> None:
        calendar_ids = frozenset(calendar.calendar_id for calendar in await self._calendars.all_calendars())
        refuse(rules.faults_of(content, calendar_ids), DirectoryEntryInvalid)

    def _set(self, row: DirectoryEntryRow, content: EntryContent) -> None:
        row.name = content.name
        row.kind = str(content.kind)
        row.number_sealed = self._key_ring.seal_text(content.number, context=_context(row.id))
        row.calendar_id = content.calendar_id

    def _entry(self, row: DirectoryEntryRow) -> Entry:
        number = self._key_ring.open_text(row.number_sealed, context=_context(row.id))
        content = EntryContent(row.name, EntryKind(row.kind), number, row.calendar_id)
        return Entry(row.id, row.organisation_id, row.version, content, row.retired_at)


def _context(entry_id: str) -> str:
    return f"directory.number.{entry_id}"


async def _find(session: AsyncSession, entry_id: str) -> DirectoryEntryRow:
    return stored(await repository.find_entry(session, entry_id), DirectoryEntryNotFound)


async def _row_to_change(session: AsyncSession, entry_id: str, author: Author) -> DirectoryEntryRow:
    return to_change(await repository.find_entry(session, entry_id, for_change=True), author, DirectoryEntryNotFound)
