"""What callers are told who wait or cannot: the texts of the queue and the flow, else the sentences of the house.

Pure wording, called by `admission`, `waiting` and `calling_back`. A text that cannot be filled (an opening that is not
known, a brace that does not match) gives way to the sentence of the house, so that nobody is told nothing.
"""

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

import structlog

from rexian.control.acd.forecast import Forecast
from rexian.control.contracts.configuration import QueueConfiguration
from rexian.control.speech.errors import TemplateError, WordingError
from rexian.control.speech.wording.moments import coming_moment
from rexian.control.speech.wording.template import render

log = structlog.get_logger(__name__)

FAREWELL = "感谢您的来电，再见。"
CLOSED = "您好，现在是非人工服务时间，人工服务将于{next_opening}开始。"
CLOSED_FOR_LONG = "您好，现在是非人工服务时间，请您在工作时间再次来电。"
NUMBER_CLOSED = "您好，现在是非服务时间，本热线将于{next_opening}开始服务。"
NUMBER_CLOSED_FOR_LONG = "您好，现在是非服务时间，请您在服务时间再次来电。"
NO_AGENT = "抱歉，目前没有坐席在线，暂时无法为您转接人工服务。"
FULL = "抱歉，目前人工线路全忙，请您稍后再拨。"
MENU_ONLY = "抱歉，暂时无法为您转接人工服务。"
WAITS_UNSTAFFED = "目前没有坐席在线，请您耐心等待，或稍后再拨。"

OFFER = "继续等待请按一，预约回拨请按三。"
ASKED = "我们将回拨您来电的号码，{number:tail4}，确认请按一，更换号码请按二，继续等待请按星号键。"
KEYING = "请输入您的手机号码，或带区号的固定电话号码，以井号键结束。"
KEYED = "您输入的号码是，{number:phone}，确认请按一，重新输入请按二，继续等待请按星号键。"
NOT_CALLABLE = "抱歉，无法回拨您输入的号码。"
CALLBACK_BOOKED = "您的回拨已预约成功，排队次序为您保留，轮到您时我们会给您回电，请保持电话畅通。感谢您的来电，再见。"
GREETING = "您好，这里是{called:hotline}热线，您预约的人工服务即将接通，请稍候。"
PLAIN_GREETING = "您好，您预约的人工服务即将接通，请稍候。"

NEXT = "您是下一位，"
BEHIND = "您前面还有{ahead:count}位，"
SOON = "预计等待约{minutes:count}分钟。"
LATER = "预计等待超过半小时。"
UNKNOWN = "请您耐心等待。"
LONGEST_TOLD_MINUTES = 30

_REFUSALS = (NO_AGENT, FULL, MENU_ONLY, CLOSED_FOR_LONG, NUMBER_CLOSED_FOR_LONG)
FIXED = (KEYING, CALLBACK_BOOKED, *_REFUSALS, *(text + FAREWELL for text in _REFUSALS))
"""Sentences that are the same for all callers."""


def queue_closed(queue: QueueConfiguration, opening: datetime | None, now: datetime, zone: str) -> str:
    """The queue is outside its hours."""
    return _closed(queue.closed_text, CLOSED, CLOSED_FOR_LONG, _words(opening, now, zone))


def number_closed(text: str, opening: datetime | None, now: datetime, zone: str) -> str:
    """The called number is outside its hours; `text` is the flow's."""
    return _closed(text, NUMBER_CLOSED, NUMBER_CLOSED_FOR_LONG, _words(opening, now, zone))


def place_told(forecast: Forecast) -> str:
    """How many stand before the caller, and how long it will take."""
    place = render(BEHIND, {"ahead": forecast.place - 1}) if forecast.place > 1 else NEXT
    if forecast.wait_seconds is None:
        return place + UNKNOWN
    minutes = max(ceil(forecast.wait_seconds / 60), 1)
    return place + (LATER if minutes > LONGEST_TOLD_MINUTES else render(SOON, {"minutes": minutes}))


def asked(step: str, number: str) -> str:
    """The question of a step of the call-back's dialogue."""
    return render({"confirm": ASKED, "keyed": KEYED}.get(step, KEYING), {"number": number})


def greeting(called_number: str) -> str:
    """Said to a citizen who was called back and has answered."""
    return filled(GREETING, PLAIN_GREETING, called=called_number)


def filled(text: str, otherwise: str, **values: object) -> str:
    """A text of the configuration; `otherwise` where there is none, or it cannot be said."""
    try:
        return render(text or otherwise, values)
    except (TemplateError, WordingError) as error:
        log.error("a text of the configuration cannot be said", reason=error.code, details=error.details)
        return otherwise


def _words(opening: datetime | None, now: datetime, zone: str) -> str | None:
    local = ZoneInfo(zone)
    return None if opening is None else coming_moment(opening.astimezone(local), now.astimezone(local))


def _closed(text: str, known: str, unknown: str, next_opening: str | None) -> str:
    if next_opening is None:
        return unknown
    return filled(text, render(known, {"next_opening": next_opening}), next_opening=next_opening)
