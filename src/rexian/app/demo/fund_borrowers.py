"""One person's invented housing loan: contract, account, repayments up to a day, and what is overdue."""

import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from rexian.app.demo.fund_loans import (
    EQUAL_INSTALMENT,
    EQUAL_PRINCIPAL,
    Instalment,
    first_home_rate,
    penalty,
    schedule,
)

DISBURSED, REPAID, REPAID_LATE, SETTLED = "01", "02", "04", "06"


@dataclass(frozen=True)
class Contract:
    """6.0.2; money in fen."""

    amount: int
    term_months: int
    method: str
    annual_rate: Decimal
    signed_on: date
    disbursed_on: date
    repay_day: int
    house_price: int


@dataclass(frozen=True)
class Repayment:
    """6.0.6."""

    txn_type: str
    occurred_on: date
    principal: int
    interest: int
    penalty: int
    period: int


@dataclass(frozen=True)
class Overdue:
    """6.0.7; open while `collected_on` is empty."""

    period: int
    principal: int
    interest: int
    penalty: int
    collected_on: date | None


@dataclass
class Loan:
    """A contract as it stands at a day."""

    contract: Contract
    planned: Instalment | None = None
    repayments: list[Repayment] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    settled_on: date | None = None

    @property
    def repaid_principal(self) -> int:
        return sum(repayment.principal for repayment in self.repayments if repayment.txn_type != DISBURSED)

    @property
    def repaid_interest(self) -> int:
        return sum(repayment.interest for repayment in self.repayments)

    @property
    def balance(self) -> int:
        return self.contract.amount - self.repaid_principal

    @property
    def open_overdue(self) -> list[Overdue]:
        return [overdue for overdue in self.overdue if overdue.collected_on is None]


def invent_contract(chance: random.Random, as_of: date) -> Contract:
    """Signed in the last five years; one in twelve so short that it may be settled by now."""
    signed_on = as_of - timedelta(days=chance.randint(60, 5 * 365))
    term_months = 12 * (chance.randint(1, 4) if chance.random() < 1 / 12 else chance.choice((5, 10, 15, 20, 25, 30)))
    amount = chance.randint(10, 80) * 1_000_000
    return Contract(
        amount=amount,
        term_months=term_months,
        method=EQUAL_INSTALMENT if chance.random() < 0.8 else EQUAL_PRINCIPAL,
        annual_rate=first_home_rate(signed_on, term_months),
        signed_on=signed_on,
        disbursed_on=signed_on + timedelta(days=chance.randint(10, 30)),
        repay_day=chance.choice((5, 10, 15, 20, 25)),
        house_price=amount * chance.randint(140, 300) // 100,
    )


def settled_loan(as_of: date) -> Loan:
    """A short loan of long ago, paid back as agreed."""
    signed_on = as_of - timedelta(days=7 * 365)
    contract = Contract(
        amount=12_000_000,
        term_months=36,
        method=EQUAL_INSTALMENT,
        annual_rate=first_home_rate(signed_on, 36),
        signed_on=signed_on,
        disbursed_on=signed_on + timedelta(days=21),
        repay_day=10,
        house_price=36_000_000,
    )
    return repay_until(contract, as_of, unpaid_periods=0)


def due_day(contract: Contract, period: int) -> date:
    """Period 1 is due in the month after the money was paid out."""
    months = contract.disbursed_on.month + period - 1
    year, month = contract.disbursed_on.year + months // 12, months % 12 + 1
    return date(year, month, contract.repay_day)


def matures_on(contract: Contract) -> date:
    """约定到期日期: the term after the day the money was paid out."""
    months = contract.disbursed_on.month - 1 + contract.term_months
    year, month = contract.disbursed_on.year + months // 12, months % 12 + 1
    return date(year, month, min(contract.disbursed_on.day, monthrange(year, month)[1]))


def repay_until(contract: Contract, as_of: date, *, unpaid_periods: int, late_period: int | None = None) -> Loan:
    """The loan at `as_of` when the last `unpaid_periods` due ones were missed and `late_period` came 20 days late."""
    loan = Loan(contract, repayments=[Repayment(DISBURSED, contract.disbursed_on, contract.amount, 0, 0, 0)])
    instalments = list(schedule(contract.amount, contract.annual_rate, contract.term_months, contract.method))
    due = [instalment for instalment in instalments if due_day(contract, instalment.period) <= as_of]
    paid_count = max(len(due) - unpaid_periods, 0)
    for instalment in due[:paid_count]:
        _pay(loan, instalment, as_of, late=instalment.period == late_period)
    for instalment in due[paid_count:]:
        late_days = (as_of - due_day(contract, instalment.period)).days
        charged = penalty(instalment.amount, contract.annual_rate, late_days)
        loan.overdue.append(Overdue(instalment.period, instalment.principal, instalment.interest, charged, None))
    if paid_count == contract.term_months:
        loan.settled_on = loan.repayments[-1].occurred_on
    else:
        loan.planned = instalments[min(len(due), contract.term_months - 1)]
    return loan


def _pay(loan: Loan, instalment: Instalment, as_of: date, *, late: bool) -> None:
    day = due_day(loan.contract, instalment.period)
    charged = 0
    if late and day + timedelta(days=20) <= as_of:
        day += timedelta(days=20)
        charged = penalty(instalment.amount, loan.contract.annual_rate, 20)
        loan.overdue.append(Overdue(instalment.period, instalment.principal, instalment.interest, charged, day))
    is_last = instalment.period == loan.contract.term_months
    kind = SETTLED if is_last else REPAID_LATE if charged else REPAID
    loan.repayments.append(Repayment(kind, day, instalment.principal, instalment.interest, charged, instalment.period))
