"""When a calendar is open, at every edge: midnight, 24:00, around the clock, year ends, holidays and 调休."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.business.calendar.contracts import (
    WHOLE_DAY,
    CalendarContent,
    DayKind,
    Hours,
    Span,
    SpecialDay,
    Timetable,
)
from rexian.business.calendar.holidays import known_public_holidays
from rexian.business.calendar.rules import (
    faults_of,
    is_open,
    next_opening,
    openings,
    timetable,
    working_seconds_between,
)

pytestmark = pytest.mark.pure

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE: Hours = (Span(8 * 60 + 30, 12 * 60), Span(14 * 60, 17 * 60 + 30))
WEEK = (OFFICE,) * 5 + ((), ())
CONTENT = CalendarContent("人工服务时间", WEEK, True, 0, (), ())
OFFICE_TABLE = timetable(CONTENT, ZONE, known_public_holidays())
ALWAYS = Timetable(ZONE, (WHOLE_DAY,) * 7, {})
NEVER = Timetable(ZONE, ((),) * 7, {})


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(Span(edges[at], edges[at + 1]) for at in range(0, len(edges) - 1, 2))


@st.composite
def tables(draw: st.DrawFn, zones: tuple[str, ...] = ("Asia/Shanghai",)) -> Timetable:
    days = draw(st.lists(st.dates(date(2025, 12, 20), date(2026, 1, 20)), max_size=8, unique=True))
    special = {day: SpecialDay(day, draw(st.sampled_from(DayKind)), "", draw(hours())) for day in days}
    week = tuple(draw(hours()) for _ in range(7))
    return Timetable(ZoneInfo(draw(st.sampled_from(zones))), week, special, draw(st.integers(0, 6)))


FIRST = datetime(2025, 12, 20, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=31)).map(lambda span: FIRST + span)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:29:59", False),
        ("2026-11-23 08:30:00", True),
        ("2026-11-23 11:59:59", True),
        ("2026-11-23 12:00:00", False),
        ("2026-11-23 17:30:00", False),
        ("2026-11-22 10:00:00", False),  # a Sunday
        ("2026-01-01 10:00:00", False),  # 元旦, a Thursday
        ("2026-01-04 10:00:00", True),  # a Sunday that is worked
        ("2026-02-28 10:00:00", True),  # a Saturday that is worked
        ("2026-10-07 10:00:00", False),  # 国庆节, a Wednesday
        ("2026-10-10 10:00:00", True),  # a Saturday that is worked
        ("2027-01-01 10:00:00", True),  # a Friday of a year without a file
    ],
)
def test_office_hours_keep_the_published_arrangement(moment: str, expected: bool) -> None:
    assert is_open(OFFICE_TABLE, local(moment)) is expected


def test_the_year_2026_is_whole() -> None:
    (year,) = (year for year in known_public_holidays() if year.year == 2026)
    holidays = [day for day in year.days if day.kind is DayKind.HOLIDAY]
    worked = [day.day for day in year.days if day.kind is DayKind.WORKING_DAY]
    assert len(holidays) == 33
    assert [day.isoweekday() for day in worked] == [7, 6, 6, 6, 7, 6]
    assert "国务院办公厅" in year.source


def test_a_calendar_of_its_own_keeps_no_holidays_and_its_own_days_come_first() -> None:
    around_the_clock = timetable(
        CalendarContent("全天", (WHOLE_DAY,) * 7, False, 0, (), ()), ZONE, known_public_holidays()
    )
    own = SpecialDay(date(2026, 2, 16), DayKind.OWN_HOURS, "除夕值班", (Span(540, 720),))
    with_duty = timetable(CalendarContent("值班", WEEK, True, 0, (own,), ()), ZONE, known_public_holidays())
    assert is_open(around_the_clock, local("2026-02-17 03:00"))
    assert is_open(with_duty, local("2026-02-16 09:00"))
    assert not is_open(with_duty, local("2026-02-16 14:30"))


def test_the_next_opening_passes_over_the_spring_festival() -> None:
    assert next_opening(OFFICE_TABLE, local("2026-02-14 17:30")) == local("2026-02-24 08:30")
    assert next_opening(OFFICE_TABLE, local("2026-02-14 17:29")) == local("2026-02-14 17:29")
    assert next_opening(OFFICE_TABLE, local("2025-12-31 18:00")) == local("2026-01-04 08:30")
    assert next_opening(NEVER, local("2026-02-14 17:30")) is None


def test_24_00_and_midnight_are_one_moment() -> None:
    late = Timetable(ZONE, ((Span(22 * 60, 1440),), (Span(0, 60),), (), (), (), (), ()), {})
    (night,) = openings(late, local("2026-11-23 00:00"), local("2026-11-25 00:00"))
    assert (night.opens_at, night.closes_at) == (local("2026-11-23 22:00"), local("2026-11-24 01:00"))
    assert is_open(late, local("2026-11-24 00:00"))
    assert not is_open(late, local("2026-11-24 01:00"))


def test_working_seconds_over_a_holiday_and_a_year_end() -> None:
    assert working_seconds_between(OFFICE_TABLE, local("2026-09-30 17:00"), local("2026-10-08 09:00")) == 3600
    assert working_seconds_between(OFFICE_TABLE, local("2025-12-31 17:00"), local("2026-01-04 09:30")) == 5400
    assert working_seconds_between(OFFICE_TABLE, local("2026-10-08 09:00"), local("2026-09-30 17:00")) == 0


@given(MOMENTS, MOMENTS)
def test_around_the_clock_every_second_works(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    assert working_seconds_between(ALWAYS, start, end) == (end - start).total_seconds()
    assert is_open(ALWAYS, one)


@given(tables(), st.lists(MOMENTS, min_size=3, max_size=3))
def test_working_seconds_add_up(table: Timetable, moments: list[datetime]) -> None:
    first, second, third = sorted(moments)
    parts = working_seconds_between(table, first, second) + working_seconds_between(table, second, third)
    assert working_seconds_between(table, first, third) == pytest.approx(parts, abs=1e-4)


@given(tables(("Asia/Shanghai", "Europe/Berlin", "America/New_York")), MOMENTS)
def test_the_next_opening_is_open_and_all_before_it_is_closed(table: Timetable, moment: datetime) -> None:
    opening = next_opening(table, moment)
    assert is_open(table, moment) is (opening == moment)
    if opening is not None:
        assert is_open(table, opening)
        assert working_seconds_between(table, moment, opening) == 0
        assert opening == moment or not is_open(table, opening - timedelta(microseconds=1))


@given(tables(("Asia/Shanghai", "America/New_York")), MOMENTS, MOMENTS)
def test_openings_are_in_order_apart_and_say_the_same_as_is_open(
    table: Timetable, one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    found = list(openings(table, start, end))
    edges = [edge for opening in found for edge in (opening.opens_at, opening.closes_at)]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)
    assert all(is_open(table, opening.opens_at) for opening in found)
    assert all(opening.closes_at == end or not is_open(table, opening.closes_at) for opening in found)


def test_a_change_of_the_clock_swallows_what_is_not_there() -> None:
    table = Timetable(ZoneInfo("America/New_York"), ((Span(120, 180),),) * 7, {})
    start, end = datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
    assert list(openings(table, start, end)) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (CalendarContent(" ", WEEK, True, 0, (), ()), ("name", "empty_or_unprintable")),
        (CalendarContent("a\0", WEEK, True, 0, (), ()), ("name", "empty_or_unprintable")),
        (
            CalendarContent("x", WEEK, True, 0, (SpecialDay(date(2026, 1, 1), DayKind.HOLIDAY, "\0"),), ()),
            ("own_days.2026-01-01", "unprintable_name"),
        ),
        (CalendarContent("x", WEEK[:6], True, 0, (), ()), ("week", "not_seven_days")),
        (CalendarContent("x", WEEK, True, 7, (), ()), ("make_up_weekday", "no_weekday")),
        (CalendarContent("x", ((Span(600, 1441),), *WEEK[1:]), True, 0, (), ()), ("week.0", "no_span_of_a_day")),
        (CalendarContent("x", ((Span(600, 600),), *WEEK[1:]), True, 0, (), ()), ("week.0", "no_span_of_a_day")),
        (
            CalendarContent("x", ((Span(0, 60), Span(60, 90)), *WEEK[1:]), True, 0, (), ()),
            ("week.0", "spans_touch_or_out_of_order"),
        ),
        (
            CalendarContent("x", WEEK, True, 0, (SpecialDay(date(2026, 1, 1), DayKind.HOLIDAY, "", OFFICE),), ()),
            ("own_days.2026-01-01", "hours_only_with_own_hours"),
        ),
        (
            CalendarContent("x", WEEK, True, 0, (SpecialDay(date(2026, 1, 1), DayKind.HOLIDAY, ""),) * 2, ()),
            ("own_days.2026-01-01", "named_twice"),
        ),
    ],
)
def test_what_is_wrong_is_named(content: CalendarContent, fault: tuple[str, str]) -> None:
    assert faults_of(content) == (fault,)


def test_a_right_calendar_has_no_fault() -> None:
    assert faults_of(CONTENT) == ()
