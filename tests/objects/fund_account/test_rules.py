"""The object's rules over a real database with the demo fund."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from tests.objects.conftest import ZONE, Ask, opened_over, own_books

from rexian.app.demo.fund import DEMO_CITIZENS, INITIAL_PASSWORD_CITIZEN, expected_balance, plain_url
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome, Result
from rexian.object_api.errors import PermissionNotGranted
from rexian.object_api.fund.books import BooksUnavailable
from rexian.object_api.ports import ObjectPorts
from rexian.objects.fund_account.business_object import FundAccount

pytestmark = pytest.mark.parts

ONE_ACCOUNT, TWO_ACCOUNTS, OVERDUE = DEMO_CITIZENS


class Asked:
    """The open object."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def __call__(self, rule: str, **arguments: Any) -> Result:
        return await self._ask(rule, **arguments)

    async def person_key(self, identifier: str, password: str) -> str:
        result = await self("authenticate", identifier=identifier, query_password=password)
        assert result.outcome is Outcome.OK
        return str(result.values["person_key"])


@pytest_asyncio.fixture
async def asked(url: str, clock: ManualClock) -> AsyncIterator[Asked]:
    async with opened_over("fund_account", own_books(url, clock), url, clock) as ask:
        yield Asked(ask)


def money(values: Mapping[str, Any], *names: str) -> list[Decimal]:
    return [Decimal(values[name]) for name in names]


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(plain_url(url)) as connection:
        return await (await connection.execute(query)).fetchall()


async def test_the_right_password_tells_who_it_is(asked: Asked) -> None:
    keyed = ONE_ACCOUNT.keyed_id_no
    assert keyed.endswith("*")
    result = await asked("authenticate", identifier=keyed, query_password=ONE_ACCOUNT.password)
    assert (result.outcome, result.values["name"]) == (Outcome.OK, ONE_ACCOUNT.name)


async def test_an_account_number_is_as_good_as_the_id_number(asked: Asked) -> None:
    person_key = await asked.person_key(TWO_ACCOUNTS.id_no, TWO_ACCOUNTS.password)
    for account in (await asked("accounts", person_key=person_key)).values["accounts"]:
        assert await asked.person_key(account["person_account_no"], TWO_ACCOUNTS.password) == person_key


async def test_the_third_wrong_try_of_a_day_locks_until_the_next(asked: Asked, clock: ManualClock) -> None:
    async def attempt(password: str) -> tuple[Outcome, Any]:
        result = await asked("authenticate", identifier=ONE_ACCOUNT.id_no, query_password=password)
        return result.outcome, result.values.get("remaining_tries")

    assert await attempt("000000") == (Outcome.REFUSED, 2)
    assert await attempt("000001") == (Outcome.REFUSED, 1)
    assert await attempt("000002") == (Outcome.LOCKED, None)
    assert await attempt(ONE_ACCOUNT.password) == (Outcome.LOCKED, None)
    clock.advance(13.9 * 3600)  # 23:54 in Zhengzhou
    assert await attempt(ONE_ACCOUNT.password) == (Outcome.LOCKED, None)
    clock.advance(0.2 * 3600)
    assert await attempt(ONE_ACCOUNT.password) == (Outcome.OK, None)


async def test_the_lock_holds_for_every_identifier_of_the_person(asked: Asked, url: str) -> None:
    numbers = await rows(
        url,
        "SELECT person_account_no FROM personal_account JOIN person USING (person_key)"
        f" WHERE id_no = '{TWO_ACCOUNTS.id_no}'",
    )
    identifiers = [TWO_ACCOUNTS.id_no, *(number for (number,) in numbers)]
    assert len(identifiers) == 3
    outcomes = [
        (await asked("authenticate", identifier=identifier, query_password="000000")).outcome
        for identifier in identifiers
    ]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED, Outcome.LOCKED]


async def test_success_forgets_the_wrong_tries(asked: Asked) -> None:
    for _ in range(3):
        wrong = await asked("authenticate", identifier=ONE_ACCOUNT.id_no, query_password="000000")
        assert wrong.values["remaining_tries"] == 2
        await asked.person_key(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password)


async def test_guesses_at_the_same_time_count_too(asked: Asked) -> None:
    results = await asyncio.gather(
        *(asked("authenticate", identifier=ONE_ACCOUNT.id_no, query_password=f"00000{n}") for n in range(8))
    )
    outcomes = sorted(result.outcome for result in results)
    assert outcomes == sorted([Outcome.REFUSED] * 2 + [Outcome.LOCKED] * 6)


