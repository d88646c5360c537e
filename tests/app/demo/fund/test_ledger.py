"""The books of one account."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.app.demo.fund_ledger import KEPT, REVERSED, Ledger, interest_on

pytestmark = pytest.mark.pure

FIRST = date(2024, 7, 1)


def test_interest_is_one_and_a_half_percent_of_a_year_of_360_days() -> None:
    assert interest_on(1_000_000 * 360) == 15_000
    ledger = Ledger(FIRST)
    ledger.bring_forward(FIRST, 1_000_000)
    ledger.end_year(date(2025, 6, 30))
    assert ledger.balance == 1_000_000 + 15_167  # 364 days from 1 July to 30 June


def test_money_earns_interest_from_its_own_day() -> None:
    ledger = Ledger(FIRST)
    ledger.deposit(date(2025, 6, 20), 360_000, "2025-06")
    ledger.end_year(date(2025, 6, 30))
    assert ledger.movements[-1].interest_amount == 150


def test_the_year_end_makes_current_money_carried() -> None:
    ledger = Ledger(FIRST)
    ledger.deposit(date(2024, 8, 10), 100_000, "2024-08")
    assert (ledger.carried, ledger.current_year) == (0, 100_000)
    ledger.end_year(date(2025, 6, 30))
    assert ledger.current_year == 0
    assert ledger.carried == 100_000 + ledger.movements[-1].interest_amount


def test_a_withdrawal_takes_carried_money_first() -> None:
    ledger = Ledger(FIRST)
    ledger.bring_forward(FIRST, 50_000)
    ledger.deposit(date(2024, 8, 10), 100_000, "2024-08")
    ledger.withdraw(date(2024, 9, 1), 60_000, "07")
    assert (ledger.carried, ledger.current_year) == (0, 90_000)
    assert ledger.movements[-1].amount == -60_000


def test_closing_credits_interest_and_empties_the_account() -> None:
    ledger = Ledger(FIRST)
    ledger.bring_forward(FIRST, 1_000_000)
    taken = ledger.close(FIRST + timedelta(days=360), "12", "03")
    assert taken == 1_015_000
    assert ledger.balance == ledger.carried == ledger.current_year == 0


def test_a_reversed_deposit_is_written_and_counts_for_nothing() -> None:
    ledger = Ledger(FIRST)
    ledger.deposit(date(2024, 8, 10), 100_000, "2024-08", reversal_flag=REVERSED)
    assert ledger.balance == 0
    assert len(ledger.movements) == 2


steps = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 500_000), st.sampled_from("dwrey")), max_size=40)


@given(st.integers(0, 10_000_000), steps)
def test_parts_and_movements_always_add_up_to_the_balance(opening: int, story: list[tuple[int, int, str]]) -> None:
    ledger, day = Ledger(FIRST), FIRST
    ledger.bring_forward(day, opening)
    for days, amount, kind in story:
        day += timedelta(days=days)
        if kind == "w":
            ledger.withdraw(day, min(amount, ledger.balance), "07")
        elif kind in "ey":
            ledger.end_year(day)
        else:
            ledger.deposit(day, amount, "2024-08", reversal_flag=REVERSED if kind == "r" else KEPT)
    kept = [movement for movement in ledger.movements if movement.reversal_flag == KEPT]
    assert sum(movement.amount + movement.interest_amount for movement in kept) == ledger.balance
    assert sum(movement.carried_amount for movement in kept) == ledger.carried >= 0
    assert sum(movement.current_year_amount for movement in kept) == ledger.current_year >= 0
