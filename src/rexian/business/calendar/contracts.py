"""What others may know of calendars: weekly hours, special days, and who keeps to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

MINUTES_OF_A_DAY = 24 * 60
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, order=True)
class Span:
    """Open from a minute of the local day (0 = midnight) until before another (1440 = 24:00)."""

    opens_minute: int
    closes_minute: int


Hours = tuple[Span, ...]
"""The open spans of one day, in order, none touching the one before."""

WHOLE_DAY: Hours = (Span(0, MINUTES_OF_A_DAY),)


class DayKind(StrEnum):
    """How a special day differs from its weekday."""

    HOLIDAY = "holiday"
    """放假: closed."""
    WORKING_DAY = "working_day"
    """调休上班: the hours of the calendar's `make_up_weekday`, whatever day of the week it is."""
    OWN_HOURS = "own_hours"
    """The centre's own exception: exactly the hours that stand with it."""


@dataclass(frozen=True)
class SpecialDay:
    """One day that is not like its weekday. `hours` count for `own_hours` only."""

    day: date
    kind: DayKind
    name: str
    hours: Hours = ()


@dataclass(frozen=True)
class Timetable:
    """A calendar as the rules use it: `week` begins with Monday; local days are those of `zone`."""

    zone: ZoneInfo
    week: tuple[Hours, ...]
    special_days: Mapping[date, SpecialDay]
    make_up_weekday: int = 0


@dataclass(frozen=True)
class Opening:
    """One stretch of being open, in UTC: from `opens_at` until before `closes_at`."""

    opens_at: datetime
    closes_at: datetime


class KeeperKind(StrEnum):
    """What can keep to a calendar. A directory entry names its calendar itself."""

    QUEUE = "queue"
    NUMBER = "number"


@dataclass(frozen=True, order=True)
class Keeper:
    """A queue or a called number that is open by a calendar; it keeps to one calendar at most."""

    kind: KeeperKind
    subject_id: str


@dataclass(frozen=True)
class CalendarContent:
    """What an administrator sets. Public holidays are those of the data files; own days come before them."""

    name: str
    week: tuple[Hours, ...]
    follows_public_holidays: bool
    make_up_weekday: int
    own_days: tuple[SpecialDay, ...]
    keepers: tuple[Keeper, ...]


@dataclass(frozen=True)
class Calendar:
    """A stored calendar; `version` grows with each change."""

    calendar_id: str
    organisation_id: str
    version: int
    content: CalendarContent
    retired_at: datetime | None


@dataclass(frozen=True)
class PublicHolidays:
    """The arrangement of one year and where it was published."""

    year: int
    source: str
    days: tuple[SpecialDay, ...]
