"""The reading rules of personal accounts. Money is spoken only after `authenticate`: the flow's duty, `person_key`
comes from there."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rexian.object_api.contract import Outcome, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.choice import account_of, chosen_account, in_order
from rexian.object_api.fund.codes import (
    ACCOUNT_STATUS,
    DEPOSITS,
    NOT_REVERSED,
    WITHDRAW_REASON,
    WITHDRAWALS,
    word_of,
)
from rexian.object_api.fund.records import Person, PersonalAccount, PersonalTransaction, Unit
from rexian.object_api.rules import NO_SUCH_POSITION, at_position, not_found
from rexian.object_api.words import Words

Arguments = Mapping[str, Any]

_NO_PERSON = not_found("no_person")
_NO_ACCOUNT = not_found("no_account")


class AccountQueries:
    """One method a rule."""

    def __init__(self, books: FundBooks, words: Words) -> None:
        self._books = books
        self._words = words

    async def accounts(self, arguments: Arguments) -> Result:
        found = in_order(await self._books.find(PersonalAccount, person_key=arguments["person_key"]))
        if not found:
            return _NO_ACCOUNT
        rows = [await self._listed(place, account, arguments) for place, account in enumerate(found, start=1)]
        return await self._ok({"account_count": len(rows), "accounts": rows})

    async def account_at(self, arguments: Arguments) -> Result:
        found = in_order(await self._books.find(PersonalAccount, person_key=arguments["person_key"]))
        account = at_position(found, arguments["position"])
        if account is None:
            return NO_SUCH_POSITION if found else _NO_ACCOUNT
        listed = await self._listed(arguments["position"], account, arguments)
        return await self._ok({**listed, "account_count": len(found)})

    async def balance(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        values = {
            "person_account_no": account.person_account_no,
            "balance": account.balance,
            "carried_balance": account.carried_balance,
            "current_year_balance": account.current_year_balance,
            **self._status(account, arguments),
            "as_of": await self._books.books_date(),
        }
        return await self._ok(values)

    async def deposits(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        values = {
            "person_account_no": account.person_account_no,
            **self._status(account, arguments),
            "paid_through_month": account.paid_through_month,
            "monthly_deposit": account.personal_monthly_deposit + account.unit_monthly_deposit,
            "personal_monthly_deposit": account.personal_monthly_deposit,
            "unit_monthly_deposit": account.unit_monthly_deposit,
            "deposit_base": account.deposit_base,
        }
        return await self._ok(values)

    async def deposit_at(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        found = await self._movements(account, DEPOSITS)
        deposit = at_position(found, arguments["position"])
        if deposit is None:
            return NO_SUCH_POSITION
        values = {
            "position": arguments["position"],
            "deposit_count": len(found),
            "posted_on": deposit.posted_on,
            "remit_month": deposit.remit_month,
            "amount": deposit.amount,
        }
        return await self._ok(values)

    async def withdrawals(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        found = await self._movements(account, WITHDRAWALS)
        newest = found[0] if found else None
        values = {
            "person_account_no": account.person_account_no,
            "last_withdrawn_on": newest.posted_on if newest else None,
            "last_withdrawn_amount": _taken_out(newest) if newest else None,
            "withdrawal_count": len(found),
            "total_withdrawn": sum(map(_taken_out, found), Decimal("0.00")),
        }
        return await self._ok(values)

    async def withdrawal_at(self, arguments: Arguments) -> Result:
        account = await self._account(arguments)
        if account is None:
            return _NO_ACCOUNT
        found = await self._movements(account, WITHDRAWALS)
        withdrawal = at_position(found, arguments["position"])
        if withdrawal is None:
            return NO_SUCH_POSITION
        reason = word_of(WITHDRAW_REASON, withdrawal.withdraw_reason)
        values = {
            "position": arguments["position"],
            "withdrawal_count": len(found),
            "posted_on": withdrawal.posted_on,
            "amount": _taken_out(withdrawal),
            "withdraw_reason": reason,
            "withdraw_reason_word": self._words.of(f"withdraw_reason.{reason}", arguments.get("language")),
        }
        return await self._ok(values)

    async def person_summary(self, arguments: Arguments) -> Result:
        people = await self._books.find(Person, person_key=arguments["person_key"])
        if not people:
            return _NO_PERSON
        person = people[0]
        found = await self._books.find(PersonalAccount, person_key=person.person_key)
        values = {
            "name": person.name,
            "id_no": person.id_no,
            "mobile": person.mobile,
            "account_count": len(found),
            "as_of": await self._books.books_date(),
            **await self._account_summary(chosen_account(found, None)),
        }
        return await self._ok(values)

    async def _account(self, arguments: Arguments) -> PersonalAccount | None:
        return await account_of(self._books, arguments["person_key"], arguments.get("person_account_no"))

    async def _movements(self, account: PersonalAccount, kinds: tuple[str, ...]) -> list[PersonalTransaction]:
        """Of these kinds and not reversed, the newest first."""
        rows = await self._books.find(PersonalTransaction, person_account_no=account.person_account_no)
        counted = [row for row in rows if row.txn_type in kinds and row.reversal_flag == NOT_REVERSED]
        return sorted(counted, key=lambda row: (row.posted_on, row.txn_no), reverse=True)

    async def _unit_name(self, account: PersonalAccount) -> str:
        units = await self._books.find(Unit, unit_account_no=account.unit_account_no)
        return units[0].unit_name if units else ""

    async def _listed(self, position: int, account: PersonalAccount, arguments: Arguments) -> dict[str, Any]:
        return {
            "position": position,
            "person_account_no": account.person_account_no,
            "unit_name": await self._unit_name(account),
            **self._status(account, arguments),
            "opened_on": account.opened_on,
            "balance": account.balance,
        }

    def _status(self, account: PersonalAccount, arguments: Arguments) -> dict[str, str]:
        status = word_of(ACCOUNT_STATUS, account.account_status)
        word = self._words.of(f"account_status.{status}", arguments.get("language"))
        return {"account_status": status, "account_status_word": word}

    async def _account_summary(self, account: PersonalAccount | None) -> dict[str, str | Decimal | date | None]:
        if account is None:
            return {}
        return {
            "unit_name": await self._unit_name(account),
            "person_account_no": account.person_account_no,
            "balance": account.balance,
            "paid_through_month": account.paid_through_month,
            "account_status": word_of(ACCOUNT_STATUS, account.account_status),
        }

    async def _ok(self, values: Arguments) -> Result:
        return Result(Outcome.OK, values, (await self._books.books_date()).isoformat())


def _taken_out(row: PersonalTransaction) -> Decimal:
    """A withdrawal may be stored negative; the interest paid out with it belongs to it."""
    return abs(row.amount) + abs(row.interest_amount)
