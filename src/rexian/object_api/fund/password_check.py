"""Decides whether a caller is who they say: query password, three tries a day.

Called by the objects' rules that ask for a password. A try is taken before the password is looked at and given back on
success, so that guesses made at the same time, or cut short, count too. Locks by holder and by caller number. A holder
that does not exist is answered like a wrong password, in the same time. What an initial password may be used for is
left to the rule.
"""

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from rexian.kit.clock import Clock
from rexian.object_api.contract import Outcome, Result
from rexian.object_api.fund import passwords
from rexian.object_api.fund.credentials import Credentials

TRIES_PER_HOLDER = 3
TRIES_PER_CALLER = 10
"""More than one person's: a family may call from one telephone."""

_LOCKED = Result(Outcome.LOCKED, {"reason": "too_many_tries"})


@dataclass(frozen=True)
class Holder:
    """Whose password it is. `initial` is the password before the first change, `mobile` the registered number."""

    key: str
    initial: str = field(repr=False)
    mobile: str | None = field(repr=False)


@dataclass(frozen=True)
class Proof:
    """What the caller brings. `identifier` counts tries where it belongs to nobody."""

    identifier: str
    query_password: str = field(repr=False)
    caller_number: str | None = field(repr=False)


@dataclass(frozen=True)
class Checked:
    """`refusal` is the rule's result where the password is not right; else `holder` has proved himself."""

    refusal: Result | None = None
    is_initial: bool = False
    password_hash: str | None = field(default=None, repr=False)


def subject_of(kind: str, value: str) -> str:
    """The counter's key. A plain hash hides an identifier from a look, not from a search through all of them."""
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


class PasswordCheck:
    """Used by every rule that asks for a query password."""

    def __init__(self, credentials: Credentials, clock: Clock, zone: ZoneInfo) -> None:
        self._credentials = credentials
        self._clock = clock
        self._zone = zone

    async def check(self, holder: Holder | None, proof: Proof) -> Checked:
        """Refused with wrong_credentials (and remaining_tries), or locked with too_many_tries; else right."""
        today = self._clock.now().astimezone(self._zone).date()
        caller = subject_of("caller", proof.caller_number) if proof.caller_number else None
        if caller and await self._credentials.left(caller, today, TRIES_PER_CALLER) == 0:
            return Checked(_LOCKED)
        subject = subject_of("person", holder.key) if holder else subject_of("unknown", proof.identifier)
        remaining_tries = await self._credentials.take(subject, today, TRIES_PER_HOLDER)
        if remaining_tries is None:
            return Checked(_LOCKED)
        stored = await self._credentials.password_hash(holder.key) if holder else None
        right = await asyncio.to_thread(passwords.matches, stored, proof.query_password)
        if holder is None or not (right or (stored is None and proof.query_password == holder.initial)):
            return Checked(await self._wrong(caller, today, remaining_tries))
        await self._credentials.give_back(subject, today)
        return Checked(None, proof.query_password == holder.initial, stored)

    async def strengthen(self, holder: Holder, checked: Checked, query_password: str) -> None:
        """Store a stronger hash of a right password that was hashed with weak parameters."""
        if checked.password_hash is None:
            return
        stronger = await asyncio.to_thread(passwords.upgraded, checked.password_hash, query_password)
        if stronger:
            await self._credentials.replace(holder.key, checked.password_hash, stronger)

    async def _wrong(self, caller: str | None, today: date, remaining_tries: int) -> Result:
        if caller:
            await self._credentials.take(caller, today, TRIES_PER_CALLER)
        if remaining_tries == 0:
            return _LOCKED
        return Result(Outcome.REFUSED, {"reason": "wrong_credentials", "remaining_tries": remaining_tries})
