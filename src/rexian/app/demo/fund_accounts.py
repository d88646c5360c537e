"""One person's invented accounts: from life (unit, wage, how long, what withdrawn) to the rows of the books.

The books begin two fund years before the current one (1 July); what was there before is brought forward in one row.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from rexian.app.demo.fund_ledger import REVERSED, Ledger
from rexian.app.demo.fund_people import BANKS, Person, Unit

NORMAL, SEALED, MERGED, WITHDRAWN, FROZEN = "01", "02", "03", "05", "06"
RETIRED, REPAYS_LOAN, PAYS_RENT, BUYS_HOME = "03", "06", "07", "01"
LAST_DAY = 26
"""All that happens to an account in a month, but for the interest of 30 June, happens up to this day."""
BASE_CAP, BASE_FLOOR = 2_700_000, 210_000
"""Fen: about three average wages, and the minimum wage; in a real system they are policy (4.0.4)."""


@dataclass(frozen=True)
class Months:
    """The months of the books, oldest first, up to the last one whose pay days have passed."""

    first_day: date
    as_of: date
    all: tuple[date, ...]

    @classmethod
    def until(cls, as_of: date) -> "Months":
        fund_year = as_of.year if as_of.month >= 7 else as_of.year - 1
        first = date(fund_year - 2, 7, 1)
        last = (
            as_of.replace(day=1) if as_of.day >= LAST_DAY else (as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
        )
        months = [first]
        while months[-1] < last:
            months.append((months[-1] + timedelta(days=32)).replace(day=1))
        return cls(first, as_of, tuple(months))


@dataclass(frozen=True)
class Plan:
    """What shall happen to one account."""

    status: str = NORMAL
    months_behind: int = 0
    withdraws: bool = False
    transfer_in: tuple[date, int] | None = None


@dataclass
class Account:
    """One row of 5.0.4 with its movements; money in fen."""

    person_account_no: str
    person: Person
    unit: Unit
    opened_on: date
    deposit_base: int
    monthly_part: int
    payout_account_no: str
    payout_bank_name: str
    ledger: Ledger
    status: str = NORMAL
    paid_through_month: str | None = None
    closed_on: date | None = None
    close_reason: str | None = None
    taken_out: int = field(default=0, repr=False)


def invent_account(
    chance: random.Random, person: Person, unit: Unit, number: int, *, months: Months, opened_on: date
) -> Account:
    """An account without movements."""
    base = int(min(max(chance.lognormvariate(8.9, 0.45) * 100, BASE_FLOOR), BASE_CAP)) // 100 * 100
    return Account(
        person_account_no=f"10{number:010d}",
        person=person,
        unit=unit,
        opened_on=opened_on,
        deposit_base=base,
        monthly_part=_monthly_part(base, unit.rate_percent),
        payout_account_no="6217" + "".join(chance.choices("0123456789", k=15)),
        payout_bank_name=chance.choice(BANKS),
        ledger=Ledger(months.first_day),
    )


def opening_day(chance: random.Random, as_of: date) -> date:
    """More of the older accounts: between 1 and 16 years ago, but at least seven months."""
    return as_of - timedelta(days=chance.randint(210, 16 * 365))


def live_through(chance: random.Random, account: Account, plan: Plan, months: Months) -> None:
    """Write the movements of all months."""
    ledger = account.ledger
    if account.opened_on < months.first_day:
        ledger.bring_forward(months.first_day, _brought_forward(chance, account, months.first_day))
    else:
        ledger.note(account.opened_on, "03")
    paid = [month for month in months.all if month >= account.opened_on.replace(day=1)]
    ends_at = _end_month(chance, plan, paid)
    for month in paid:
        if month <= ends_at:
            _live_month(chance, account, plan, month, is_first=month == paid[0])
        if month == ends_at and plan.status != NORMAL:
            _end(account, plan, month.replace(day=LAST_DAY))
        if account.closed_on:
            return
        if month.month == 6 and month.replace(day=30) <= months.as_of:
            ledger.end_year(month.replace(day=30))


def _end_month(chance: random.Random, plan: Plan, paid: list[date]) -> date:
    if plan.status == NORMAL:
        return paid[max(len(paid) - 1 - plan.months_behind, 0)]
    return paid[chance.randint(len(paid) // 3, max(len(paid) - 2, len(paid) // 3))]


def _live_month(chance: random.Random, account: Account, plan: Plan, month: date, *, is_first: bool) -> None:
    """At most: adjusted, remitted, withdrawn, transferred in; in the order of their days."""
    remit_day = month.replace(day=account.unit.pay_day + 2)
    if not (is_first and account.opened_on > remit_day):
        _remit(chance, account, month, remit_day)
    if plan.withdraws and month.month == account.opened_on.month and account.ledger.balance > 1_000_000:
        share = account.ledger.balance * chance.randint(20, 80) // 100
        reason = chance.choice((REPAYS_LOAN, REPAYS_LOAN, PAYS_RENT, PAYS_RENT, BUYS_HOME))
        account.ledger.withdraw(month.replace(day=25), share // 100 * 100, reason)
    if plan.transfer_in and plan.transfer_in[0].replace(day=1) == month:
        account.ledger.transfer_in(*plan.transfer_in)


def _remit(chance: random.Random, account: Account, month: date, remit_day: date) -> None:
    remit_month = f"{month:%Y-%m}"
    part = _part_in(account, month)
    if month.month == 7 and account.opened_on < month:
        account.ledger.note(month.replace(day=2), "10")
    if chance.random() < 0.001:
        account.ledger.deposit(remit_day, 2 * part, remit_month, reversal_flag=REVERSED)
    account.ledger.deposit(remit_day, 2 * part, remit_month)
    account.paid_through_month = remit_month


def _end(account: Account, plan: Plan, day: date) -> None:
    account.status = plan.status
    if plan.status == SEALED:
        account.ledger.note(day, "05")
    elif plan.status == FROZEN:
        account.ledger.note(day, "14")
    else:
        account.closed_on = day
        account.close_reason = RETIRED if plan.status == WITHDRAWN else None
        account.taken_out = account.ledger.close(day, "12" if plan.status == WITHDRAWN else "06", account.close_reason)


def _monthly_part(base: int, rate_percent: int) -> int:
    """Unit's and person's part each: rounded to whole yuan, half up."""
    return (base * rate_percent + 5_000) // 10_000 * 100


def _part_in(account: Account, month: date) -> int:
    """The base grew by 5 % each July; the account holds today's."""
    latest = account.ledger.first_year + 2
    fund_year = month.year if month.month >= 7 else month.year - 1
    base = account.deposit_base * 100 ** (latest - fund_year) // 105 ** (latest - fund_year)
    return _monthly_part(max(base, BASE_FLOOR), account.unit.rate_percent)


def _brought_forward(chance: random.Random, account: Account, first_day: date) -> int:
    months_before = (first_day - account.opened_on).days // 30
    kept_percent = chance.randint(15, 85)
    return 2 * account.monthly_part * months_before * kept_percent // 100 + chance.randint(0, 9_999)
