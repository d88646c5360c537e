"""Calendars: opening hours with holidays and 调休 days, and which queues and numbers keep to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import CalendarManager
from rexian.access.http.call_records import Named
from rexian.access.parts import Parts, WebParts
from rexian.business.calendar.contracts import (
    Calendar,
    CalendarContent,
    DayKind,
    Hours,
    Keeper,
    KeeperKind,
    Span,
    SpecialDay,
    Timetable,
)
from rexian.business.calendar.errors import CalendarNotFound
from rexian.business.calendar.service import hours_on, is_open, known_years, next_opening

MINUTES_OF_AN_HOUR = 60
MOST_SPANS = 12
MOST_DAYS = 400
MOST_KEEPERS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100

ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]

router = APIRouter(prefix="/api/calendars", tags=["calendars"])


@dataclass(frozen=True)
class OpenSpan:
    """Open from `opens` until before `closes`, in the centre's time; 24:00 is midnight at the day's end."""

    opens: ClockTime
    closes: ClockTime


DayHours = Annotated[tuple[OpenSpan, ...], Field(max_length=MOST_SPANS)]


@dataclass(frozen=True)
class OwnDay:
    """A day of the centre's own. `hours` belong to the kind `own_hours` only."""

    day: date
    kind: DayKind
    name: Annotated[str, Field(max_length=60)]
    hours: DayHours


class CalendarBody(BaseModel):
    """All of a calendar. `week` begins with Monday; a 调休 working day has those of `make_up_weekday`, 0 = Monday."""

    name: str = Field(max_length=60)
    week: tuple[DayHours, ...] = Field(min_length=7, max_length=7)
    follows_public_holidays: bool
    make_up_weekday: int
    own_days: tuple[OwnDay, ...] = Field(max_length=MOST_DAYS)
    queue_ids: tuple[str, ...] = Field(max_length=MOST_KEEPERS)
    called_numbers: tuple[str, ...] = Field(max_length=MOST_KEEPERS)


class ChangedCalendar(CalendarBody):
    """`version` is the one that was read."""

    version: int


@dataclass(frozen=True)
class CalendarView:
    """A calendar, and how it stands now; `next_opening` is now where it is open, null where none comes."""

    calendar_id: str
    version: int
    name: str
    week: tuple[tuple[OpenSpan, ...], ...]
    follows_public_holidays: bool
    make_up_weekday: int
    own_days: tuple[OwnDay, ...]
    queue_ids: tuple[str, ...]
    called_numbers: tuple[str, ...]
    is_open: bool
    next_opening: datetime | None


@dataclass(frozen=True)
class CalendarList:
    """The calendars in use; `public_holiday_years` are those whose arrangement is known."""

    calendars: tuple[CalendarView, ...]
    public_holiday_years: tuple[int, ...]


@dataclass(frozen=True)
class CalendarChoices:
    """What may keep to a calendar."""

    queues: tuple[Named, ...]
    called_numbers: tuple[str, ...]


@dataclass(frozen=True)
class CalendarDay:
    """A day as the calendar has it: `kind` and `name` are those of a special day, null and "" of a usual one."""

    day: date
    hours: tuple[OpenSpan, ...]
    kind: DayKind | None
    name: str


@router.get("")
async def list_calendars(actor: CalendarManager, parts: Parts) -> CalendarList:
    """The calendars in use, oldest first."""
    calendars = await parts.calendars.all_calendars(await visible_to(parts, actor))
    return CalendarList(tuple(_view(parts, calendar) for calendar in calendars), known_years())


@router.get("/choices")
async def list_calendar_choices(actor: CalendarManager, parts: Parts) -> CalendarChoices:
    """The queues and called numbers that may keep to a calendar."""
    visible = await visible_to(parts, actor)
    queues = [each for each in await parts.organisations.queues() if each.organisation_id in visible]
    numbers = [each for each in await parts.organisations.numbers() if each.organisation_id in visible]
    return CalendarChoices(
        queues=tuple(Named(queue.queue_id, queue.name) for queue in queues),
        called_numbers=tuple(number.called_number for number in numbers),
    )


