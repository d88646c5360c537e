"""Where the data comes from: a port, so that a bank interface can take the place of SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rexian.objects.fund_account.accounts import Account, Person, Withdrawals


@dataclass(frozen=True)
class Credential:
    """A person found by identifier, with the hash of the query password."""

    person: Person
    password_hash: str


class FundSource(Protocol):
    """Reads the fund's books. Every verb raises an error of kind `unavailable` where they cannot be reached."""

    async def books_date(self) -> date:
        """The day the books stand at."""
        ...

    async def credential(self, identifier: str) -> Credential | None:
        """By id number (ZJHM) or personal account number (GRZH)."""
        ...

    async def replace_password_hash(self, person_key: str, old_hash: str, new_hash: str) -> None:
        """Store a stronger hash, unless the password was changed meanwhile."""
        ...

    async def person(self, person_key: str) -> Person | None: ...

    async def accounts(self, person_key: str) -> Sequence[Account]: ...

    async def withdrawals(self, person_account_no: str) -> Withdrawals: ...


class TryCounter(Protocol):
    """Counts the identity checks of a day. `subject` is a hash, so that no identifier is kept."""

    async def take(self, subject: str, day: date, limit: int) -> int | None:
        """Take one of the day's `limit` tries: how many are left, or None where none was."""
        ...

    async def left(self, subject: str, day: date, limit: int) -> int: ...

    async def give_back(self, subject: str, day: date) -> None:
        """The check succeeded: all of the subject's tries of that day are forgotten."""
        ...
