"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.holders import unit_holder, unit_of
from rexian.object_api.fund.password_check import PasswordCheck, Proof
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import Answer, refused
from rexian.object_api.words import Words
from rexian.objects.fund_unit.queries import UnitQueries


class FundUnit:
    """Business object `fund_unit`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        books = ports.books()
        queries = UnitQueries(books, Words(Path(__file__).parent))
        check = PasswordCheck(ports.credentials(), ports.clock, ports.zone)
        self._answers = {
            "authenticate": UnitAuthentication(books, check).authenticate,
            "status": queries.status,
            "headcount": queries.headcount,
            "remittance": queries.remittance,
            "remittance_at": queries.remittance_at,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}


class UnitAuthentication:
    """The rule `authenticate`: ok, refused (wrong_credentials, initial_password) or locked (too_many_tries)."""

    def __init__(self, books: FundBooks, check: PasswordCheck) -> None:
        self._books = books
        self._check = check

    async def authenticate(self, arguments: Mapping[str, Any]) -> Result:
        unit = await unit_of(self._books, arguments["unit_account_no"])
        holder = unit_holder(unit) if unit else None
        password = arguments["query_password"]
        proof = Proof(arguments["unit_account_no"], password, arguments.get("caller_number"))
        checked = await self._check.check(holder, proof)
        if checked.refusal:
            return checked.refusal
        assert unit is not None  # nobody's password is never right
        assert holder is not None
        if checked.is_initial:
            return refused("initial_password")
        await self._check.strengthen(holder, checked, password)
        return Result(Outcome.OK, {"unit_key": unit.unit_account_no, "unit_name": unit.unit_name})
