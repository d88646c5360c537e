"""Reads the arrangements of public holidays that come with the product, one file a year."""

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from rexian.business.calendar import public_holidays
from rexian.business.calendar.contracts import DayKind, PublicHolidays, SpecialDay


@cache
def known_public_holidays() -> tuple[PublicHolidays, ...]:
    """Every year there is a file for, in order. A year without one has plain weeks."""
    files = (entry for entry in resources.files(public_holidays).iterdir() if entry.name.endswith(".json"))
    documents = (json.loads(file.read_text("utf-8")) for file in files)
    return tuple(sorted((_year(document) for document in documents), key=lambda year: year.year))


def _year(document: dict[str, Any]) -> PublicHolidays:
    days = [day for holiday in document["holidays"] for day in _holiday(holiday)]
    days += [
        SpecialDay(date.fromisoformat(day["date"]), DayKind.WORKING_DAY, day["name"])
        for day in document["working_days"]
    ]
    return PublicHolidays(document["year"], document["source"], tuple(sorted(days, key=lambda day: day.day)))


def _holiday(holiday: dict[str, str]) -> list[SpecialDay]:
    first, last = date.fromisoformat(holiday["first"]), date.fromisoformat(holiday["last"])
    return [
        SpecialDay(first + timedelta(days=number), DayKind.HOLIDAY, holiday["name"])
        for number in range((last - first).days + 1)
    ]