async def test_nobody_is_answered_like_a_wrong_password(asked: Asked) -> None:
    nobody = "11010519491231002*"
    outcomes = [await asked("authenticate", identifier=nobody, query_password="000000") for _ in range(3)]
    assert outcomes[0] == Result(Outcome.REFUSED, {"reason": "wrong_credentials", "remaining_tries": 2})
    assert outcomes[2] == Result(Outcome.LOCKED, {"reason": "too_many_tries"})


async def test_one_telephone_may_not_try_person_after_person(asked: Asked) -> None:
    async def attempt(identifier: str, password: str, caller_number: str) -> Outcome:
        arguments = {"identifier": identifier, "query_password": password, "caller_number": caller_number}
        return (await asked("authenticate", **arguments)).outcome

    for number in range(10):
        assert await attempt(f"4101011980010100{number:02d}", "000000", "037112345678") is Outcome.REFUSED
    assert await attempt(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password, "037112345678") is Outcome.LOCKED
    assert await attempt(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password, "037187654321") is Outcome.OK


async def test_the_initial_password_opens_nothing(asked: Asked) -> None:
    citizen = INITIAL_PASSWORD_CITIZEN
    result = await asked("authenticate", identifier=citizen.keyed_id_no, query_password=citizen.password)
    assert result == Result(Outcome.REFUSED, {"reason": "initial_password"})


async def test_a_weak_hash_is_made_stronger_at_sign_in(asked: Asked, url: str) -> None:
    query = f"SELECT password_hash FROM query_password JOIN person USING (person_key) WHERE id_no = '{OVERDUE.id_no}'"
    ((before,),) = await rows(url, query)
    await asked.person_key(OVERDUE.id_no, OVERDUE.password)
    ((after,),) = await rows(url, query)
    assert "m=8,t=1" in before
    assert "m=19456,t=2" in after
    await asked.person_key(OVERDUE.id_no, OVERDUE.password)


async def test_no_identifier_is_kept_with_the_tries(asked: Asked, url: str) -> None:
    await asked("authenticate", identifier=ONE_ACCOUNT.id_no, query_password="000000", caller_number="15400012329")
    subjects = await rows(url, "SELECT subject FROM query_try")
    assert len(subjects) == 2
    assert all(len(subject) == 64 for (subject,) in subjects)


async def test_the_balance_is_that_of_the_books(asked: Asked, url: str) -> None:
    for citizen in DEMO_CITIZENS:
        person_key = await asked.person_key(citizen.id_no, citizen.password)
        result = await asked("balance", person_key=person_key)
        balance, carried, current = money(result.values, "balance", "carried_balance", "current_year_balance")
        assert balance == await expected_balance(url, citizen.id_no) == carried + current
        assert result.values["account_status"] == "normal"
        assert result.as_of == result.values["as_of"] == "2026-11-23"


async def test_another_account_may_be_asked_for_but_only_ones_own(asked: Asked) -> None:
    person_key = await asked.person_key(TWO_ACCOUNTS.id_no, TWO_ACCOUNTS.password)
    listed = (await asked("accounts", person_key=person_key)).values["accounts"]
    assert len(listed) == 2
    for account in listed:
        told = await asked("balance", person_key=person_key, person_account_no=account["person_account_no"])
        assert told.values["balance"] == account["balance"]
    other_key = await asked.person_key(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password)
    foreign = await asked("balance", person_key=other_key, person_account_no=listed[0]["person_account_no"])
    assert foreign == Result(Outcome.NOT_FOUND, {"reason": "no_account"})


async def test_deposits_tell_the_total_and_its_parts(asked: Asked) -> None:
    person_key = await asked.person_key(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password)
    values = (await asked("deposits", person_key=person_key)).values
    total, own, units = money(values, "monthly_deposit", "personal_monthly_deposit", "unit_monthly_deposit")
    assert total == own + units > 0
    assert values["paid_through_month"] == "2026-10"


