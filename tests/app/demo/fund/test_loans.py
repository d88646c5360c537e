"""Instalments: the check values, and schedules that pay back exactly what was lent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.app.demo.fund_borrowers import Contract, due_day, matures_on, repay_until
from rexian.app.demo.fund_loans import (
    EQUAL_INSTALMENT,
    EQUAL_PRINCIPAL,
    equal_instalment,
    first_home_rate,
    penalty,
    schedule,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("yuan", "rate", "months", "fen"),
    [(500_000, "0.026", 360, 200_170), (1_000_000, "0.026", 240, 534_788), (300_000, "0.021", 60, 527_146)],
)
def test_equal_instalments(yuan: int, rate: str, months: int, fen: int) -> None:
    assert equal_instalment(yuan * 100, Decimal(rate), months) == fen


def test_equal_principal() -> None:
    periods = list(schedule(50_000_000, Decimal("0.026"), 360, EQUAL_PRINCIPAL))
    assert (periods[0].amount, periods[-1].amount) == (247_222, 139_150)


@given(
    st.integers(1_000_000, 100_000_000),
    st.sampled_from(["0.021", "0.026", "0.03075"]),
    st.integers(1, 360),
    st.sampled_from([EQUAL_INSTALMENT, EQUAL_PRINCIPAL]),
)
def test_a_schedule_pays_back_what_was_lent(principal: int, rate: str, months: int, method: str) -> None:
    periods = list(schedule(principal, Decimal(rate), months, method))
    assert sum(period.principal for period in periods) == principal
    assert len(periods) == months
    assert all(period.principal >= 0 and period.interest >= 0 for period in periods)


@pytest.mark.parametrize(
    ("signed_on", "months", "rate"),
    [
        (date(2025, 5, 8), 60, "0.0210"),
        (date(2025, 5, 8), 61, "0.0260"),
        (date(2025, 5, 7), 360, "0.0285"),
        (date(2023, 1, 1), 360, "0.0310"),
    ],
)
def test_the_rate_is_that_of_the_day_of_signing(signed_on: date, months: int, rate: str) -> None:
    assert first_home_rate(signed_on, months) == Decimal(rate)


def test_penalty_is_one_and_a_half_times_the_daily_rate() -> None:
    assert penalty(1_000_000, Decimal("0.024"), 30) == 3_000


CONTRACT = Contract(12_000_000, 120, EQUAL_INSTALMENT, Decimal("0.026"), date(2025, 12, 20), date(2026, 1, 15), 10, 0)


def test_the_first_instalment_is_due_in_the_month_after() -> None:
    assert due_day(CONTRACT, 1) == date(2026, 2, 10)
    assert due_day(CONTRACT, 12) == date(2027, 1, 10)
    assert matures_on(CONTRACT) == date(2036, 1, 15)


def test_missed_instalments_stay_open_and_the_balance_knows() -> None:
    loan = repay_until(CONTRACT, date(2026, 11, 23), unpaid_periods=2)
    periods = list(schedule(CONTRACT.amount, CONTRACT.annual_rate, 120, CONTRACT.method))
    assert [overdue.period for overdue in loan.open_overdue] == [9, 10]
    assert loan.balance == CONTRACT.amount - sum(period.principal for period in periods[:8])
    assert loan.planned == periods[10]


def test_a_late_instalment_is_collected_with_penalty() -> None:
    loan = repay_until(CONTRACT, date(2026, 11, 23), unpaid_periods=0, late_period=3)
    (overdue,) = loan.overdue
    assert overdue.collected_on == date(2026, 4, 30)
    assert overdue.penalty > 0
    assert loan.open_overdue == []


def test_a_loan_paid_to_the_end_is_settled() -> None:
    loan = repay_until(CONTRACT, date(2036, 2, 1), unpaid_periods=0)
    assert loan.balance == 0
    assert loan.settled_on == date(2036, 1, 10)
    assert loan.planned is None
