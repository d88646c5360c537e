"""The object itself: `change` and `check_new`.

The initial password is known to everybody who knows the id number. So the first change needs a second proof: the call
comes from the registered mobile number (a setting; the other choice sends every first change to the counter).
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fund import passwords
from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.credentials import Credentials
from rexian.object_api.fund.holders import person_holder, person_of, unit_holder, unit_of
from rexian.object_api.fund.identity import birth_dates
from rexian.object_api.fund.password_check import Holder, PasswordCheck, Proof
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import Answer, refused
from rexian.objects.password.strength import is_weak

Arguments = Mapping[str, Any]

REGISTERED_MOBILE = "registered_mobile"
MOBILE_DIGITS = 11


class Password:
    """Business object `password`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        books, credentials = ports.books(), ports.credentials()
        check = PasswordCheck(credentials, ports.clock, ports.zone)
        change = PasswordChange(books, credentials, check, first_change=ports.settings["first_change"])
        self._answers = {"change": change.change, "check_new": change.check_new}

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}


class PasswordChange:
    """The rules of the object."""

    def __init__(self, books: FundBooks, credentials: Credentials, check: PasswordCheck, *, first_change: str) -> None:
        self._books = books
        self._credentials = credentials
        self._check = check
        self._first_change = first_change

    async def change(self, arguments: Arguments) -> Result:
        holder = await self._holder(arguments)
        old, new, caller = arguments["old_password"], arguments["new_password"], arguments.get("caller_number")
        checked = await self._check.check(holder, Proof(arguments["identifier"], old, caller))
        if checked.refusal:
            return checked.refusal
        assert holder is not None  # nobody's password is never right
        if checked.is_initial and not self._may_change_first(holder, caller):
            return refused("number_not_registered")
        if reason := _fault(old, new, holder, arguments["identifier"]):
            return refused(reason)
        new_hash = await asyncio.to_thread(passwords.STRONG.hash, new)
        if not await self._credentials.replace(holder.key, checked.password_hash, new_hash):
            return refused("changed_meanwhile")
        return Result(Outcome.OK, {"was_initial": checked.is_initial, "holder_key": holder.key})

    async def check_new(self, arguments: Arguments) -> Result:
        """Looks at the digits and the keyed identifier only: nothing is asked of the books, so nothing is told."""
        reason = _fault(None, arguments["new_password"], None, arguments["identifier"])
        return refused(reason) if reason else Result(Outcome.OK)

    async def _holder(self, arguments: Arguments) -> Holder | None:
        if arguments.get("holder") == "unit":
            unit = await unit_of(self._books, arguments["identifier"])
            return unit_holder(unit) if unit else None
        person = await person_of(self._books, arguments["identifier"])
        return person_holder(person) if person else None

    def _may_change_first(self, holder: Holder, caller_number: str | None) -> bool:
        if self._first_change != REGISTERED_MOBILE or not holder.mobile or not caller_number:
            return False
        return caller_number.lstrip("+0").removeprefix("86")[-MOBILE_DIGITS:] == holder.mobile


def _fault(old: str | None, new: str, holder: Holder | None, identifier: str) -> str | None:
    """Why a new password is refused, or None."""
    if new == old:
        return "same_password"
    if holder and new == holder.initial:
        return "initial_password"
    if is_weak(new, holder) or new in identifier or new in birth_dates(identifier):
        return "weak_password"
    return None
