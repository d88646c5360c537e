"""The whole invented centre, person by person, from one seed: same seed, day and size, same people and books.

Shares: 88 % normal accounts, 7 % sealed, 4 % withdrawn, 1 % frozen; 4 % of people with an older account as well, half
of them sealed, half merged into the newer one; a fifth with a loan, one loan in thirty overdue.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rexian.app.demo.fund_accounts import (
    FROZEN,
    MERGED,
    NORMAL,
    SEALED,
    WITHDRAWN,
    Account,
    Months,
    Plan,
    invent_account,
    live_through,
    opening_day,
)
from rexian.app.demo.fund_borrowers import Loan, invent_contract, repay_until, settled_loan
from rexian.app.demo.fund_citizens import CITIZENS, DemoCitizen
from rexian.app.demo.fund_people import Person, Unit, invented_people, invented_units, pinyin_of
from rexian.object_api.fund.identity import initial_password

SEED = 12329
UNIT_COUNT = 300


@dataclass(frozen=True)
class Life:
    """What one person shall have. `None` = by chance."""

    password: str | None = None
    has_older_account: bool | None = None
    is_normal: bool = False
    unpaid_periods: int | None = None
    has_loan: bool | None = None
    has_settled_loan: bool = False


@dataclass(frozen=True)
class Citizen:
    """A person with everything the fund knows of them."""

    person: Person
    password: str
    accounts: tuple[Account, ...]
    loan: Loan | None
    settled_loan: Loan | None = None


class Population:
    """Units first, then people: the demo citizens come first of them."""

    def __init__(self, as_of: date, *, persons: int, seed: int = SEED) -> None:
        self._chance = random.Random(seed)
        self._as_of = as_of
        self._persons = persons
        self._months = Months.until(as_of)
        self._account_number = 0
        self.units = invented_units(self._chance, UNIT_COUNT)

    def citizens(self) -> Iterator[Citizen]:
        """Once only."""
        taken = {value for citizen in CITIZENS for value in (citizen.id_no, citizen.mobile)}
        people = invented_people(self._chance, self._as_of, taken)
        for citizen in CITIZENS[: self._persons]:
            yield self._citizen(_person_of(citizen, self._chance), _life_of(citizen))
        for _ in range(self._persons - len(CITIZENS)):
            yield self._citizen(next(people), Life())

    def _citizen(self, person: Person, life: Life) -> Citizen:
        chance = self._chance
        has_older = chance.random() < 0.04 if life.has_older_account is None else life.has_older_account
        accounts = self._two_accounts(person) if has_older else (self._one_account(person, is_normal=life.is_normal),)
        has_loan = chance.random() < 0.21 if life.has_loan is None else life.has_loan
        loan = self._loan(life) if has_loan and accounts[0].status == NORMAL else None
        settled = settled_loan(self._as_of) if life.has_settled_loan else None
        return Citizen(person, life.password or self._password(person), accounts, loan, settled)

    def _password(self, person: Person) -> str:
        if self._chance.random() < 0.15:
            return initial_password(person.id_no)
        return f"{self._chance.randint(0, 999_999):06d}"

    def _one_account(self, person: Person, *, is_normal: bool) -> Account:
        chance = self._chance
        status = chance.choices((NORMAL, SEALED, WITHDRAWN, FROZEN), (88, 7, 4, 1))[0]
        behind = chance.randint(1, 3) if chance.random() < 0.03 else 0
        plan = Plan(status, behind, chance.random() < 0.3)
        if is_normal:
            plan = Plan(withdraws=True)
        account = self._account(person, opening_day(chance, self._as_of))
        live_through(chance, account, plan, self._months)
        return account

    def _two_accounts(self, person: Person) -> tuple[Account, Account]:
        """The newer one, paid in, and the older one, sealed or merged into it."""
        chance = self._chance
        newer_opened = self._months.first_day - timedelta(days=chance.randint(30, 1500))
        older = self._account(person, newer_opened - timedelta(days=chance.randint(300, 2500)))
        live_through(chance, older, Plan(chance.choice((SEALED, MERGED))), self._months)
        transfer_in = (older.closed_on, older.taken_out) if older.closed_on else None
        newer = self._account(person, newer_opened)
        live_through(chance, newer, Plan(transfer_in=transfer_in), self._months)
        return newer, older

    def _account(self, person: Person, opened_on: date) -> Account:
        self._account_number += 1
        unit: Unit = self._chance.choice(self.units)
        return invent_account(
            self._chance, person, unit, self._account_number, months=self._months, opened_on=opened_on
        )

    def _loan(self, life: Life) -> Loan:
        chance = self._chance
        contract = invent_contract(chance, self._as_of)
        unpaid = life.unpaid_periods
        if unpaid is None:
            unpaid = chance.choice((1, 1, 2, 3, 6)) if chance.random() < 1 / 30 else 0
        late_period = chance.randint(1, 30) if chance.random() < 0.1 else None
        return repay_until(contract, self._as_of, unpaid_periods=unpaid, late_period=late_period)


def _person_of(citizen: DemoCitizen, chance: random.Random) -> Person:
    sex = "1" if int(citizen.id_no[16]) % 2 else "2"
    key = f"{chance.getrandbits(64):016x}"
    return Person(key, citizen.name, pinyin_of(citizen.name), sex, citizen.id_no, citizen.mobile)


def _life_of(citizen: DemoCitizen) -> Life:
    return Life(
        password=citizen.password,
        has_older_account=citizen.has_older_account,
        is_normal=True,
        unpaid_periods=citizen.unpaid_periods,
        has_loan=citizen.has_loan,
        has_settled_loan=citizen.has_settled_loan,
    )
