"""Dates, months, times of day and durations in words."""

from datetime import date, datetime, time

from rexian.control.speech.errors import WordingError
from rexian.control.speech.wording.numbers import DIGITS, Figure, cardinal, count, to_whole

_WEEKDAYS = "一二三四五六日"


def spoken_date(value: date | str) -> str:
    """2024-07-05, 20240705 or a date → 二零二四年七月五日. A datetime is said as it stands: convert zones before."""
    day = value if isinstance(value, date) else _parse_date(value)
    return f"{_year(day.year)}年{cardinal(day.month)}月{cardinal(day.day)}日"


def month(value: date | str) -> str:
    """202407, 2024-07 or a date → 二零二四年七月."""
    if not isinstance(value, date):
        digits = _only_digits(value, 6)
        value = _parse_date(digits + "01")
    return f"{_year(value.year)}年{cardinal(value.month)}月"


def time_of_day(value: time | datetime | str) -> str:
    """14:05 → 十四点零五分, 14:00 → 十四点整, 02:30 → 两点三十分. Seconds are not said."""
    moment = _parse_time(value) if isinstance(value, str) else value
    if not isinstance(moment, time | datetime):
        raise WordingError("not a time of day", given=type(value).__name__)
    hour = f"{count(moment.hour)}点"
    if moment.minute == 0:
        return hour + "整"
    zero = DIGITS[0] if moment.minute < 10 else ""
    return f"{hour}{zero}{cardinal(moment.minute)}分"


def coming_moment(value: datetime, now: datetime) -> str:
    """A moment ahead as one says it: 明天上午九点整, 十一月二十五日星期三上午九点整. Both in the hearers' zone."""
    days = (value.date() - now.date()).days
    near = ("今天", "明天", "后天")
    if 0 <= days < len(near):
        day = near[days]
    else:
        day = f"{cardinal(value.month)}月{cardinal(value.day)}日星期{_WEEKDAYS[value.weekday()]}"
    hour = value.hour if value.hour <= 12 else value.hour - 12
    return f"{day}{_part_of_day(value.hour)}{time_of_day(time(hour, value.minute))}"


def _part_of_day(hour: int) -> str:
    for until, words in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午")):
        if hour < until:
            return words
    return "晚上"


def duration(value: Figure) -> str:
    """Whole seconds → 一分三十秒, 两分钟, 一小时零五秒."""
    total = to_whole(value)
    if total < 0:
        raise WordingError("a duration is not negative")
    hours, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    words = f"{count(hours)}小时" if hours else ""
    if minutes:
        words += f"{count(minutes) if not hours else cardinal(minutes)}分" + ("" if seconds else "钟")
    elif hours and seconds:
        words += DIGITS[0]
    if seconds or not words:
        words += f"{cardinal(seconds) if hours or minutes else count(seconds)}秒"
    return words


def _year(year: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in f"{year:04d}")


def _only_digits(value: object, length: int) -> str:
    digits = value.strip().replace("-", "").replace("/", "") if isinstance(value, str) else ""
    if len(digits) != length or not (digits.isascii() and digits.isdigit()):
        raise WordingError("not a date")
    return digits


def _parse_date(value: object) -> date:
    digits = _only_digits(value, 8)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise WordingError("no such day in the calendar") from None


def _parse_time(value: str) -> time:
    try:
        return time.fromisoformat(value.strip())
    except ValueError:
        raise WordingError("not a time of day") from None
