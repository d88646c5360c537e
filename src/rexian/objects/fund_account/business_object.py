"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.ports import ObjectPorts
from rexian.objects.fund_account.accounts import Account, chosen_account
from rexian.objects.fund_account.authentication import Authentication
from rexian.objects.fund_account.repository import SqlFund
from rexian.objects.fund_account.source import FundSource, TryCounter

Answer = Callable[[Mapping[str, Any]], Awaitable[Result]]

_NO_PERSON = Result(Outcome.NOT_FOUND, {"reason": "no_person"})
_NO_ACCOUNT = Result(Outcome.NOT_FOUND, {"reason": "no_account"})


class FundAccount:
    """Business object `fund_account`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        fund = SqlFund(ports.database("fund"))
        self.use(fund, fund, ports)

    def use(self, source: FundSource, tries: TryCounter, ports: ObjectPorts) -> None:
        """Answer from these."""
        queries = AccountQueries(source)
        self._answers = {
            "authenticate": Authentication(source, tries, ports.clock, ports.zone).authenticate,
            "accounts": queries.accounts,
            "balance": queries.balance,
            "deposits": queries.deposits,
            "withdrawals": queries.withdrawals,
            "person_summary": queries.person_summary,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}


class AccountQueries:
    """The reading rules. Money is spoken only after `authenticate`: the flow's duty, `person_key` comes from there."""

    def __init__(self, source: FundSource) -> None:
        self._source = source

    async def accounts(self, arguments: Mapping[str, Any]) -> Result:
        found = await self._source.accounts(arguments["person_key"])
        if not found:
            return _NO_ACCOUNT
        rows = [
            {
                "person_account_no": account.person_account_no,
                "unit_name": account.unit_name,
                "account_status": account.status.label,
                "opened_on": account.opened_on,
                "balance": account.balance,
            }
            for account in found
        ]
        return await self._ok({"account_count": len(rows), "accounts": rows})

    async def balance(self, arguments: Mapping[str, Any]) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        books_date = await self._source.books_date()
        values = {
            "person_account_no": account.person_account_no,
            "balance": account.balance,
            "carried_balance": account.carried_balance,
            "current_year_balance": account.current_year_balance,
            "account_status": account.status.label,
            "as_of": books_date,
        }
        return Result(Outcome.OK, values, books_date.isoformat())

    async def deposits(self, arguments: Mapping[str, Any]) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        values = {
            "person_account_no": account.person_account_no,
            "account_status": account.status.label,
            "paid_through_month": account.paid_through_month,
            "monthly_deposit": account.personal_monthly_deposit + account.unit_monthly_deposit,
            "personal_monthly_deposit": account.personal_monthly_deposit,
            "unit_monthly_deposit": account.unit_monthly_deposit,
        }
        return await self._ok(values)

    async def withdrawals(self, arguments: Mapping[str, Any]) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        withdrawn = await self._source.withdrawals(account.person_account_no)
        values = {
            "person_account_no": account.person_account_no,
            "last_withdrawn_on": withdrawn.last_on,
            "withdrawal_count": withdrawn.count,
            "total_withdrawn": withdrawn.total,
        }
        return await self._ok(values)

    async def person_summary(self, arguments: Mapping[str, Any]) -> Result:
        person = await self._source.person(arguments["person_key"])
        if person is None:
            return _NO_PERSON
        found = await self._source.accounts(person.person_key)
        books_date = await self._source.books_date()
        values = {
            "name": person.name,
            "id_no": person.id_no,
            "mobile": person.mobile,
            "account_count": len(found),
            "as_of": books_date,
            **_account_summary(chosen_account(found, None)),
        }
        return Result(Outcome.OK, values, books_date.isoformat())

    async def _account(self, arguments: Mapping[str, Any]) -> Account | None:
        found = await self._source.accounts(arguments["person_key"])
        return chosen_account(found, arguments.get("person_account_no"))

    async def _ok(self, values: Mapping[str, Any]) -> Result:
        return Result(Outcome.OK, values, (await self._source.books_date()).isoformat())


def _account_summary(account: Account | None) -> dict[str, str | Decimal | date | None]:
    if account is None:
        return {}
    shown = asdict(account)
    names = ("unit_name", "person_account_no", "balance", "paid_through_month")
    return {name: shown[name] for name in names} | {"account_status": account.status.label}
