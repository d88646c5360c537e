"""The nightly check of one day, now, of the running instance or the one of the settings."""

from datetime import date
from zoneinfo import ZoneInfo

from rexian.analysis.recordings.service import ExpectedRecordings
from rexian.app.launcher.instance import running_settings
from rexian.app.settings import Settings
from rexian.app.worker.nightly import check_day
from rexian.business.recordings.check_contracts import CheckReport
from rexian.business.recordings.checking import RecordingChecks
from rexian.business.recordings.store import FolderStore
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database


async def check_instance(settings: Settings, day: date) -> CheckReport:
    """Check the day and keep its report. Raises NotRunning, DatabaseUnavailable."""
    url = settings.database_url or running_settings(settings).database_url
    database = Database.connect(str(url))
    try:
        checks = RecordingChecks(database, FolderStore(settings.recordings_folder), SystemClock())
        return await check_day(checks, ExpectedRecordings(database), day, ZoneInfo(settings.centre_zone))
    finally:
        await database.close()
