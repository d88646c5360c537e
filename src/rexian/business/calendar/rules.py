"""When a calendar is open: pure, so that each edge is a case in a test.

Decides for a moment, the next opening, working seconds between two moments, and what is wrong with a calendar. Called
by the service, and by `app`, which hands coming openings to control. Storage and the year's holidays are left to them.
Openings are reckoned in local days and given in UTC; 24:00 is the next midnight, so that neighbours join.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from rexian.business.calendar.contracts import (
    DAYS_OF_A_WEEK,
    MINUTES_OF_A_DAY,
    CalendarContent,
    DayKind,
    Hours,
    Opening,
    PublicHolidays,
    Span,
    Timetable,
)

HORIZON_DAYS = 400
"""How far ahead an opening is looked for: a calendar that is closed for longer never opens."""
ONE_DAY = timedelta(days=1)


def timetable(content: CalendarContent, zone: ZoneInfo, years: Iterable[PublicHolidays]) -> Timetable:
    """The calendar as the rules use it: public holidays where it follows them, its own days before all."""
    public = [day for year in years for day in year.days] if content.follows_public_holidays else []
    special = {day.day: day for day in (*public, *content.own_days)}
    return Timetable(zone, content.week, special, content.make_up_weekday)


def hours_on(table: Timetable, day: date) -> Hours:
    """The open spans of a local day."""
    special = table.special_days.get(day)
    if special is None:
        return table.week[day.weekday()]
    match special.kind:
        case DayKind.HOLIDAY:
            return ()
        case DayKind.WORKING_DAY:
            return table.week[table.make_up_weekday]
        case DayKind.OWN_HOURS:
            return special.hours


def openings(table: Timetable, start: datetime, end: datetime) -> Iterator[Opening]:
    """The stretches of being open that lie in [start, end), cut to it, in order; touching ones are one."""
    pending: Opening | None = None
    for opening in _of_days(table, start.astimezone(table.zone).date(), end.astimezone(table.zone).date()):
        opens_at, closes_at = max(opening.opens_at, start), min(opening.closes_at, end)
        if closes_at <= opens_at:
            continue
        if pending is not None and opens_at <= pending.closes_at:
            pending = Opening(pending.opens_at, max(closes_at, pending.closes_at))
            continue
        if pending is not None:
            yield pending
        pending = Opening(opens_at, closes_at)
    if pending is not None:
        yield pending


def is_open(table: Timetable, moment: datetime) -> bool:
    """Whether it is open at that moment; it is at the first moment of a span and no more at its last."""
    day = moment.astimezone(table.zone).date()
    return any(opening.opens_at <= moment < opening.closes_at for opening in _of_days(table, day, day))


def next_opening(table: Timetable, moment: datetime) -> datetime | None:
    """The first moment from `moment` on at which it is open (itself where it is); None where none comes."""
    for opening in _of_days(table, moment.astimezone(table.zone).date(), _horizon(table, moment)):
        if opening.closes_at > moment:
            return max(opening.opens_at, moment)
    return None


def working_seconds_between(table: Timetable, start: datetime, end: datetime) -> float:
    """Open seconds in [start, end); 0 where `end` is not after `start`."""
    return sum((opening.closes_at - opening.opens_at).total_seconds() for opening in openings(table, start, end))


def faults_of(content: CalendarContent) -> tuple[tuple[str, str], ...]:
    """What is wrong with a calendar: pairs of field and fault, none where it can be used."""
    faults = []
    if not content.name.strip() or not content.name.isprintable():
        faults.append(("name", "empty_or_unprintable"))
    if len(content.week) != DAYS_OF_A_WEEK:
        faults.append(("week", "not_seven_days"))
    if not 0 <= content.make_up_weekday < DAYS_OF_A_WEEK:
        faults.append(("make_up_weekday", "no_weekday"))
    for number, hours in enumerate(content.week):
        faults += [(f"week.{number}", fault) for fault in _faults_of_hours(hours)]
    seen: set[date] = set()
    for special in content.own_days:
        field = f"own_days.{special.day.isoformat()}"
        faults += [(field, fault) for fault in _faults_of_hours(special.hours)]
        if not special.name.isprintable():
            faults.append((field, "unprintable_name"))
        if special.kind is not DayKind.OWN_HOURS and special.hours:
            faults.append((field, "hours_only_with_own_hours"))
        if special.day in seen:
            faults.append((field, "named_twice"))
        seen.add(special.day)
    return tuple(faults)


def _faults_of_hours(hours: Hours) -> Iterator[str]:
    if any(not 0 <= span.opens_minute < span.closes_minute <= MINUTES_OF_A_DAY for span in hours):
        yield "no_span_of_a_day"
    if any(later.opens_minute <= earlier.closes_minute for earlier, later in pairwise(hours)):
        yield "spans_touch_or_out_of_order"


def _of_days(table: Timetable, first: date, last: date) -> Iterator[Opening]:
    """The openings of local days, in order; a span that a change of the clock swallows is left out."""
    day = first
    while day <= last:
        for span in hours_on(table, day):
            opening = _opening(table.zone, day, span)
            if opening.opens_at < opening.closes_at:
                yield opening
        if day == date.max:
            return
        day += ONE_DAY


def _opening(zone: ZoneInfo, day: date, span: Span) -> Opening:
    return Opening(_moment(zone, day, span.opens_minute), _moment(zone, day, span.closes_minute))


def _moment(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """A minute of a local day in UTC; 24:00 is midnight of the day after."""
    days, minute = divmod(minute, MINUTES_OF_A_DAY)
    local = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), tzinfo=zone)
    return local.astimezone(UTC)


def _horizon(table: Timetable, moment: datetime) -> date:
    return (moment + timedelta(days=HORIZON_DAYS)).astimezone(table.zone).date()