@router.get("/{calendar_id}/days")
async def list_calendar_days(
    calendar_id: str,
    actor: CalendarManager,
    parts: Parts,
    year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)],
) -> tuple[CalendarDay, ...]:
    """Every day of a year with its hours, holidays and 调休 days in them."""
    calendars = {each.calendar_id: each for each in await parts.calendars.all_calendars(await visible_to(parts, actor))}
    if calendar_id not in calendars:
        raise CalendarNotFound
    table = parts.calendars.timetable(calendars[calendar_id])
    return tuple(_day(table, date(year, 1, 1) + timedelta(days=number)) for number in range(_days_of(year)))


@router.post("", status_code=201)
async def create_calendar(
    body: CalendarBody, actor: CalendarManager, parts: Parts, asking: ChangeRequest
) -> CalendarView:
    """Make a calendar."""
    return _view(parts, await parts.calendars.create(_content(body), await author_of(parts, actor, asking)))


@router.put("/{calendar_id}")
async def change_calendar(
    calendar_id: str, body: ChangedCalendar, actor: CalendarManager, parts: Parts, asking: ChangeRequest
) -> CalendarView:
    """Set all of a calendar anew."""
    author = await author_of(parts, actor, asking)
    return _view(parts, await parts.calendars.change(calendar_id, body.version, _content(body), author))


@router.delete("/{calendar_id}", status_code=204)
async def retire_calendar(calendar_id: str, actor: CalendarManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a calendar out of use; refused with `calendar_in_use` while anything keeps to it."""
    used_by = await parts.directory.entries_with_calendar(calendar_id)
    await parts.calendars.retire(calendar_id, await author_of(parts, actor, asking), used_by=used_by)


def _view(parts: WebParts, calendar: Calendar) -> CalendarView:
    content, now, table = calendar.content, parts.clock.now(), parts.calendars.timetable(calendar)
    return CalendarView(
        calendar_id=calendar.calendar_id,
        version=calendar.version,
        name=content.name,
        week=tuple(_spans(hours) for hours in content.week),
        follows_public_holidays=content.follows_public_holidays,
        make_up_weekday=content.make_up_weekday,
        own_days=tuple(OwnDay(day.day, day.kind, day.name, _spans(day.hours)) for day in content.own_days),
        queue_ids=_kept_by(content, KeeperKind.QUEUE),
        called_numbers=_kept_by(content, KeeperKind.NUMBER),
        is_open=is_open(table, now),
        next_opening=next_opening(table, now),
    )


def _day(table: Timetable, day: date) -> CalendarDay:
    special = table.special_days.get(day)
    kind, name = (None, "") if special is None else (special.kind, special.name)
    return CalendarDay(day, _spans(hours_on(table, day)), kind, name)


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _content(body: CalendarBody) -> CalendarContent:
    keepers = [Keeper(KeeperKind.QUEUE, queue_id) for queue_id in body.queue_ids]
    keepers += [Keeper(KeeperKind.NUMBER, number) for number in body.called_numbers]
    return CalendarContent(
        name=body.name,
        week=tuple(_hours(spans) for spans in body.week),
        follows_public_holidays=body.follows_public_holidays,
        make_up_weekday=body.make_up_weekday,
        own_days=tuple(SpecialDay(day.day, day.kind, day.name, _hours(day.hours)) for day in body.own_days),
        keepers=tuple(keepers),
    )


def _kept_by(content: CalendarContent, kind: KeeperKind) -> tuple[str, ...]:
    return tuple(keeper.subject_id for keeper in content.keepers if keeper.kind is kind)


def _hours(spans: tuple[OpenSpan, ...]) -> Hours:
    return tuple(Span(_minute(span.opens), _minute(span.closes)) for span in spans)


def _spans(hours: Hours) -> tuple[OpenSpan, ...]:
    return tuple(OpenSpan(_clock_time(span.opens_minute), _clock_time(span.closes_minute)) for span in hours)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * MINUTES_OF_AN_HOUR + int(minute)


def _clock_time(minute: int) -> str:
    return "{:02d}:{:02d}".format(*divmod(minute, MINUTES_OF_AN_HOUR))
