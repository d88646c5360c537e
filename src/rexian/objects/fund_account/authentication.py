"""Decides whether a caller is who they say: password check, three tries a day, no initial password for money.

Called by the rule `authenticate`. A try is taken before the password is looked at and given back on success, so that
guesses made at the same time, or cut short, count too. Locks by person and by caller number. An identifier that does
not exist is answered like a wrong password, in the same time.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rexian.kit.clock import Clock
from rexian.object_api.contract import Outcome, Result
from rexian.objects.fund_account import passwords
from rexian.objects.fund_account.identity import initial_password, keyed_identifier
from rexian.objects.fund_account.source import Credential, FundSource, TryCounter

TRIES_PER_PERSON = 3
TRIES_PER_CALLER = 10
"""More than one person's: a family may call from one telephone."""


def subject_of(kind: str, value: str) -> str:
    """The counter's key. A plain hash hides an identifier from a look, not from a search through all of them."""
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


class Authentication:
    """The rule `authenticate`."""

    def __init__(self, source: FundSource, tries: TryCounter, clock: Clock, zone: ZoneInfo) -> None:
        self._source = source
        self._tries = tries
        self._clock = clock
        self._zone = zone

    async def authenticate(self, arguments: Mapping[str, Any]) -> Result:
        """`ok`, `refused` (reason wrong_credentials or initial_password) or `locked` (reason too_many_tries)."""
        today = self._clock.now().astimezone(self._zone).date()
        caller = _caller_subject(arguments)
        if caller and await self._tries.left(caller, today, TRIES_PER_CALLER) == 0:
            return _locked()
        identifier = keyed_identifier(arguments["identifier"])
        credential = await self._source.credential(identifier)
        person = subject_of("person", credential.person.person_key) if credential else subject_of("unknown", identifier)
        remaining_tries = await self._tries.take(person, today, TRIES_PER_PERSON)
        if remaining_tries is None:
            return _locked()
        password = arguments["query_password"]
        password_hash = credential.password_hash if credential else None
        right = await asyncio.to_thread(passwords.matches, password_hash, password)
        if credential is None or not right:
            return await self._wrong(caller, today, remaining_tries)
        await self._tries.give_back(person, today)
        return await self._right(credential, password)

    async def _wrong(self, caller: str | None, today: date, remaining_tries: int) -> Result:
        if caller:
            await self._tries.take(caller, today, TRIES_PER_CALLER)
        if remaining_tries == 0:
            return _locked()
        return Result(Outcome.REFUSED, {"reason": "wrong_credentials", "remaining_tries": remaining_tries})

    async def _right(self, credential: Credential, password: str) -> Result:
        if password == initial_password(credential.person.id_no):
            return Result(Outcome.REFUSED, {"reason": "initial_password"})
        stronger = await asyncio.to_thread(passwords.upgraded, credential.password_hash, password)
        if stronger:
            await self._source.replace_password_hash(credential.person.person_key, credential.password_hash, stronger)
        return Result(Outcome.OK, {"person_key": credential.person.person_key, "name": credential.person.name})


def _caller_subject(arguments: Mapping[str, Any]) -> str | None:
    number = arguments.get("caller_number")
    return subject_of("caller", number) if number else None


def _locked() -> Result:
    return Result(Outcome.LOCKED, {"reason": "too_many_tries"})
