"""Which of several accounts is meant."""

from datetime import date
from decimal import Decimal

import pytest

from rexian.objects.fund_account.accounts import Account, AccountStatus, chosen_account

pytestmark = pytest.mark.pure


def account(number: str, status: AccountStatus, opened_on: date = date(2015, 1, 1)) -> Account:
    zero = Decimal("0.00")
    return Account(number, "单位", status, opened_on, zero, zero, zero, zero, zero, None)


SEALED = account("1", AccountStatus.SEALED, date(2024, 1, 1))
NORMAL = account("2", AccountStatus.NORMAL)
NEWER_NORMAL = account("3", AccountStatus.NORMAL, date(2020, 1, 1))
FROZEN = account("4", AccountStatus.FROZEN)
CLOSED = account("5", AccountStatus.CLOSED_BY_WITHDRAWAL, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("accounts", "chosen"),
    [
        ([SEALED, NORMAL, CLOSED], NORMAL),
        ([NORMAL, NEWER_NORMAL], NEWER_NORMAL),
        ([FROZEN, SEALED], SEALED),
        ([CLOSED, FROZEN], FROZEN),
        ([CLOSED], CLOSED),
        ([], None),
    ],
)
def test_the_normal_account_comes_first_and_the_newest_of_equals(
    accounts: list[Account], chosen: Account | None
) -> None:
    assert chosen_account(accounts, None) is chosen


def test_an_account_asked_for_by_number_is_the_one_or_none() -> None:
    assert chosen_account([SEALED, NORMAL], "1") is SEALED
    assert chosen_account([SEALED, NORMAL], "9") is None
