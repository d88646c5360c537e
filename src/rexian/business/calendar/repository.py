"""All SQL of calendars, and their form in the tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.calendar.contracts import (
    Calendar,
    CalendarContent,
    DayKind,
    Hours,
    Keeper,
    KeeperKind,
    Span,
    SpecialDay,
)
from rexian.business.calendar.models import CalendarKeeperRow, CalendarRow


async def find_calendar(session: AsyncSession, calendar_id: str, *, for_change: bool = False) -> CalendarRow | None:
    return await session.get(CalendarRow, calendar_id, with_for_update=for_change)


async def calendars_of(session: AsyncSession, organisation_ids: Iterable[str] | None) -> Sequence[CalendarRow]:
    """The calendars in use, of these organisations or of all."""
    statement = select(CalendarRow).where(CalendarRow.retired_at.is_(None)).order_by(CalendarRow.created_at)
    if organisation_ids is not None:
        statement = statement.where(CalendarRow.organisation_id.in_(list(organisation_ids)))
    return (await session.scalars(statement)).all()


async def keepers_by_calendar(session: AsyncSession) -> Mapping[str, tuple[Keeper, ...]]:
    found: dict[str, list[Keeper]] = defaultdict(list)
    for row in await session.scalars(select(CalendarKeeperRow)):
        found[row.calendar_id].append(Keeper(KeeperKind(row.kind), row.subject_id))
    return {calendar_id: tuple(sorted(keepers)) for calendar_id, keepers in found.items()}


async def keepers_elsewhere(session: AsyncSession, calendar_id: str, keepers: Iterable[Keeper]) -> Sequence[Keeper]:
    """Those of the keepers that keep to another calendar."""
    wanted = [(str(keeper.kind), keeper.subject_id) for keeper in keepers]
    statement = select(CalendarKeeperRow).where(
        tuple_(CalendarKeeperRow.kind, CalendarKeeperRow.subject_id).in_(wanted),
        CalendarKeeperRow.calendar_id != calendar_id,
    )
    return [Keeper(KeeperKind(row.kind), row.subject_id) for row in await session.scalars(statement)]


async def replace_keepers(session: AsyncSession, calendar_id: str, keepers: Iterable[Keeper]) -> None:
    await session.execute(delete(CalendarKeeperRow).where(CalendarKeeperRow.calendar_id == calendar_id))
    for keeper in set(keepers):
        session.add(CalendarKeeperRow(kind=str(keeper.kind), subject_id=keeper.subject_id, calendar_id=calendar_id))


def columns_of(content: CalendarContent) -> dict[str, Any]:
    """The content as columns of `calendars`; keepers have a table of their own."""
    return {
        "name": content.name,
        "week": [_spans(hours) for hours in content.week],
        "follows_public_holidays": content.follows_public_holidays,
        "make_up_weekday": content.make_up_weekday,
        "own_days": [
            {"day": day.day.isoformat(), "kind": str(day.kind), "name": day.name, "hours": _spans(day.hours)}
            for day in content.own_days
        ],
    }


def calendar_of(row: CalendarRow, keepers: tuple[Keeper, ...]) -> Calendar:
    content = CalendarContent(
        name=row.name,
        week=tuple(_hours(spans) for spans in row.week),
        follows_public_holidays=row.follows_public_holidays,
        make_up_weekday=row.make_up_weekday,
        own_days=tuple(
            SpecialDay(date.fromisoformat(day["day"]), DayKind(day["kind"]), day["name"], _hours(day["hours"]))
            for day in row.own_days
        ),
        keepers=keepers,
    )
    return Calendar(row.id, row.organisation_id, row.version, content, row.retired_at)


def _spans(hours: Hours) -> list[list[int]]:
    return [[span.opens_minute, span.closes_minute] for span in hours]


def _hours(spans: Sequence[Sequence[int]]) -> Hours:
    return tuple(Span(opens, closes) for opens, closes in spans)
