"""The demo fund in a real database."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import date

import psycopg
import pytest
import pytest_asyncio

from rexian.app.demo.fund import (
    DEMO_CITIZENS,
    FundDatabaseInUse,
    FundDatabaseUnknown,
    expected_balance,
    fill_fund,
    fund_url,
    plain_url,
)
from rexian.app.parts.postgres import PostgresPart
from rexian.app.settings import Settings

pytestmark = pytest.mark.parts

AS_OF = date(2026, 11, 23)


@pytest_asyncio.fixture
async def url(postgres_part: PostgresPart) -> AsyncIterator[str]:
    """Of a database that is not there yet."""
    name = f"fund_{secrets.token_hex(6)}"
    yield postgres_part.url(name)
    await postgres_part.drop_database(name)


async def ask(url: str, query: str) -> list[tuple[object, ...]]:
    async with await psycopg.AsyncConnection.connect(plain_url(url)) as connection:
        return await (await connection.execute(query)).fetchall()


async def test_it_is_filled_once(url: str) -> None:
    progress: list[tuple[int, int]] = []
    first = await fill_fund(url, as_of=AS_OF, persons=600, progress=lambda done, all_: progress.append((done, all_)))
    second = await fill_fund(url, as_of=date(2027, 1, 1), persons=700)
    assert (first.filled, first.persons) == (True, 600)
    assert (second.filled, second.persons, second.books_date) == (False, 600, AS_OF)
    assert progress == [(500, 600), (600, 600)]
    assert await ask(url, "SELECT count(*) FROM person") == [(600,)]


async def test_two_at_once_fill_it_once(url: str) -> None:
    reports = await asyncio.gather(*(fill_fund(url, as_of=AS_OF, persons=50) for _ in range(2)))
    assert sorted(report.filled for report in reports) == [False, True]
    assert await ask(url, "SELECT count(*) FROM person") == [(50,)]


async def test_a_fill_that_is_cut_short_leaves_nothing(url: str) -> None:
    def stop(done: int, _all: int) -> None:
        raise KeyboardInterrupt if done < 0 else RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        await fill_fund(url, as_of=AS_OF, persons=50, progress=stop)
    assert (await fill_fund(url, as_of=AS_OF, persons=50)).filled


async def test_a_database_with_other_tables_is_left_alone(empty_database_url: str) -> None:
    async with await psycopg.AsyncConnection.connect(plain_url(empty_database_url)) as connection:
        await connection.execute("CREATE TABLE real_data (amount numeric)")
    with pytest.raises(FundDatabaseInUse):
        await fill_fund(empty_database_url, as_of=AS_OF, persons=50)
    tables = await ask(empty_database_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert tables == [("real_data",)]


async def test_the_books_balance(url: str) -> None:
    await fill_fund(url, as_of=AS_OF, persons=600)
    assert await ask(url, "SELECT count(*) > 12000 FROM personal_transaction") == [(True,)]
    sums = """
        SELECT a.person_account_no FROM personal_account a LEFT JOIN personal_transaction t
            ON t.person_account_no = a.person_account_no AND t.reversal_flag = '01'
         GROUP BY a.person_account_no
        HAVING a.balance <> coalesce(sum(t.amount + t.interest_amount), 0)
            OR a.carried_balance <> coalesce(sum(t.carried_amount), 0)
            OR a.current_year_balance <> coalesce(sum(t.current_year_amount), 0)
    """
    assert await ask(url, sums) == []
    loans = """
        SELECT loan_account_no FROM loan_account l
         WHERE loan_balance <> disbursed_amount - repaid_principal
            OR repaid_principal <> (SELECT coalesce(sum(principal_amount), 0) FROM loan_transaction t
                                     WHERE t.loan_account_no = l.loan_account_no AND t.txn_type <> '01')
            OR overdue_principal <> (SELECT coalesce(sum(o.overdue_principal), 0) FROM loan_overdue o
                                      WHERE o.loan_account_no = l.loan_account_no AND collected_on IS NULL)
    """
    assert await ask(url, loans) == []
    units = "SELECT (SELECT sum(amount) FROM unit_transaction) = (SELECT sum(amount) FROM personal_transaction"
    assert await ask(url, f"{units} WHERE txn_type = '01' AND reversal_flag = '01')") == [(True,)]


async def test_the_expected_balance_is_the_accounts(url: str) -> None:
    await fill_fund(url, as_of=AS_OF, persons=50)
    for citizen in DEMO_CITIZENS:
        told = await ask(
            url,
            "SELECT balance FROM personal_account JOIN person USING (person_key)"
            f" WHERE id_no = '{citizen.id_no}' AND account_status = '01'",
        )
        assert told == [(await expected_balance(url, citizen.id_no),)]


def test_the_fund_lies_beside_the_platforms_own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REXIAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("REXIAN_FUND_DATABASE_URL", raising=False)
    with pytest.raises(FundDatabaseUnknown):
        fund_url(Settings())
    own = Settings(database_url="postgresql://rexian:secret@127.0.0.1:5/rexian")
    assert fund_url(own) == "postgresql://rexian:secret@127.0.0.1:5/fund"
    assert fund_url(own.model_copy(update={"fund_database_url": "postgresql://x/y"})) == "postgresql://x/y"
