"""Which months a statement is of."""

from dataclasses import dataclass
from datetime import date, timedelta

USUAL_MONTHS = 12
MOST_MONTHS = 60


@dataclass(frozen=True)
class Period:
    """First day to last day, both within."""

    first: date
    last: date

    @property
    def from_month(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def to_month(self) -> str:
        return f"{self.last:%Y-%m}"

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(from_month: str | None, to_month: str | None, books_date: date) -> Period | None:
    """Without an end up to the books' day, without a begin twelve months. None where it is none, or over 60 months."""
    last_month = _number(to_month) if to_month else books_date.year * 12 + books_date.month - 1
    first_month = _number(from_month) if from_month else last_month - USUAL_MONTHS + 1
    if not 0 <= last_month - first_month < MOST_MONTHS or first_month < 12:
        return None
    return Period(_first_day(first_month), _first_day(last_month + 1) - timedelta(days=1))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _first_day(number: int) -> date:
    year, month = divmod(number, 12)
    return date(year, month + 1, 1)
