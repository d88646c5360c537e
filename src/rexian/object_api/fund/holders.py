"""Finds whose query password an identifier means: a person by id or account number, a unit by its account number."""

from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.identity import initial_password, keyed_identifier
from rexian.object_api.fund.password_check import Holder
from rexian.object_api.fund.records import Person, PersonalAccount, Unit


async def person_of(books: FundBooks, identifier: str) -> Person | None:
    """By id number (ZJHM) or personal account number (GRZH), as keyed on a telephone."""
    wanted = keyed_identifier(identifier)
    if found := await books.find(Person, id_no=wanted):
        return found[0]
    accounts = await books.find(PersonalAccount, person_account_no=wanted)
    people = await books.find(Person, person_key=accounts[0].person_key) if accounts else []
    return people[0] if people else None


async def unit_of(books: FundBooks, unit_account_no: str) -> Unit | None:
    found = await books.find(Unit, unit_account_no=unit_account_no.strip().upper())
    return found[0] if found else None


def person_holder(person: Person) -> Holder:
    return Holder(person.person_key, initial_password(person.id_no), person.mobile)


def unit_holder(unit: Unit) -> Holder:
    """A unit's initial password is the last six signs of its 统一社会信用代码, with 0 for letters."""
    initial = "".join(sign if sign.isdecimal() else "0" for sign in unit.uscc[-6:])
    return Holder(f"unit:{unit.unit_account_no}", initial, unit.unit_clerk_mobile)
