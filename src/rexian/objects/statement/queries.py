"""The rules of statements: header, sums and rows of a period. Reversed rows are left out; they count for nothing.

The opening balance is worked back from today's, so that a source that keeps only some years still comes out even.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from rexian.object_api.contract import Outcome, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.choice import account_of, loan_of
from rexian.object_api.fund.codes import (
    ACCOUNT_STATUS,
    LOAN_TXN_TYPE,
    NOT_REVERSED,
    REPAYMENTS,
    TXN_TYPE,
    word_of,
)
from rexian.object_api.fund.holders import unit_of
from rexian.object_api.fund.records import LoanTransaction, Person, PersonalTransaction, Unit, UnitTransaction
from rexian.object_api.rules import not_found, refused
from rexian.object_api.words import Words
from rexian.objects.statement.period import Period, period_of

Arguments = Mapping[str, Any]

_NOTHING = Decimal("0.00")
_SUMS = ("01", "02")
_BAD_PERIOD = refused("period_out_of_range")


class Statements:
    """One method a rule."""

    def __init__(self, books: FundBooks, words: Words) -> None:
        self._books = books
        self._words = words

    async def account(self, arguments: Arguments) -> Result:
        period = await self._period(arguments)
        account = await account_of(self._books, arguments["person_key"], arguments.get("person_account_no"))
        if account is None:
            return not_found("no_account")
        if period is None:
            return _BAD_PERIOD
        found = await self._books.find(PersonalTransaction, person_account_no=account.person_account_no)
        moving = [row for row in found if row.reversal_flag == NOT_REVERSED and row.amount + row.interest_amount]
        moving.sort(key=lambda row: (row.posted_on, row.txn_no))
        after = sum((_moved(row) for row in moving if row.posted_on > period.last), _NOTHING)
        rows = [row for row in moving if period.holds(row.posted_on)]
        closing = account.balance - after
        opening = closing - sum(map(_moved, rows), _NOTHING)
        units = await self._books.find(Unit, unit_account_no=account.unit_account_no)
        status = word_of(ACCOUNT_STATUS, account.account_status)
        values = {
            **await self._person(arguments),
            "unit_name": units[0].unit_name if units else "",
            "person_account_no": account.person_account_no,
            "account_status_word": self._words.of(f"account_status.{status}", arguments.get("language")),
            "opening_balance": opening,
            **_sums(rows),
            "closing_balance": closing,
            "rows": self._account_rows(rows, opening, arguments.get("language")),
        }
        return await self._ok(values, period)

    async def loan(self, arguments: Arguments) -> Result:
        period = await self._period(arguments)
        found = await loan_of(self._books, arguments["person_key"], arguments.get("loan_account_no"))
        if found is None:
            return not_found("no_loan")
        if period is None:
            return _BAD_PERIOD
        loan = found[1]
        stored = await self._books.find(LoanTransaction, loan_account_no=loan.loan_account_no)
        rows = [row for row in stored if row.txn_type in REPAYMENTS and period.holds(row.occurred_on)]
        rows.sort(key=lambda row: (row.occurred_on, row.period))
        values = {
            **await self._person(arguments),
            "loan_account_no": loan.loan_account_no,
            "disbursed_amount": loan.disbursed_amount,
            "loan_balance": loan.loan_balance,
            "total_principal": sum((row.principal_amount for row in rows), _NOTHING),
            "total_interest": sum((row.interest_amount for row in rows), _NOTHING),
            "total_penalty": sum((row.penalty_amount for row in rows), _NOTHING),
            "rows": [self._loan_row(row, arguments.get("language")) for row in rows],
        }
        return await self._ok(values, period)

    async def unit(self, arguments: Arguments) -> Result:
        period = await self._period(arguments)
        unit = await unit_of(self._books, arguments["unit_key"])
        if unit is None:
            return not_found("no_unit")
        if period is None:
            return _BAD_PERIOD
        stored = await self._books.find(UnitTransaction, unit_account_no=unit.unit_account_no)
        rows = [
            row
            for row in stored
            if row.txn_type in _SUMS and row.reversal_flag == NOT_REVERSED and period.holds(row.posted_on)
        ]
        rows.sort(key=lambda row: (row.posted_on, row.remit_month or "", row.txn_no))
        values = {
            "unit_name": unit.unit_name,
            "unit_account_no": unit.unit_account_no,
            "total_remitted": sum((row.amount for row in rows), _NOTHING),
            "rows": [
                {
                    "posted_on": row.posted_on,
                    "remit_month": row.remit_month,
                    "headcount": row.headcount,
                    "amount": row.amount,
                }
                for row in rows
            ],
        }
        return await self._ok(values, period)

    async def _period(self, arguments: Arguments) -> Period | None:
        return period_of(arguments.get("from_month"), arguments.get("to_month"), await self._books.books_date())

    async def _person(self, arguments: Arguments) -> dict[str, str]:
        people = await self._books.find(Person, person_key=arguments["person_key"])
        if not people:
            return {"name": "", "id_no_masked": ""}
        id_no = people[0].id_no
        return {"name": people[0].name, "id_no_masked": id_no[:6] + "*" * max(len(id_no) - 10, 0) + id_no[-4:]}

    def _account_rows(
        self, rows: Sequence[PersonalTransaction], opening: Decimal, language: str | None
    ) -> list[dict[str, Any]]:
        balances = list(accumulate(map(_moved, rows), initial=opening))[1:]
        told = []
        for row, balance in zip(rows, balances, strict=True):
            kind = word_of(TXN_TYPE, row.txn_type)
            told.append(
                {
                    "posted_on": row.posted_on,
                    "txn_type": kind,
                    "txn_type_word": self._words.of(f"txn_type.{kind}", language),
                    "remit_month": row.remit_month,
                    "amount": _moved(row),
                    "balance": balance,
                }
            )
        return told

    def _loan_row(self, row: LoanTransaction, language: str | None) -> dict[str, Any]:
        kind = word_of(LOAN_TXN_TYPE, row.txn_type)
        return {
            "occurred_on": row.occurred_on,
            "txn_type": kind,
            "txn_type_word": self._words.of(f"loan_txn_type.{kind}", language),
            "period": row.period,
            "principal_amount": row.principal_amount,
            "interest_amount": row.interest_amount,
            "penalty_amount": row.penalty_amount,
            "amount": row.amount,
        }

    async def _ok(self, values: dict[str, Any], period: Period) -> Result:
        books_date = await self._books.books_date()
        told = {
            **values,
            "from_month": period.from_month,
            "to_month": period.to_month,
            "row_count": len(values["rows"]),
            "as_of": books_date,
        }
        return Result(Outcome.OK, told, books_date.isoformat())


def _moved(row: PersonalTransaction) -> Decimal:
    """What the row does to the balance."""
    return row.amount + row.interest_amount


def _sums(rows: Sequence[PersonalTransaction]) -> dict[str, Decimal]:
    amounts = [row.amount for row in rows]
    return {
        "total_in": sum((amount for amount in amounts if amount > 0), _NOTHING),
        "total_out": -sum((amount for amount in amounts if amount < 0), _NOTHING),
        "total_interest": sum((row.interest_amount for row in rows), _NOTHING),
    }
