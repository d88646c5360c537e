"""The books of one personal account: pure arithmetic in fen (1/100 yuan), so that sums are exact.

A movement's amount and interest together are its current-year and carried parts together; the balance is the sum of
all movements that are not reversed. Interest: the sum of balance times days, at 1.5 % a year of 360 days, credited on
30 June, when the year's deposits become carried ones.
"""

from datetime import date
from typing import NamedTuple

ANNUAL_RATE_PER_THOUSAND = 15
DAYS_IN_RATE_YEAR = 360

KEPT, REVERSED = "01", "02"


class Movement(NamedTuple):
    """One row of 5.0.5; money in fen."""

    posted_on: date
    txn_type: str
    amount: int
    current_year_amount: int
    carried_amount: int
    interest_amount: int
    remit_month: str | None
    withdraw_reason: str | None
    reversal_flag: str


def interest_on(balance_days: int) -> int:
    """Interest in fen on a sum of (balance in fen times days), rounded half up."""
    divisor = 1000 * DAYS_IN_RATE_YEAR
    return (2 * balance_days * ANNUAL_RATE_PER_THOUSAND + divisor) // (2 * divisor)


class Ledger:
    """Movements in the order of their dates."""

    def __init__(self, first_day: date) -> None:
        self.movements: list[Movement] = []
        self.carried = 0
        self.current_year = 0
        self.first_year = first_day.year
        self._balance_days = 0
        self._counted_to = first_day

    @property
    def balance(self) -> int:
        return self.carried + self.current_year

    def bring_forward(self, day: date, amount: int) -> None:
        """What an older system held: 99, all carried."""
        self._move(day, "99", amount, carried=amount)

    def note(self, day: date, txn_type: str) -> None:
        """An event without money: 03 opened, 05 sealed, 10 base adjusted, 14 frozen."""
        self._move(day, txn_type, 0)

    def deposit(self, day: date, amount: int, remit_month: str, *, reversal_flag: str = KEPT) -> None:
        """01 汇缴. A reversed one is written and counts for nothing."""
        if reversal_flag == REVERSED:
            self.movements.append(Movement(day, "01", amount, amount, 0, 0, remit_month, None, REVERSED))
            self.movements.append(Movement(day, "01", -amount, -amount, 0, 0, remit_month, None, REVERSED))
            return
        self._move(day, "01", amount, current_year=amount, remit_month=remit_month)

    def transfer_in(self, day: date, amount: int) -> None:
        """06 内部转移 into this account."""
        self._move(day, "06", amount, carried=amount)

    def withdraw(self, day: date, amount: int, reason: str) -> None:
        """11 部分提取: from the carried part first. `amount` is positive and at most the balance."""
        self._take(day, "11", amount, reason)

    def close(self, day: date, txn_type: str, reason: str | None) -> int:
        """Credit the interest so far and take everything out (12 销户提取, 06 内部转移); gives the amount taken."""
        self._count_to(day)
        interest, self._balance_days = interest_on(self._balance_days), 0
        self._move(day, "09", 0, carried=interest, interest=interest)
        taken = self.balance
        self._take(day, txn_type, taken, reason)
        return taken

    def end_year(self, day: date) -> None:
        """09 年终结息: interest is credited, and the year's deposits become carried ones."""
        self._count_to(day)
        interest, self._balance_days = interest_on(self._balance_days), 0
        moved = self.current_year
        self._move(day, "09", 0, current_year=-moved, carried=moved + interest, interest=interest)

    def _take(self, day: date, txn_type: str, amount: int, reason: str | None) -> None:
        from_carried = min(amount, self.carried)
        self._move(day, txn_type, -amount, carried=-from_carried, current_year=from_carried - amount, reason=reason)

    def _move(
        self,
        day: date,
        txn_type: str,
        amount: int,
        *,
        current_year: int = 0,
        carried: int = 0,
        interest: int = 0,
        remit_month: str | None = None,
        reason: str | None = None,
    ) -> None:
        self._count_to(day)
        self.current_year += current_year
        self.carried += carried
        self.movements.append(
            Movement(day, txn_type, amount, current_year, carried, interest, remit_month, reason, KEPT)
        )

    def _count_to(self, day: date) -> None:
        self._balance_days += self.balance * (day - self._counted_to).days
        self._counted_to = day
