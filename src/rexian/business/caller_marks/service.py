"""Caller marks: listed, found by number, made, changed and retired; and what they come to for a call.

Numbers come in their kept form (`control.numbering`), so that every way to write a number finds its marks.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction
from rexian.business.caller_marks import repository, rules
from rexian.business.caller_marks.contracts import BlackLevel, CallerMark, HashedMark, MarkContent, MarkKind
from rexian.business.caller_marks.errors import CallerMarkedAlready, CallerMarkInvalid, CallerMarkNotFound
from rexian.business.caller_marks.models import CallerMarkRow
from rexian.business.caller_marks.rules import treatment_of
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse, stored, to_change
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.control.numbering.hashing import caller_hash
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

__all__ = ["CallerMarks", "treatment_of"]

OBJECT_KIND = "caller_mark"


class CallerMarks:
    """The centre's marked callers. Numbers and reasons are sealed in the database under the installation's key."""

    def __init__(self, database: Database, changes: Changes, clock: Clock, key_ring: KeyRing) -> None:
        self._database = database
        self._changes = changes
        self._clock = clock
        self._key_ring = key_ring

    async def all_marks(self, organisation_ids: frozenset[str], *, number: str | None = None) -> tuple[CallerMark, ...]:
        """The marks not retired, of one number or of all; newest first."""
        number_hash = None if number is None else caller_hash(self._key_ring, number)
        async with self._database.transaction() as session:
            rows = await repository.marks_in_use(session, organisation_ids, number_hash)
        return tuple(self._mark(row) for row in rows)

    async def for_calls(self) -> tuple[HashedMark, ...]:
        """Every mark that holds now, its number only as a hash: what control keeps by it."""
        async with self._database.transaction() as session:
            rows = await repository.holding_marks(session, self._clock.now())
        return tuple(HashedMark(row.number_hash, self._content(row)) for row in rows)

    async def create(self, number: str, content: MarkContent, author: Author) -> CallerMark:
        """Mark a number. Raises CallerMarkInvalid, CallerMarkedAlready; an expired mark on the list gives way."""
        now = self._clock.now()
        refuse(rules.faults_of(number, content, now), CallerMarkInvalid)
        mark_id = id_made_by(author.request)
        async with self._changes.begin(author, AuditAction.CREATED, OBJECT_KIND, mark_id) as change:
            if change.is_new:
                number_hash = caller_hash(self._key_ring, number)
                await self._make_way(change.session, number_hash, content, author)
                row = CallerMarkRow(
                    id=mark_id,
                    organisation_id=author.organisation_id,
                    version=1,
                    number_hash=number_hash,
                    number_sealed=self._key_ring.seal_text(number, context=_context("number", mark_id)),
                    made_by=author.user_id,
                    made_at=now,
                )
                self._set(row, content)
                change.session.add(row)
                await change.session.flush()
            return self._mark(await _find(change.session, mark_id))

    async def change(self, mark_id: str, version: int, content: MarkContent, author: Author) -> CallerMark:
        """Set reason, level, grade and expiry anew; number and list stay.

        Raises CallerMarkNotFound, CallerMarkInvalid, ChangedMeanwhile.
        """
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, mark_id) as change:
            row = await _row_to_change(change.session, mark_id, author)
            if change.is_new:
                check_version(row.version, version)
                mark = self._mark(row)
                if content.kind is not mark.content.kind:
                    refuse([("kind", "fixed")], CallerMarkInvalid)
                refuse(rules.faults_of(mark.number, content, self._clock.now()), CallerMarkInvalid)
                row.version += 1
                self._set(row, content)
            return self._mark(row)

    async def retire(self, mark_id: str, author: Author) -> None:
        """Take a mark away. Raises CallerMarkNotFound."""
        async with self._changes.begin(author, AuditAction.RETIRED, OBJECT_KIND, mark_id) as change:
            if change.is_new:
                self._retire(await _row_to_change(change.session, mark_id, author), author)

    async def _make_way(self, session: AsyncSession, number_hash: str, content: MarkContent, author: Author) -> None:
        known = await repository.find_on_list(session, number_hash, str(content.kind))
        if known is None:
            return
        if rules.holds(self._content(known), self._clock.now()):
            raise CallerMarkedAlready(mark_id=known.id)
        self._retire(known, author)
        await session.flush()

    def _retire(self, row: CallerMarkRow, author: Author) -> None:
        row.version += 1
        row.retired_by = author.user_id
        row.retired_at = self._clock.now()

    def _set(self, row: CallerMarkRow, content: MarkContent) -> None:
        row.kind = str(content.kind)
        row.reason_sealed = self._key_ring.seal_text(content.reason, context=_context("reason", row.id))
        row.grade = content.grade
        row.level = None if content.level is None else str(content.level)
        row.expires_at = content.expires_at

    def _mark(self, row: CallerMarkRow) -> CallerMark:
        return CallerMark(
            mark_id=row.id,
            organisation_id=row.organisation_id,
            version=row.version,
            number=self._key_ring.open_text(row.number_sealed, context=_context("number", row.id)),
            content=self._content(row),
            made_by=row.made_by,
            made_at=row.made_at,
            retired_at=row.retired_at,
        )

    def _content(self, row: CallerMarkRow) -> MarkContent:
        return MarkContent(
            kind=MarkKind(row.kind),
            reason=self._key_ring.open_text(row.reason_sealed, context=_context("reason", row.id)),
            grade=row.grade,
            level=None if row.level is None else BlackLevel(row.level),
            expires_at=row.expires_at,
        )


def _context(what: str, mark_id: str) -> str:
    return f"caller_mark.{what}.{mark_id}"


async def _find(session: AsyncSession, mark_id: str) -> CallerMarkRow:
    return stored(await repository.find_mark(session, mark_id), CallerMarkNotFound)


async def _row_to_change(session: AsyncSession, mark_id: str, author: Author) -> CallerMarkRow:
    return to_change(await repository.find_mark(session, mark_id, for_change=True), author, CallerMarkNotFound)
