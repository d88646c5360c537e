"""Which day the nightly check is due for."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rexian.app.worker.nightly import due_day, span_of_day

pytestmark = pytest.mark.pure

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("now", "last_day", "due"),
    [
        ("2026-03-02T18:29", date(2026, 2, 28), date(2026, 3, 1)),  # 2:29 on the 3rd: the night before was missed
        ("2026-03-02T18:29", date(2026, 3, 1), None),
        ("2026-03-02T18:30", date(2026, 3, 1), date(2026, 3, 2)),
        ("2026-03-02T18:30", date(2026, 3, 2), None),
        ("2026-03-02T18:30", None, date(2026, 3, 2)),
        ("2026-03-02T18:30", date(2026, 2, 27), date(2026, 2, 28)),
        ("2026-03-02T18:30", date(2025, 1, 1), date(2026, 2, 24)),
        ("2026-03-02T18:30", date(2027, 1, 1), None),
    ],
)
def test_after_half_past_two_the_day_before_and_missed_ones_first(
    now: str, last_day: date | None, due: date | None
) -> None:
    assert due_day(datetime.fromisoformat(now).replace(tzinfo=UTC), ZONE, last_day) == due


def test_a_day_is_the_centres() -> None:
    since, until = span_of_day(date(2026, 3, 2), ZONE)
    assert (since, until) == (datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC))
