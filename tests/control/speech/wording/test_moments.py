"""Dates, months, times of day and durations."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.moments import coming_moment, duration, month, spoken_date, time_of_day
from rexian.control.speech.wording.numbers import cardinal

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "value", [date(2024, 7, 5), "2024-07-05", "20240705", "2024/07/05", datetime(2024, 7, 5, 9, tzinfo=UTC)]
)
def test_a_date_is_said_year_by_digit(value: date | str) -> None:
    assert spoken_date(value) == "二零二四年七月五日"


@pytest.mark.parametrize(
    ("value", "words"), [("20201011", "二零二零年十月十一日"), ("19991231", "一九九九年十二月三十一日")]
)
def test_more_dates(value: str, words: str) -> None:
    assert spoken_date(value) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2024, 7, 5, 14, tzinfo=UTC), "今天下午两点整"),
        (datetime(2024, 7, 6, 9, tzinfo=UTC), "明天上午九点整"),
        (datetime(2024, 7, 7, 8, 30, tzinfo=UTC), "后天上午八点三十分"),
        (datetime(2024, 7, 8, 12, 5, tzinfo=UTC), "七月八日星期一中午十二点零五分"),
        (datetime(2024, 7, 6, 0, 0, tzinfo=UTC), "明天凌晨零点整"),
        (datetime(2024, 7, 5, 19, tzinfo=UTC), "今天晚上七点整"),
    ],
)
def test_a_moment_ahead(moment: datetime, words: str) -> None:
    assert coming_moment(moment, datetime(2024, 7, 5, 10, tzinfo=UTC)) == words


@pytest.mark.parametrize("value", ["202407", "2024-07", date(2024, 7, 31)])
def test_a_month(value: date | str) -> None:
    assert month(value) == "二零二四年七月"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("14:05", "十四点零五分"),
        ("14:00", "十四点整"),
        (time(14, 30), "十四点三十分"),
        ("02:00", "两点整"),
        ("00:00", "零点整"),
        (datetime(2024, 7, 5, 9, 15, tzinfo=UTC), "九点十五分"),
    ],
)
def test_times_of_day(value: time | datetime | str, words: str) -> None:
    assert time_of_day(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (90, "一分三十秒"),
        (0, "零秒"),
        (2, "两秒"),
        (60, "一分钟"),
        (120, "两分钟"),
        (150, "两分三十秒"),
        (3600, "一小时"),
        (5400, "一小时三十分钟"),
        (3605, "一小时零五秒"),
        (7325, "两小时二分五秒"),
    ],
)
def test_durations(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_a_day_of_each_month() -> None:
    assert f"每月{cardinal(5)}日" == "每月五日"


@pytest.mark.parametrize("bad", ["2024-02-30", "2024", "", None, "２０２４０７０５", 20240705])
def test_no_date(bad: object) -> None:
    with pytest.raises(WordingError):
        spoken_date(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["25:00", "x", 5, None])
def test_no_time(bad: object) -> None:
    with pytest.raises(WordingError):
        time_of_day(bad)  # type: ignore[arg-type]


@given(st.dates(), st.dates())
def test_different_days_sound_different(one: date, other: date) -> None:
    assert (spoken_date(one) == spoken_date(other)) == (one == other)
