"""The nightly check: what is short, missing, altered or not stored is found, and the report kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from tests.business.recordings.conftest import START, Studio

from rexian.business.recordings.check_contracts import Expectation, ExpectedRecording, Fault
from rexian.business.recordings.checking import RecordingChecks

pytestmark = pytest.mark.parts

DAY = date(2026, 3, 2)
EXPECTED = ExpectedRecording("r1", "c1", "s3", "a1", START, 1, 3.0)


@pytest.fixture
def checks(studio: Studio) -> RecordingChecks:
    return RecordingChecks(studio.database, studio.store, studio.clock)


async def stored(studio: Studio, seconds: float = 3.0, lacking_seconds: float = 0.0) -> None:
    await studio.keep_key()
    await studio.one_block(seconds, captured=lambda whole: whole - lacking_seconds)
    assert await studio.finaliser.store_next()


async def fault(checks: RecordingChecks, expected: ExpectedRecording = EXPECTED) -> Fault | None:
    report = await checks.check(DAY, Expectation((expected,), 0))
    assert report.segments == 1
    assert report.complete == 1 - len(report.incomplete)
    assert report.share_complete == report.complete
    return report.incomplete[0].fault if report.incomplete else None


async def test_a_whole_recording_is_complete(studio: Studio, checks: RecordingChecks) -> None:
    await stored(studio)
    report = await checks.check(DAY, Expectation((EXPECTED,), 2))
    assert (report.segments, report.complete, report.unfinished, report.share_complete) == (1, 1, 2, 1.0)
    assert (report.expected_seconds, report.captured_seconds) == (3.0, 3.0)
    assert await checks.newest() == report


async def test_what_is_not_there_is_told(studio: Studio, checks: RecordingChecks) -> None:
    assert await fault(checks) is Fault.MISSING
    assert await fault(checks, replace(EXPECTED, blocks=0, expected_seconds=0.0)) is None
    await studio.intake.note([studio.started(1, 0)])
    assert await fault(checks) is Fault.NOT_STORED


async def test_a_recording_that_nothing_was_written_of(studio: Studio, checks: RecordingChecks) -> None:
    await studio.keep_key()
    await studio.intake.note([studio.started(1, 0), studio.ended(1, 3, 3), studio.stopped(1, 3)])
    assert await studio.finaliser.store_next()
    assert await fault(checks) is Fault.FAILED


@pytest.mark.parametrize(("lacking", "found"), [(0.09, None), (0.15, Fault.SHORT)])
async def test_a_tenth_of_a_second_may_lack_in_each_block(
    studio: Studio, checks: RecordingChecks, lacking: float, found: Fault | None
) -> None:
    await stored(studio, lacking_seconds=lacking)
    assert await fault(checks) is found


async def test_the_facts_are_believed_not_the_recording(studio: Studio, checks: RecordingChecks) -> None:
    await stored(studio)
    assert await fault(checks, replace(EXPECTED, expected_seconds=30.0)) is Fault.SHORT


async def test_a_file_that_was_changed_or_taken_away_is_found(studio: Studio, checks: RecordingChecks) -> None:
    await stored(studio)
    (file,) = (studio.folder / "recordings").rglob("*.sealed")
    content = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert await fault(checks) is Fault.ALTERED
    file.unlink()
    assert await fault(checks) is Fault.FILE_MISSING


async def test_what_was_deleted_in_time_counts_for_nothing(studio: Studio, checks: RecordingChecks) -> None:
    await stored(studio)
    async with studio.database.transaction() as session:
        await session.execute(text("UPDATE recordings SET state = 'deleted'"))
    report = await checks.check(DAY, Expectation((EXPECTED,), 0))
    assert (report.segments, report.deleted, report.share_complete) == (0, 1, 1.0)


async def test_a_day_checked_again_replaces_its_report(studio: Studio, checks: RecordingChecks) -> None:
    await checks.check(DAY, Expectation((EXPECTED,), 0))
    await checks.check(DAY - timedelta(days=1), Expectation((), 0))
    newest = await checks.newest()
    assert newest is not None
    assert (newest.day, newest.share_complete) == (DAY, 0.0)
    await stored(studio)
    await checks.check(DAY, Expectation((EXPECTED,), 0))
    newest = await checks.newest()
    assert newest is not None
    assert (newest.share_complete, newest.incomplete) == (1.0, ())
