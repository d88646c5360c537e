"""The reading rules of loans. Asked after `fund_account.authenticate`, whose `person_key` they take."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rexian.object_api.contract import Outcome, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.choice import Loan, loan_of, loans_of
from rexian.object_api.fund.codes import LOAN_TXN_TYPE, REPAY_METHOD, REPAYMENTS, word_of
from rexian.object_api.fund.records import LoanAccount, LoanOverdue, LoanTransaction
from rexian.object_api.rules import NO_SUCH_POSITION, at_position, not_found
from rexian.object_api.words import Words

Arguments = Mapping[str, Any]

_NO_LOAN = not_found("no_loan")
_PERCENT = 100


class LoanQueries:
    """One method a rule."""

    def __init__(self, books: FundBooks, words: Words) -> None:
        self._books = books
        self._words = words

    async def loans(self, arguments: Arguments) -> Result:
        found = await loans_of(self._books, arguments["person_key"])
        if not found:
            return _NO_LOAN
        rows = [
            {**self._listed(place, loan, arguments), "loan_contract_no": loan[0].loan_contract_no}
            for place, loan in enumerate(found, start=1)
        ]
        return await self._ok({"loan_count": len(rows), "loans": rows})

    async def loan_at(self, arguments: Arguments) -> Result:
        found = await loans_of(self._books, arguments["person_key"])
        loan = at_position(found, arguments["position"])
        if loan is None:
            return NO_SUCH_POSITION if found else _NO_LOAN
        return await self._ok({**self._listed(arguments["position"], loan, arguments), "loan_count": len(found)})

    async def loan(self, arguments: Arguments) -> Result:
        found = await self._loan(arguments)
        if found is None:
            return _NO_LOAN
        contract, account = found
        paid_periods = len({row.period for row in await self._repayments(account)})
        method = word_of(REPAY_METHOD, contract.repay_method)
        values = {
            "loan_account_no": account.loan_account_no,
            "loan_contract_no": contract.loan_contract_no,
            "contract_amount": contract.contract_amount,
            "disbursed_amount": account.disbursed_amount,
            "disbursed_on": account.disbursed_on,
            "matures_on": contract.matures_on,
            "loan_balance": account.loan_balance,
            "term_months": contract.term_months,
            "paid_periods": paid_periods,
            "remaining_periods": 0 if account.settled_on else max(contract.term_months - paid_periods, 0),
            "annual_rate": account.annual_rate * _PERCENT,
            "repay_method": method,
            "repay_method_word": self._words.of(f"repay_method.{method}", arguments.get("language")),
            "repay_day": contract.repay_day,
            **self._state(account, arguments),
            "settled_on": account.settled_on,
        }
        return await self._ok(values)

    async def due(self, arguments: Arguments) -> Result:
        """What is due now is told before what is planned next."""
        found = await self._loan(arguments)
        if found is None:
            return _NO_LOAN
        contract, account = found
        is_overdue = account.due_amount > 0
        parts = (
            (account.due_amount, account.due_principal, account.due_interest, account.due_penalty)
            if is_overdue
            else (account.planned_amount, account.planned_principal, account.planned_interest, Decimal(0))
        )
        books_date = await self._books.books_date()
        values = {
            "loan_account_no": account.loan_account_no,
            "is_settled": account.settled_on is not None,
            "is_overdue": is_overdue,
            **dict(zip(("due_amount", "due_principal", "due_interest", "due_penalty"), parts, strict=True)),
            "repay_day": contract.repay_day,
            "due_on": None if account.settled_on else next_due_day(contract.repay_day, books_date),
        }
        return await self._ok(values)

    async def overdue(self, arguments: Arguments) -> Result:
        found = await self._loan(arguments)
        if found is None:
            return _NO_LOAN
        account = found[1]
        rows = await self._books.find(LoanOverdue, loan_account_no=account.loan_account_no)
        open_periods = sum(row.collected_on is None for row in rows)
        values = {
            "loan_account_no": account.loan_account_no,
            "is_overdue": open_periods > 0,
            "overdue_periods": open_periods,
            "overdue_periods_cumulative": account.overdue_periods_cumulative,
            "overdue_amount": account.overdue_principal + account.overdue_interest + account.penalty_total,
            "overdue_principal": account.overdue_principal,
            "overdue_interest": account.overdue_interest,
            "overdue_penalty": account.penalty_total,
        }
        return await self._ok(values)

    async def repayments(self, arguments: Arguments) -> Result:
        found = await self._loan(arguments)
        if found is None:
            return _NO_LOAN
        account, rows = found[1], await self._repayments(found[1])
        values = {
            "loan_account_no": account.loan_account_no,
            "repayment_count": len(rows),
            "repaid_principal": account.repaid_principal,
            "repaid_interest": account.repaid_interest,
            "last_repaid_on": rows[0].occurred_on if rows else None,
            "last_repaid_amount": rows[0].amount if rows else None,
        }
        return await self._ok(values)

    async def repayment_at(self, arguments: Arguments) -> Result:
        found = await self._loan(arguments)
        if found is None:
            return _NO_LOAN
        rows = await self._repayments(found[1])
        row = at_position(rows, arguments["position"])
        if row is None:
            return NO_SUCH_POSITION
        kind = word_of(LOAN_TXN_TYPE, row.txn_type)
        values = {
            "position": arguments["position"],
            "repayment_count": len(rows),
            "period": row.period,
            "occurred_on": row.occurred_on,
            "amount": row.amount,
            "principal_amount": row.principal_amount,
            "interest_amount": row.interest_amount,
            "penalty_amount": row.penalty_amount,
            "txn_type": kind,
            "txn_type_word": self._words.of(f"txn_type.{kind}", arguments.get("language")),
        }
        return await self._ok(values)

    async def _loan(self, arguments: Arguments) -> Loan | None:
        return await loan_of(self._books, arguments["person_key"], arguments.get("loan_account_no"))

    async def _repayments(self, account: LoanAccount) -> list[LoanTransaction]:
        """The newest first."""
        rows = await self._books.find(LoanTransaction, loan_account_no=account.loan_account_no)
        paid = [row for row in rows if row.txn_type in REPAYMENTS]
        return sorted(paid, key=lambda row: (row.occurred_on, row.period), reverse=True)

    def _listed(self, position: int, loan: Loan, arguments: Arguments) -> dict[str, Any]:
        account = loan[1]
        return {
            "position": position,
            "loan_account_no": account.loan_account_no,
            "disbursed_on": account.disbursed_on,
            "disbursed_amount": account.disbursed_amount,
            "loan_balance": account.loan_balance,
            **self._state(account, arguments),
        }

    def _state(self, account: LoanAccount, arguments: Arguments) -> dict[str, str]:
        """The standard has no state of a loan; this is what is told of one."""
        state = "settled" if account.settled_on else "overdue" if account.due_amount > 0 else "normal"
        return {
            "loan_state": state,
            "loan_state_word": self._words.of(f"loan_state.{state}", arguments.get("language")),
        }

    async def _ok(self, values: Arguments) -> Result:
        return Result(Outcome.OK, values, (await self._books.books_date()).isoformat())


def next_due_day(repay_day: int, books_date: date) -> date:
    """The first repay day after the books' day; in a shorter month its last day."""
    for months in (0, 1):
        year, month = divmod(books_date.year * 12 + books_date.month - 1 + months, 12)
        day = date(year, month + 1, min(repay_day, monthrange(year, month + 1)[1]))
        if day > books_date:
            return day
    raise AssertionError("the repay day of the next month is always after today")