async def test_withdrawals_are_the_rows_that_are_not_reversed(asked: Asked, url: str) -> None:
    person_key = await asked.person_key(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password)
    before = (await asked("withdrawals", person_key=person_key)).values
    assert before["withdrawal_count"] > 0
    async with await psycopg.AsyncConnection.connect(plain_url(url)) as connection:
        await connection.execute(
            "UPDATE personal_transaction SET reversal_flag = '02' WHERE txn_type = '11' AND posted_on = %s"
            " AND person_account_no = %s",
            (before["last_withdrawn_on"], before["person_account_no"]),
        )
    after = (await asked("withdrawals", person_key=person_key)).values
    assert after["withdrawal_count"] == before["withdrawal_count"] - 1
    assert money(after, "total_withdrawn") < money(before, "total_withdrawn")


async def test_without_withdrawals_there_is_no_date(asked: Asked) -> None:
    person_key = await asked.person_key(TWO_ACCOUNTS.id_no, TWO_ACCOUNTS.password)
    values = (await asked("withdrawals", person_key=person_key)).values
    assert (values["last_withdrawn_on"], values["withdrawal_count"], values["total_withdrawn"]) == (None, 0, "0.00")


async def test_the_summary_is_what_the_agents_page_shows(asked: Asked) -> None:
    person_key = await asked.person_key(TWO_ACCOUNTS.id_no, TWO_ACCOUNTS.password)
    values = (await asked("person_summary", person_key=person_key)).values
    assert (values["name"], values["id_no"]) == (TWO_ACCOUNTS.name, TWO_ACCOUNTS.id_no)
    assert (values["mobile"], values["account_count"]) == (TWO_ACCOUNTS.mobile, 2)
    assert values["unit_name"].startswith("河南")
    assert values["balance"] == (await asked("balance", person_key=person_key)).values["balance"]


@pytest.mark.parametrize("rule", ["accounts", "balance", "deposits", "withdrawals", "person_summary"])
async def test_an_unknown_person_is_not_found(asked: Asked, rule: str) -> None:
    assert (await asked(rule, person_key="nobody")).outcome is Outcome.NOT_FOUND


async def test_a_list_is_told_one_by_one_and_chosen_from_by_position(asked: Asked) -> None:
    person_key = await asked.person_key(TWO_ACCOUNTS.id_no, TWO_ACCOUNTS.password)
    listed = (await asked("accounts", person_key=person_key)).values["accounts"]
    told = [(await asked("account_at", person_key=person_key, position=place)).values for place in (1, 2)]
    assert [each["person_account_no"] for each in told] == [each["person_account_no"] for each in listed]
    assert (told[0]["account_count"], told[0]["account_status_word"]) == (2, "正常")
    beyond = await asked("account_at", person_key=person_key, position=3)
    assert beyond == Result(Outcome.NOT_FOUND, {"reason": "no_such_position"})
    assert (await asked("account_at", person_key=person_key, position=0)).outcome is Outcome.NOT_FOUND


async def test_deposits_and_withdrawals_are_told_newest_first(asked: Asked) -> None:
    person_key = await asked.person_key(ONE_ACCOUNT.id_no, ONE_ACCOUNT.password)
    newest = (await asked("deposit_at", person_key=person_key, position=1)).values
    before = (await asked("deposit_at", person_key=person_key, position=2)).values
    assert (newest["remit_month"], before["remit_month"]) == ("2026-10", "2026-09")
    summed = (await asked("withdrawals", person_key=person_key)).values
    first = (await asked("withdrawal_at", person_key=person_key, position=1, language="en")).values
    assert (first["posted_on"], first["amount"]) == (summed["last_withdrawn_on"], summed["last_withdrawn_amount"])
    assert first["withdraw_reason_word"] in ("loan repayment", "rent", "home purchase")
    all_of_them = [
        Decimal((await asked("withdrawal_at", person_key=person_key, position=place)).values["amount"])
        for place in range(1, summed["withdrawal_count"] + 1)
    ]
    assert sum(all_of_them) == Decimal(summed["total_withdrawn"])


async def test_it_says_when_the_source_is_away(clock: ManualClock) -> None:
    away = "postgresql://rexian@127.0.0.1:1/fund"
    async with opened_over("fund_account", own_books(away, clock), away, clock) as ask:
        with pytest.raises(BooksUnavailable):
            await ask("balance", person_key="a")


async def test_without_the_permission_it_does_not_open(clock: ManualClock) -> None:
    with pytest.raises(PermissionNotGranted):
        await FundAccount().open(ObjectPorts(clock, ZONE))
