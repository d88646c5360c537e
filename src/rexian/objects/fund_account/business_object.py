"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.holders import person_holder, person_of
from rexian.object_api.fund.password_check import PasswordCheck, Proof
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import Answer, refused
from rexian.object_api.words import Words
from rexian.objects.fund_account.queries import AccountQueries


class FundAccount:
    """Business object `fund_account`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        books, credentials = ports.books(), ports.credentials()
        queries = AccountQueries(books, Words(Path(__file__).parent))
        self._answers = {
            "authenticate": Authentication(books, PasswordCheck(credentials, ports.clock, ports.zone)).authenticate,
            "accounts": queries.accounts,
            "account_at": queries.account_at,
            "balance": queries.balance,
            "deposits": queries.deposits,
            "deposit_at": queries.deposit_at,
            "withdrawals": queries.withdrawals,
            "withdrawal_at": queries.withdrawal_at,
            "person_summary": queries.person_summary,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}


class Authentication:
    """The rule `authenticate`: ok, refused (wrong_credentials, initial_password) or locked (too_many_tries)."""

    def __init__(self, books: FundBooks, check: PasswordCheck) -> None:
        self._books = books
        self._check = check

    async def authenticate(self, arguments: Mapping[str, Any]) -> Result:
        person = await person_of(self._books, arguments["identifier"])
        holder = person_holder(person) if person else None
        password = arguments["query_password"]
        checked = await self._check.check(
            holder, Proof(arguments["identifier"], password, arguments.get("caller_number"))
        )
        if checked.refusal:
            return checked.refusal
        assert person is not None  # nobody's password is never right
        assert holder is not None
        if checked.is_initial:
            return refused("initial_password")
        await self._check.strengthen(holder, checked, password)
        return Result(Outcome.OK, {"person_key": person.person_key, "name": person.name})
