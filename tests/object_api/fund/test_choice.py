"""Which of several accounts is meant."""

from datetime import date
from decimal import Decimal

import pytest

from rexian.object_api.fund.choice import chosen_account
from rexian.object_api.fund.records import PersonalAccount

pytestmark = pytest.mark.pure

NORMAL_STATUS, SEALED_STATUS, CLOSED_STATUS, FROZEN_STATUS = "01", "02", "05", "06"


def account(number: str, status: str, opened_on: date = date(2015, 1, 1)) -> PersonalAccount:
    zero = Decimal("0.00")
    return PersonalAccount(number, "person", "unit", zero, zero, zero, zero, zero, zero, status, opened_on, None)


SEALED = account("1", SEALED_STATUS, date(2024, 1, 1))
NORMAL = account("2", NORMAL_STATUS)
NEWER_NORMAL = account("3", NORMAL_STATUS, date(2020, 1, 1))
FROZEN = account("4", FROZEN_STATUS)
CLOSED = account("5", CLOSED_STATUS, date(2025, 1, 1))


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
    accounts: list[PersonalAccount], chosen: PersonalAccount | None
) -> None:
    assert chosen_account(accounts, None) is chosen


def test_an_account_asked_for_by_number_is_the_one_or_none() -> None:
    assert chosen_account([SEALED, NORMAL], "1") is SEALED
    assert chosen_account([SEALED, NORMAL], "9") is None
