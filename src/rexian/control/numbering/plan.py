"""How numbers are written in China, and the one form in which a caller's number is kept.

Decides what the digits of a call mean: mobile, landline with area code, service number, foreign, withheld. Called by
`contacts.entry_tables` for each call and by whoever keeps numbers (caller marks): equal callers are equal texts.
How a number is dialled out is left to `dialling`.
"""

import re
from dataclasses import dataclass

MOBILE = re.compile(r"1[3-9]\d{9}")
_SPACERS = re.compile(r"[\s().\-/]")
_INTERNATIONAL = re.compile(r"(?:\+|00)(\d+)")
_LOCAL_LANDLINE = re.compile(r"[2-8]\d{6,7}")
_NATIONAL_LANDLINE = re.compile(r"(?:10|2\d)\d{8}|[3-9]\d{9,10}")
"""A landline number with its area code, without the 0 before it."""
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_FREE_OR_SHARED = re.compile(r"[48]00\d{7}")
_DIALLED_DIGITS = re.compile(r"[0-9*#]+")
_LONGEST_NATIONAL = 11
"""Digits of a national number without its 0: what is longer and begins with the country code has it before it."""


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """Where the trunk's exchange stands: `area_code` with its 0 (`0371`); empty = local numbers stay local."""

    area_code: str = ""
    country_code: str = "86"


def is_subscriber(number: str) -> bool:
    """Whether a kept form is somebody's telephone at home: a mobile, or a landline with its area code."""
    return MOBILE.fullmatch(number) is not None or _LANDLINE.fullmatch(number) is not None


def normal_caller(raw: str, plan: NumberPlan) -> str:
    """The kept form of a caller's number: mobile `13800138000`, landline `037165881234`, service number `95588`,
    foreign `+85223456789`; empty where it is withheld or no number.
    """
    number = _SPACERS.sub("", raw)
    if (international := _INTERNATIONAL.fullmatch(number)) is not None:
        return _from_abroad(international[1], plan)
    if not _DIALLED_DIGITS.fullmatch(number):
        return ""
    return _at_home(number, plan)


def _from_abroad(digits: str, plan: NumberPlan) -> str:
    if not digits.startswith(plan.country_code):
        return f"+{digits}"
    national = digits.removeprefix(plan.country_code)
    if _NATIONAL_LANDLINE.fullmatch(national) and not _FREE_OR_SHARED.fullmatch(national):
        return f"0{national}"
    return _at_home(national, plan)


def _at_home(number: str, plan: NumberPlan) -> str:
    """What came without a sign of its country; an exchange may leave out the 0 of a trunk call, or add one."""
    if MOBILE.fullmatch(number.removeprefix("0")):
        return number.removeprefix("0")
    if len(number) > _LONGEST_NATIONAL and number.startswith(plan.country_code):
        return _from_abroad(number, plan)
    if _FREE_OR_SHARED.fullmatch(number):
        return number
    if _LOCAL_LANDLINE.fullmatch(number):
        return plan.area_code + number
    if _NATIONAL_LANDLINE.fullmatch(number):
        return f"0{number}"
    return number
