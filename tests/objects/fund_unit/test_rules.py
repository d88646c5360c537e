"""Units over a real database with the demo fund."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
import pytest_asyncio
from tests.objects.conftest import Ask, opened_over, own_books

from rexian.app.demo.fund import DEMO_UNIT
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome, Result

pytestmark = pytest.mark.parts

NUMBER = DEMO_UNIT.unit_account_no


@pytest_asyncio.fixture
async def ask(url: str, clock: ManualClock) -> AsyncIterator[Ask]:
    async with opened_over("fund_unit", own_books(url, clock), url, clock) as ask:
        yield ask


async def test_the_unit_proves_itself_and_hears_how_it_stands(ask: Ask) -> None:
    proved = await ask("authenticate", unit_account_no=NUMBER, query_password=DEMO_UNIT.password)
    assert proved.outcome is Outcome.OK
    key = proved.values["unit_key"]
    status = (await ask("status", unit_key=key)).values
    assert status["unit_name"] == proved.values["unit_name"]
    assert (status["unit_account_status_word"], status["unit_rate"]) == ("正常", status["personal_rate"])
    assert 5 <= Decimal(status["unit_rate"]) <= 12
    count = (await ask("headcount", unit_key=key)).values
    newest = (await ask("remittance", unit_key=key)).values
    if newest["remittance_count"]:
        assert newest["remit_month"] == status["paid_through_month"]
        same = (await ask("remittance_at", unit_key=key, position=1)).values
        assert (same["amount"], same["headcount"]) == (newest["amount"], newest["headcount"])
        assert count["contributing_count"] > 0


async def test_wrong_tries_lock_the_unit_for_the_day(ask: Ask) -> None:
    outcomes = [await ask("authenticate", unit_account_no=NUMBER, query_password="000000") for _ in range(3)]
    assert outcomes[0] == Result(Outcome.REFUSED, {"reason": "wrong_credentials", "remaining_tries": 2})
    assert outcomes[2] == Result(Outcome.LOCKED, {"reason": "too_many_tries"})
    right = await ask("authenticate", unit_account_no=NUMBER, query_password=DEMO_UNIT.password)
    assert right.outcome is Outcome.LOCKED


async def test_an_unknown_unit_is_not_found(ask: Ask) -> None:
    for rule in ("status", "headcount", "remittance"):
        assert await ask(rule, unit_key="0") == Result(Outcome.NOT_FOUND, {"reason": "no_unit"})
