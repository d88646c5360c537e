"""Calendars: listed, made, changed and retired; asked whether they are open.

Whether a moment is open is decided by `rules`; this brings the stored calendars and the published holidays together.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction
from rexian.business.calendar import repository, rules
from rexian.business.calendar.contracts import Calendar, CalendarContent, Keeper, KeeperKind, Timetable
from rexian.business.calendar.errors import CalendarInUse, CalendarInvalid, CalendarKeeperTaken, CalendarNotFound
from rexian.business.calendar.holidays import known_public_holidays
from rexian.business.calendar.models import CalendarRow
from rexian.business.calendar.rules import hours_on, is_open, next_opening, openings, working_seconds_between
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse, stored, to_change
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.organisation.service import Organisations
from rexian.kit.clock import Clock
from rexian.kit.database import Database

__all__ = ["Calendars", "hours_on", "is_open", "known_years", "next_opening", "openings", "working_seconds_between"]

OBJECT_KIND = "calendar"


class Calendars:
    """The centre's calendars. `zone` is the centre's."""

    def __init__(
        self, database: Database, changes: Changes, organisations: Organisations, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._database = database
        self._changes = changes
        self._organisations = organisations
        self._clock = clock
        self._zone = zone

    async def all_calendars(self, organisation_ids: frozenset[str] | None = None) -> tuple[Calendar, ...]:
        """The calendars in use, of these organisations or of the whole centre, oldest first."""
        async with self._database.transaction() as session:
            rows = await repository.calendars_of(session, organisation_ids)
            keepers = await repository.keepers_by_calendar(session)
        return tuple(repository.calendar_of(row, keepers.get(row.id, ())) for row in rows)

    async def create(self, content: CalendarContent, author: Author) -> Calendar:
        """Make a calendar. Raises CalendarInvalid, CalendarKeeperTaken."""
        await self._check(content)
        calendar_id = id_made_by(author.request)
        async with self._changes.begin(author, AuditAction.CREATED, OBJECT_KIND, calendar_id) as change:
            if change.is_new:
                row = CalendarRow(
                    id=calendar_id,
                    organisation_id=author.organisation_id,
                    version=1,
                    created_at=self._clock.now(),
                    **repository.columns_of(content),
                )
                change.session.add(row)
                await change.session.flush()
                await _set_keepers(change.session, calendar_id, content)
            return await _read(change.session, calendar_id)

    async def change(self, calendar_id: str, version: int, content: CalendarContent, author: Author) -> Calendar:
        """Set all of a calendar anew, as for `create`. Raises CalendarNotFound and ChangedMeanwhile besides."""
        await self._check(content)
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, calendar_id) as change:
            if change.is_new:
                row = await _row_to_change(change.session, calendar_id, author)
                check_version(row.version, version)
                row.version += 1
                for name, value in repository.columns_of(content).items():
                    setattr(row, name, value)
                await _set_keepers(change.session, calendar_id, content)
            return await _read(change.session, calendar_id)

    async def retire(self, calendar_id: str, author: Author, *, used_by: tuple[str, ...] = ()) -> None:
        """Take a calendar out of use. Raises CalendarNotFound, and CalendarInUse while anything keeps to it.

        `used_by` are the users that this trade does not know (directory entries).
        """
        async with self._changes.begin(author, AuditAction.RETIRED, OBJECT_KIND, calendar_id) as change:
            if change.is_new:
                row = await _row_to_change(change.session, calendar_id, author)
                calendar = await _read(change.session, calendar_id)
                if used_by or calendar.content.keepers:
                    raise CalendarInUse(keepers=[*_named(calendar.content), *used_by])
                row.version += 1
                row.retired_at = self._clock.now()

    async def timetables(self) -> Mapping[str, Timetable]:
        """Every calendar in use as the rules take it, by its id."""
        return {calendar.calendar_id: self.timetable(calendar) for calendar in await self.all_calendars()}

    def timetable(self, calendar: Calendar) -> Timetable:
        """One calendar as the rules take it."""
        return rules.timetable(calendar.content, self._zone, known_public_holidays())

    async def _check(self, content: CalendarContent) -> None:
        known = {Keeper(KeeperKind.QUEUE, queue.queue_id) for queue in await self._organisations.queues()}
        known |= {Keeper(KeeperKind.NUMBER, each.called_number) for each in await self._organisations.numbers()}
        faults = [*rules.faults_of(content)]
        faults += [(f"keepers.{each.kind}.{each.subject_id}", "unknown") for each in sorted({*content.keepers} - known)]
        refuse(faults, CalendarInvalid)


def known_years() -> tuple[int, ...]:
    """The years whose public holidays are known."""
    return tuple(year.year for year in known_public_holidays())


async def _set_keepers(session: AsyncSession, calendar_id: str, content: CalendarContent) -> None:
    taken = await repository.keepers_elsewhere(session, calendar_id, content.keepers)
    if taken:
        raise CalendarKeeperTaken(keepers=[f"{keeper.kind}:{keeper.subject_id}" for keeper in taken])
    await repository.replace_keepers(session, calendar_id, content.keepers)
    await session.flush()


async def _row_to_change(session: AsyncSession, calendar_id: str, author: Author) -> CalendarRow:
    return to_change(await repository.find_calendar(session, calendar_id, for_change=True), author, CalendarNotFound)


async def _read(session: AsyncSession, calendar_id: str) -> Calendar:
    row = stored(await repository.find_calendar(session, calendar_id), CalendarNotFound)
    return repository.calendar_of(row, (await repository.keepers_by_calendar(session)).get(calendar_id, ()))


def _named(content: CalendarContent) -> list[str]:
    return [f"{keeper.kind}:{keeper.subject_id}" for keeper in content.keepers]
