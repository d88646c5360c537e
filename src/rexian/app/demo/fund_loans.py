"""Housing loans: instalments and their schedule, in fen (1/100 yuan), rounded half up; rates per year."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

EQUAL_INSTALMENT, EQUAL_PRINCIPAL = "01", "02"
"""DKHKFS (A.11): 等额本息, 等额本金."""

PENALTY_FACTOR = Decimal("1.5")
_FIVE_YEARS_MONTHS = 60
_RATES = (
    (date(2025, 5, 8), Decimal("0.0210"), Decimal("0.0260")),
    (date(2024, 5, 18), Decimal("0.0235"), Decimal("0.0285")),
    (date(2022, 10, 1), Decimal("0.0260"), Decimal("0.0310")),
    (date(2015, 8, 26), Decimal("0.0275"), Decimal("0.0325")),
)
"""First home: from that day on, up to five years, above. A demo loan keeps its first rate for life."""


class Instalment(NamedTuple):
    """One period of a schedule; money in fen."""

    period: int
    principal: int
    interest: int

    @property
    def amount(self) -> int:
        return self.principal + self.interest


def first_home_rate(signed_on: date, term_months: int) -> Decimal:
    """The yearly rate of a loan signed that day."""
    for from_day, short, long in _RATES:
        if signed_on >= from_day:
            return short if term_months <= _FIVE_YEARS_MONTHS else long
    raise ValueError("no rate is known for that day")


def whole_fen(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def equal_instalment(principal: int, annual_rate: Decimal, term_months: int) -> int:
    """等额本息: P·i·(1+i)^n / ((1+i)^n - 1) with i a twelfth of the yearly rate."""
    monthly = annual_rate / 12
    growth = (1 + monthly) ** term_months
    return whole_fen(principal * monthly * growth / (growth - 1))


def schedule(principal: int, annual_rate: Decimal, term_months: int, method: str) -> Iterator[Instalment]:
    """All periods from 1; the last one takes what rounding left over."""
    monthly = annual_rate / 12
    balance = principal
    fixed = equal_instalment(principal, annual_rate, term_months) if method == EQUAL_INSTALMENT else 0
    share = whole_fen(Decimal(principal) / term_months)
    for period in range(1, term_months + 1):
        interest = whole_fen(balance * monthly)
        part = fixed - interest if method == EQUAL_INSTALMENT else share
        part = balance if period == term_months else min(part, balance)
        balance -= part
        yield Instalment(period, part, interest)


def penalty(overdue: int, annual_rate: Decimal, days: int) -> int:
    """罚息 on an overdue sum (principal and interest): 1.5 times the daily rate of a year of 360 days."""
    return whole_fen(overdue * annual_rate / 360 * PENALTY_FACTOR * days)
