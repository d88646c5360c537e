"""Statements: the rows and sums of a period come out even."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
import pytest_asyncio
from tests.objects.conftest import Ask, opened_over, own_books
from tests.objects.fund_loan.test_rules import person_key

from rexian.app.demo.fund import DEMO_CITIZENS, DEMO_UNIT, expected_balance
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome, Result

pytestmark = pytest.mark.parts

SAVER, BORROWER, _ = DEMO_CITIZENS


@pytest_asyncio.fixture
async def ask(url: str, clock: ManualClock) -> AsyncIterator[Ask]:
    async with opened_over("statement", own_books(url, clock), url, clock) as ask:
        yield ask


async def test_an_account_comes_out_even(ask: Ask, url: str) -> None:
    key = await person_key(url, SAVER.id_no)
    values = (await ask("account", person_key=key)).values
    assert (values["from_month"], values["to_month"]) == ("2025-12", "2026-11")
    assert Decimal(values["closing_balance"]) == await expected_balance(url, SAVER.id_no)
    moved = Decimal(values["total_in"]) - Decimal(values["total_out"]) + Decimal(values["total_interest"])
    assert Decimal(values["opening_balance"]) + moved == Decimal(values["closing_balance"])
    assert values["rows"][-1]["balance"] == values["closing_balance"]
    assert len(values["rows"]) == values["row_count"] > 10
    assert values["id_no_masked"] == "410101********038X"


async def test_two_periods_meet(ask: Ask, url: str) -> None:
    key = await person_key(url, SAVER.id_no)
    first = (await ask("account", person_key=key, from_month="2025-07", to_month="2025-12")).values
    second = (await ask("account", person_key=key, from_month="2026-01", to_month="2026-06")).values
    assert first["closing_balance"] == second["opening_balance"]
    assert {row["txn_type_word"] for row in second["rows"]} >= {"汇缴", "年终结息"}


async def test_a_loan_and_a_unit_have_statements_too(ask: Ask, url: str) -> None:
    loan = (await ask("loan", person_key=await person_key(url, BORROWER.id_no))).values
    paid = sum(Decimal(row["principal_amount"]) for row in loan["rows"])
    assert paid == Decimal(loan["total_principal"]) > 0
    unit = (await ask("unit", unit_key=DEMO_UNIT.unit_account_no)).values
    assert sum(Decimal(row["amount"]) for row in unit["rows"]) == Decimal(unit["total_remitted"])


@pytest.mark.parametrize(
    "months", [{"from_month": "2026-02", "to_month": "2026-01"}, {"from_month": "2015-01", "to_month": "2026-01"}]
)
async def test_a_period_that_is_none_is_refused(ask: Ask, url: str, months: dict[str, str]) -> None:
    result = await ask("account", person_key=await person_key(url, SAVER.id_no), **months)
    assert result == Result(Outcome.REFUSED, {"reason": "period_out_of_range"})
