"""The text of a time is the one that `datetime` itself would give."""

from datetime import UTC, datetime

import pytest

from rexian.kit.clock import utc_text

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_the_quick_text_is_the_slow_one(microsecond: int) -> None:
    moment = datetime(2026, 3, 2, 1, 2, 3, microsecond, tzinfo=UTC)
    assert utc_text(moment) == moment.isoformat()
    assert datetime.fromisoformat(utc_text(moment)) == moment
