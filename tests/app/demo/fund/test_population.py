"""The invented people: always the same, valid, and nobody real."""

from datetime import date

import pytest

from rexian.app.demo.fund_accounts import Months
from rexian.app.demo.fund_citizens import CITIZENS, DEMO_CITIZENS, INITIAL_PASSWORD_CITIZEN
from rexian.app.demo.fund_ledger import KEPT
from rexian.app.demo.fund_people import uscc_check_character
from rexian.app.demo.fund_population import Citizen, Population
from rexian.app.demo.fund_rows import CitizenRows
from rexian.object_api.fund.identity import initial_password, is_id_number

pytestmark = pytest.mark.pure

AS_OF = date(2026, 11, 23)


def people(as_of: date = AS_OF, persons: int = 400) -> list[Citizen]:
    return list(Population(as_of, persons=persons).citizens())


@pytest.fixture(scope="module")
def citizens() -> list[Citizen]:
    return people()


def test_the_same_seed_gives_the_same_rows(citizens: list[Citizen]) -> None:
    first, second = CitizenRows().of(citizens), CitizenRows().of(people())
    del first["query_password"], second["query_password"]  # salted
    assert first == second


def test_id_numbers_and_mobiles_are_valid_and_unique(citizens: list[Citizen]) -> None:
    persons = [citizen.person for citizen in citizens]
    assert all(is_id_number(person.id_no) and person.id_no.startswith("410101") for person in persons)
    assert all(len(person.mobile) == 11 and person.mobile.startswith("154") for person in persons)
    for values in ({person.id_no for person in persons}, {person.mobile for person in persons}):
        assert len(values) == 400
    assert len({person.person_key for person in persons}) == 400


def test_unified_social_credit_codes_are_valid() -> None:
    assert uscc_check_character("91350100M000100Y4") == "3"
    for unit in Population(AS_OF, persons=0).units:
        assert len(unit.uscc) == 18
        assert uscc_check_character(unit.uscc[:-1]) == unit.uscc[-1]


@pytest.mark.parametrize(
    "as_of", [date(2026, 11, 23), date(2026, 6, 26), date(2026, 6, 30), date(2026, 7, 1), date(2024, 2, 29)]
)
def test_books_are_in_order_and_end_by_their_day(as_of: date) -> None:
    for citizen in people(as_of, 150):
        for account in citizen.accounts:
            days = [movement.posted_on for movement in account.ledger.movements]
            assert days == sorted(days)
            assert days[-1] <= as_of
            kept = [movement for movement in account.ledger.movements if movement.reversal_flag == KEPT]
            assert sum(each.amount + each.interest_amount for each in kept) == account.ledger.balance >= 0


def test_there_is_something_of_everything() -> None:
    citizens = people(persons=1500)
    statuses = {account.status for citizen in citizens for account in citizen.accounts}
    assert statuses == {"01", "02", "03", "05", "06"}
    assert any(citizen.loan and citizen.loan.open_overdue for citizen in citizens)
    assert any(citizen.loan and citizen.loan.settled_on for citizen in citizens)


def test_money_from_a_merged_account_is_in_the_newer_one() -> None:
    pairs = [citizen.accounts for citizen in people(persons=1500) if len(citizen.accounts) == 2]
    merged = [(newer, older) for newer, older in pairs if older.status == "03"]
    assert merged
    for newer, older in merged:
        assert older.ledger.balance == 0
        assert (older.closed_on, older.taken_out) in [
            (move.posted_on, move.amount) for move in newer.ledger.movements if move.txn_type == "06"
        ]


def test_demo_citizens_have_changed_their_password_but_one() -> None:
    for citizen in CITIZENS:
        assert is_id_number(citizen.id_no)
    assert all(citizen.password != initial_password(citizen.id_no) for citizen in DEMO_CITIZENS)
    assert INITIAL_PASSWORD_CITIZEN.password == initial_password(INITIAL_PASSWORD_CITIZEN.id_no)


def test_demo_citizens_show_what_they_are_for(citizens: list[Citizen]) -> None:
    one, two, overdue, _ = citizens[:4]
    assert (len(one.accounts), one.loan) == (1, None)
    assert len(two.accounts) == 2
    assert two.loan is not None
    assert overdue.loan is not None
    assert len(overdue.loan.open_overdue) == 2
    assert all(citizen.accounts[0].ledger.balance > 0 for citizen in citizens[:4])


def test_the_books_begin_two_fund_years_ago() -> None:
    assert Months.until(date(2026, 6, 30)).first_day == date(2023, 7, 1)
    assert Months.until(date(2026, 7, 1)).first_day == date(2024, 7, 1)
    assert Months.until(date(2026, 7, 1)).all[-1] == date(2026, 6, 1)
