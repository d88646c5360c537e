"""Loans over a real database with the demo fund: what is told is what the books hold."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from tests.objects.conftest import Ask, opened_over, own_books

from rexian.app.demo.fund import DEMO_CITIZENS, plain_url
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome, Result
from rexian.objects.fund_loan.queries import next_due_day

pytestmark = pytest.mark.parts

NO_LOAN, TWO_LOANS, OVERDUE = DEMO_CITIZENS


@pytest_asyncio.fixture
async def ask(url: str, clock: ManualClock) -> AsyncIterator[Ask]:
    async with opened_over("fund_loan", own_books(url, clock), url, clock) as ask:
        yield ask


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(plain_url(url)) as connection:
        return await (await connection.execute(query)).fetchall()


async def person_key(url: str, id_no: str) -> str:
    ((found,),) = await rows(url, f"SELECT person_key FROM person WHERE id_no = '{id_no}'")
    return str(found)


async def test_a_loan_is_told_as_the_books_hold_it(ask: Ask, url: str) -> None:
    key = await person_key(url, TWO_LOANS.id_no)
    values = (await ask("loan", person_key=key)).values
    query = (
        "SELECT disbursed_amount, disbursed_on, loan_balance, matures_on, annual_rate FROM loan_account"
        f" JOIN loan_contract USING (loan_contract_no) WHERE loan_account_no = '{values['loan_account_no']}'"
    )
    ((amount, day, balance, matures_on, rate),) = await rows(url, query)
    assert Decimal(values["disbursed_amount"]) == amount
    assert (values["disbursed_on"], values["matures_on"]) == (day.isoformat(), matures_on.isoformat())
    assert Decimal(values["loan_balance"]) == balance > 0
    assert Decimal(values["annual_rate"]) == rate * 100
    assert values["paid_periods"] + values["remaining_periods"] == values["term_months"]
    assert values["loan_state_word"] == "正常"


async def test_of_several_loans_the_running_one_is_meant_and_another_may_be_chosen(ask: Ask, url: str) -> None:
    key = await person_key(url, TWO_LOANS.id_no)
    listed = (await ask("loans", person_key=key)).values["loans"]
    assert [(each["position"], each["loan_state"]) for each in listed] == [(1, "normal"), (2, "settled")]
    chosen = (await ask("loan_at", person_key=key, position=2)).values
    assert (chosen["loan_account_no"], chosen["loan_count"]) == (listed[1]["loan_account_no"], 2)
    settled = (await ask("loan", person_key=key, loan_account_no=chosen["loan_account_no"])).values
    assert (settled["loan_balance"], settled["remaining_periods"]) == ("0.00", 0)
    assert settled["settled_on"] is not None
    due = (await ask("due", person_key=key, loan_account_no=chosen["loan_account_no"])).values
    assert (due["is_settled"], due["due_on"], due["due_amount"]) == (True, None, "0.00")


async def test_what_is_due_is_the_next_instalment_and_its_day(ask: Ask, url: str) -> None:
    key = await person_key(url, TWO_LOANS.id_no)
    values = (await ask("due", person_key=key)).values
    parts = [Decimal(values[name]) for name in ("due_principal", "due_interest", "due_penalty")]
    assert Decimal(values["due_amount"]) == sum(parts) > 0
    assert (values["is_overdue"], values["is_settled"]) == (False, False)
    assert date.fromisoformat(values["due_on"]) > date(2026, 11, 23)
    assert date.fromisoformat(values["due_on"]).day == values["repay_day"]


async def test_what_is_overdue_is_told_with_its_parts(ask: Ask, url: str) -> None:
    key = await person_key(url, OVERDUE.id_no)
    values = (await ask("overdue", person_key=key)).values
    assert (values["is_overdue"], values["overdue_periods"]) == (True, 2)
    parts = [Decimal(values[name]) for name in ("overdue_principal", "overdue_interest", "overdue_penalty")]
    assert Decimal(values["overdue_amount"]) == sum(parts) > 0
    due = (await ask("due", person_key=key)).values
    assert (due["is_overdue"], due["due_amount"]) == (True, values["overdue_amount"])
    on_time = (await ask("overdue", person_key=await person_key(url, TWO_LOANS.id_no))).values
    assert (on_time["is_overdue"], on_time["overdue_amount"]) == (False, "0.00")


async def test_repayments_are_told_newest_first(ask: Ask, url: str) -> None:
    key = await person_key(url, TWO_LOANS.id_no)
    told = (await ask("repayments", person_key=key)).values
    newest = (await ask("repayment_at", person_key=key, position=1)).values
    assert (newest["occurred_on"], newest["amount"]) == (told["last_repaid_on"], told["last_repaid_amount"])
    assert (newest["period"], newest["txn_type_word"]) == (told["repayment_count"], "正常还款")
    assert (await ask("repayment_at", person_key=key, position=10_000)).outcome is Outcome.NOT_FOUND


async def test_without_a_loan_there_is_none_and_anothers_is_not_told(ask: Ask, url: str) -> None:
    nobodys = Result(Outcome.NOT_FOUND, {"reason": "no_loan"})
    key = await person_key(url, NO_LOAN.id_no)
    foreign = (await ask("loan", person_key=await person_key(url, OVERDUE.id_no))).values["loan_account_no"]
    for rule in ("loans", "loan", "due", "overdue", "repayments"):
        assert await ask(rule, person_key=key) == nobodys
    assert await ask("loan", person_key=key, loan_account_no=foreign) == nobodys


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        ({"amount": "500000", "years": 30}, "2001.70", "2001.70"),
        ({"amount": "1000000", "years": 20}, "5347.88", "5347.88"),
        ({"amount": "300000", "years": 5}, "5271.46", "5271.46"),
        ({"amount": "500000", "years": 30, "repay_method": "equal_principal"}, "2472.22", "1391.90"),
    ],
)
async def test_a_trial_comes_to_what_the_published_formula_gives(
    ask: Ask, arguments: dict[str, Any], first: str, last: str
) -> None:
    values = (await ask("instalment", **arguments)).values
    assert (values["first_instalment"], values["last_instalment"]) == (first, last)


async def test_a_trial_out_of_range_is_refused(ask: Ask) -> None:
    assert (await ask("instalment", amount="1", years=31)).values == {"reason": "years_out_of_range"}
    assert (await ask("instalment", amount="0", years=3)).values == {"reason": "amount_out_of_range"}


@pytest.mark.parametrize(
    ("repay_day", "books_date", "expected"),
    [
        (20, date(2026, 11, 19), date(2026, 11, 20)),
        (20, date(2026, 11, 20), date(2026, 12, 20)),
        (5, date(2026, 12, 31), date(2027, 1, 5)),
        (31, date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_the_next_repay_day(repay_day: int, books_date: date, expected: date) -> None:
    assert next_due_day(repay_day, books_date) == expected
