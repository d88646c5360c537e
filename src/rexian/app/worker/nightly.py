"""The check of recordings that runs by itself: once a night, of the day before, in the centre's zone.

Which days are due the reports tell: a worker that was away for some nights checks the days it missed, one after the
other, and two workers do no harm to one another.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from rexian.analysis.recordings.service import ExpectedRecordings
from rexian.business.recordings.check_contracts import CheckReport
from rexian.business.recordings.checking import RecordingChecks
from rexian.kit.clock import Clock

CHECK_AT = time(2, 30)
"""Local time: talks of the evening are over and stored."""

MISSED_DAYS = 7
"""So far back days are made up for."""

log = structlog.get_logger(__name__)


def due_day(now: datetime, zone: ZoneInfo, last_day: date | None) -> date | None:
    """The day to check now, or None; `last_day` is the latest that was checked."""
    local = now.astimezone(zone)
    newest = local.date() - timedelta(days=1 if local.time() >= CHECK_AT else 2)
    if last_day is None:
        return newest
    day = max(last_day + timedelta(days=1), newest - timedelta(days=MISSED_DAYS - 1))
    return day if day <= newest else None


def span_of_day(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight in the zone."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


async def check_day(checks: RecordingChecks, expected: ExpectedRecordings, day: date, zone: ZoneInfo) -> CheckReport:
    """Check one day."""
    return await checks.check(day, await expected.between(*span_of_day(day, zone)))


class NightlyCheck:
    """One `step` checks a day that is due, and tells `observe` the newest report."""

    def __init__(
        self,
        checks: RecordingChecks,
        expected: ExpectedRecordings,
        zone: ZoneInfo,
        clock: Clock,
        observe: Callable[[CheckReport], None],
    ) -> None:
        self._checks = checks
        self._expected = expected
        self._zone = zone
        self._clock = clock
        self._observe = observe

    async def step(self) -> bool:
        """Check a day; False when none is due."""
        newest = await self._checks.newest()
        day = due_day(self._clock.now(), self._zone, newest.day if newest else None)
        if newest is not None:
            self._observe(newest)
        if day is None:
            return False
        report = await check_day(self._checks, self._expected, day, self._zone)
        self._observe(report)
        tell = log.info if report.complete == report.segments else log.error
        tell(
            "recordings checked",
            day=day.isoformat(),
            segments=report.segments,
            complete=report.complete,
            first=[f"{found.recording_id} {found.fault}" for found in report.incomplete[:5]],
        )
        return True
