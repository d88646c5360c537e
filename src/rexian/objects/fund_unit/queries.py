"""The reading rules of units. `unit_key` comes from the rule `authenticate`."""

from collections.abc import Mapping
from typing import Any

from rexian.object_api.contract import Outcome, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.codes import NOT_REVERSED, UNIT_ACCOUNT_STATUS, word_of
from rexian.object_api.fund.holders import unit_of
from rexian.object_api.fund.records import UnitAccount, UnitTransaction
from rexian.object_api.rules import NO_SUCH_POSITION, at_position, not_found
from rexian.object_api.words import Words

Arguments = Mapping[str, Any]

_NO_UNIT = not_found("no_unit")
_REMITTANCE = "01"


class UnitQueries:
    """One method a rule."""

    def __init__(self, books: FundBooks, words: Words) -> None:
        self._books = books
        self._words = words

    async def status(self, arguments: Arguments) -> Result:
        unit = await unit_of(self._books, arguments["unit_key"])
        account = await self._account(arguments)
        if unit is None or account is None:
            return _NO_UNIT
        status = word_of(UNIT_ACCOUNT_STATUS, account.unit_account_status)
        values = {
            "unit_account_no": unit.unit_account_no,
            "unit_name": unit.unit_name,
            "unit_account_status": status,
            "unit_account_status_word": self._words.of(f"unit_account_status.{status}", arguments.get("language")),
            "unit_balance": account.unit_balance,
            "paid_through_month": account.paid_through_month,
            "unit_rate": account.unit_rate,
            "personal_rate": account.personal_rate,
        }
        return await self._ok(values)

    async def headcount(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_UNIT
        return await self._ok({"contributing_count": account.contributing_count, "sealed_count": account.sealed_count})

    async def remittance(self, arguments: Arguments) -> Result:
        if await self._account(arguments) is None:
            return _NO_UNIT
        found = await self._remittances(arguments)
        if not found:
            return await self._ok({"remittance_count": 0})
        return await self._ok({"remittance_count": len(found), **_told(found[0])})

    async def remittance_at(self, arguments: Arguments) -> Result:
        if await self._account(arguments) is None:
            return _NO_UNIT
        found = await self._remittances(arguments)
        row = at_position(found, arguments["position"])
        if row is None:
            return NO_SUCH_POSITION
        return await self._ok({"position": arguments["position"], "remittance_count": len(found), **_told(row)})

    async def _account(self, arguments: Arguments) -> UnitAccount | None:
        found = await self._books.find(UnitAccount, unit_account_no=arguments["unit_key"])
        return found[0] if found else None

    async def _remittances(self, arguments: Arguments) -> list[UnitTransaction]:
        """The newest first."""
        rows = await self._books.find(UnitTransaction, unit_account_no=arguments["unit_key"])
        counted = [row for row in rows if row.txn_type == _REMITTANCE and row.reversal_flag == NOT_REVERSED]
        return sorted(counted, key=lambda row: (row.posted_on, row.remit_month or "", row.txn_no), reverse=True)

    async def _ok(self, values: Arguments) -> Result:
        return Result(Outcome.OK, values, (await self._books.books_date()).isoformat())


def _told(row: UnitTransaction) -> dict[str, Any]:
    return {
        "remit_month": row.remit_month,
        "posted_on": row.posted_on,
        "amount": row.amount,
        "headcount": row.headcount,
    }
