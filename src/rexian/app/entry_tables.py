"""What leads a call before anybody is asked for, as control takes it: made from the trades' records.

Openings are reckoned ahead from the day before, so that they change once a day, not with every reading.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from rexian.business.calendar.contracts import KeeperKind, Timetable
from rexian.business.calendar.service import Calendars, openings
from rexian.business.caller_marks.contracts import HashedMark, MarkContent, Treatment
from rexian.business.caller_marks.service import treatment_of
from rexian.business.directory.contracts import Entry
from rexian.control.contracts import entry as forms

AHEAD_DAYS = 60
"""Longer than any holiday, and than control should have to do without the database."""


async def read_opening_hours(calendars: Calendars, now: datetime) -> tuple[forms.OpeningHours, ...]:
    """The coming openings of every calendar in use. Raises DatabaseUnavailable."""
    found = []
    for calendar in await calendars.all_calendars():
        table = calendars.timetable(calendar)
        keepers = calendar.content.keepers
        found.append(
            forms.OpeningHours(
                calendar_id=calendar.calendar_id,
                queue_ids=tuple(keeper.subject_id for keeper in keepers if keeper.kind is KeeperKind.QUEUE),
                called_numbers=tuple(keeper.subject_id for keeper in keepers if keeper.kind is KeeperKind.NUMBER),
                known_until=_days_from(table, now, AHEAD_DAYS),
                openings=_openings(table, now),
            )
        )
    return tuple(found)


def marked_callers(marks: Iterable[HashedMark], now: datetime) -> tuple[forms.MarkedCaller, ...]:
    """Each marked number with its treatment now and after each expiry to come."""
    by_number: dict[str, list[MarkContent]] = defaultdict(list)
    for mark in marks:
        by_number[mark.number_hash].append(mark.content)
    return tuple(forms.MarkedCaller(number, _periods(contents, now)) for number, contents in sorted(by_number.items()))


def directory_entries(entries: Iterable[Entry]) -> tuple[forms.DirectoryEntry, ...]:
    """The directory as targets of calls."""
    return tuple(
        forms.DirectoryEntry(
            entry_id=entry.entry_id,
            organisation_id=entry.organisation_id,
            name=entry.content.name,
            kind=str(entry.content.kind),
            number=entry.content.number,
            calendar_id=entry.content.calendar_id,
        )
        for entry in entries
    )


def _openings(table: Timetable, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    start, end = _days_from(table, now, -1), _days_from(table, now, AHEAD_DAYS)
    return tuple((opening.opens_at, opening.closes_at) for opening in openings(table, start, end))


def _days_from(table: Timetable, now: datetime, days: int) -> datetime:
    """Midnight of the local day so many days from today."""
    local = now.astimezone(table.zone)
    return datetime.combine(local.date() + timedelta(days=days), time(), tzinfo=table.zone).astimezone(now.tzinfo)


def _periods(marks: list[MarkContent], now: datetime) -> tuple[forms.TreatmentPeriod, ...]:
    """From now on: a period ends where a mark expires; after the last mark that expires only lasting ones count."""
    ends = sorted({mark.expires_at for mark in marks if mark.expires_at is not None and mark.expires_at > now})
    starts = [now, *ends]
    periods = [
        forms.TreatmentPeriod(until, _treatment(treatment_of(marks, start)))
        for start, until in zip(starts, [*ends, None], strict=True)
    ]
    return tuple(period for period in periods if period.until is not None or period.treatment != forms.Treatment())


def _treatment(treatment: Treatment) -> forms.Treatment:
    return forms.Treatment(
        admission=forms.Admission(treatment.admission),
        priority=treatment.priority,
        warnings=tuple(forms.CallerWarning(str(each.kind), each.reason) for each in treatment.warnings),
    )
