"""Personal accounts as the object sees them: JGJ/T 320-2014 table 5.0.4, with the person (4.0.3) and unit (4.0.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class AccountStatus(StrEnum):
    """GRZHZT 个人账户状态 (A.6), by code; `label` is the word used in results."""

    NORMAL = "01"
    SEALED = "02"
    CLOSED_BY_MERGER = "03"
    CLOSED_BY_TRANSFER = "04"
    CLOSED_BY_WITHDRAWAL = "05"
    FROZEN = "06"
    OTHER = "99"

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Person:
    """4.0.3 个人信息: XingMing name, ZJHM id_no, SJHM mobile. `person_key` is ours, one a person."""

    person_key: str
    name: str
    id_no: str
    mobile: str | None


@dataclass(frozen=True)
class Account:
    """5.0.4 个人账户信息.

    GRZH person_account_no, DWMC unit_name, GRZHZT status, KHRQ opened_on, GRZHYE balance, GRZHSNJZYE carried_balance,
    GRZHDNGJYE current_year_balance, GRYJCE personal_monthly_deposit, DWYJCE unit_monthly_deposit.
    `paid_through_month` (缴至年月, `2024-06`) is the standard's field of the unit account; sites keep one per person.
    """

    person_account_no: str
    unit_name: str
    status: AccountStatus
    opened_on: date
    balance: Decimal
    carried_balance: Decimal
    current_year_balance: Decimal
    personal_monthly_deposit: Decimal
    unit_monthly_deposit: Decimal
    paid_through_month: str | None


@dataclass(frozen=True)
class Withdrawals:
    """5.0.5 rows of GJHTQYWLX 11 部分提取 and 12 销户提取 that are not reversed; `total` is a positive sum."""

    last_on: date | None
    count: int
    total: Decimal


_PREFERENCE = (AccountStatus.NORMAL, AccountStatus.SEALED, AccountStatus.FROZEN)


def chosen_account(accounts: Sequence[Account], person_account_no: str | None) -> Account | None:
    """The account asked for, else the normal one, else sealed, frozen, closed; the newest of equals. None if none."""
    if person_account_no:
        return next((account for account in accounts if account.person_account_no == person_account_no), None)

    def rank(account: Account) -> tuple[int, int, str]:
        status_rank = _PREFERENCE.index(account.status) if account.status in _PREFERENCE else len(_PREFERENCE)
        return status_rank, -account.opened_on.toordinal(), account.person_account_no

    return min(accounts, key=rank, default=None)
