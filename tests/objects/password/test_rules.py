"""Changing the query password: the first-use rule, what is refused, and that the new one works at once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from tests.objects.conftest import Ask, opened_over, own_books

from rexian.app.demo.fund import DEMO_CITIZENS, DEMO_UNIT, INITIAL_PASSWORD_CITIZEN
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome, Result

pytestmark = pytest.mark.parts

CITIZEN, NEW_CITIZEN = DEMO_CITIZENS[0], INITIAL_PASSWORD_CITIZEN


def refused(reason: str) -> Result:
    return Result(Outcome.REFUSED, {"reason": reason})


@pytest_asyncio.fixture
async def asks(url: str, clock: ManualClock) -> AsyncIterator[dict[str, Ask]]:
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(opened_over(name, own_books(url, clock), url, clock))
            for name in ("password", "fund_account", "fund_unit")
        }


async def test_after_a_change_only_the_new_password_is_right(asks: dict[str, Ask]) -> None:
    changed = await asks["password"](
        "change", identifier=CITIZEN.keyed_id_no, old_password=CITIZEN.password, new_password="904172"
    )
    assert (changed.outcome, changed.values["was_initial"]) == (Outcome.OK, False)
    old = await asks["fund_account"]("authenticate", identifier=CITIZEN.id_no, query_password=CITIZEN.password)
    new = await asks["fund_account"]("authenticate", identifier=CITIZEN.id_no, query_password="904172")
    assert (old.outcome, new.outcome) == (Outcome.REFUSED, Outcome.OK)


async def test_the_first_change_needs_the_registered_telephone(asks: dict[str, Ask]) -> None:
    change = {
        "identifier": NEW_CITIZEN.keyed_id_no,
        "old_password": NEW_CITIZEN.password,
        "new_password": "904172",
    }
    assert await asks["password"]("change", **change) == refused("number_not_registered")
    strange = await asks["password"]("change", **change, caller_number="13800138000")
    assert strange == refused("number_not_registered")
    own = await asks["password"]("change", **change, caller_number=f"+86{NEW_CITIZEN.mobile}")
    assert (own.outcome, own.values["was_initial"]) == (Outcome.OK, True)
    opened = await asks["fund_account"]("authenticate", identifier=NEW_CITIZEN.id_no, query_password="904172")
    assert opened.outcome is Outcome.OK


async def test_a_site_may_send_every_first_change_to_the_counter(url: str, clock: ManualClock) -> None:
    async with opened_over("password", own_books(url, clock), url, clock, first_change="never") as ask:
        result = await ask(
            "change",
            identifier=NEW_CITIZEN.id_no,
            old_password=NEW_CITIZEN.password,
            new_password="904172",
            caller_number=NEW_CITIZEN.mobile,
        )
    assert result == refused("number_not_registered")


@pytest.mark.parametrize(
    ("new", "reason"),
    [(CITIZEN.password, "same_password"), ("120380", "initial_password"), ("123456", "weak_password")],
)
async def test_a_bad_new_password_is_refused_and_the_old_one_stays(asks: dict[str, Ask], new: str, reason: str) -> None:
    change = {"identifier": CITIZEN.id_no, "old_password": CITIZEN.password, "new_password": new}
    assert await asks["password"]("change", **change) == refused(reason)
    right = await asks["fund_account"]("authenticate", identifier=CITIZEN.id_no, query_password=CITIZEN.password)
    assert right.outcome is Outcome.OK


async def test_wrong_old_passwords_count_as_tries(asks: dict[str, Ask]) -> None:
    change = {"identifier": CITIZEN.id_no, "old_password": "000000", "new_password": "904172"}
    outcomes = [(await asks["password"]("change", **change)).outcome for _ in range(3)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED, Outcome.LOCKED]
    right = await asks["fund_account"]("authenticate", identifier=CITIZEN.id_no, query_password=CITIZEN.password)
    assert right.outcome is Outcome.LOCKED


async def test_a_unit_changes_its_password_too(asks: dict[str, Ask]) -> None:
    change = {"identifier": DEMO_UNIT.unit_account_no, "old_password": DEMO_UNIT.password, "new_password": "904172"}
    assert (await asks["password"]("change", holder="unit", **change)).outcome is Outcome.OK
    number = DEMO_UNIT.unit_account_no
    proved = await asks["fund_unit"]("authenticate", unit_account_no=number, query_password="904172")
    assert proved.outcome is Outcome.OK


async def test_a_new_password_is_looked_at_before_it_is_keyed_twice(asks: dict[str, Ask]) -> None:
    asked = {"identifier": CITIZEN.id_no}
    assert (await asks["password"]("check_new", new_password="904172", **asked)).outcome is Outcome.OK
    assert await asks["password"]("check_new", new_password="850612", **asked) == refused("weak_password")
