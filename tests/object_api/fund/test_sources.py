"""The books in another's database and in a core system over HTTP, read by a mapping file: the same records as ours."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from rexian.kit.clock import ManualClock
from rexian.object_api.fund.books import BooksNotUnderstood, BooksUnavailable
from rexian.object_api.fund.mapping import MappingInvalid, read_mapping
from rexian.object_api.fund.records import LoanTransaction, Person, PersonalAccount
from rexian.object_api.fund.rest import RestBooks
from rexian.object_api.fund.sql import SqlBooks

pytestmark = pytest.mark.parts

TODAY = date(2026, 11, 23)
ACCOUNT = PersonalAccount(
    "1001", "7", "D1", Decimal(6000), Decimal(600), Decimal(600), Decimal("32105.60"), Decimal("30000.00"),
    Decimal("2105.60"), "02", date(2015, 3, 1), None,
)  # fmt: skip

MAPPING_OF_ACCOUNTS = """
codes.account_status = { "F" = "02" }
scale = { deposit_base = 100 }
[records.personal_account.fields]
person_account_no = "GRZH"
person_key = "KHH"
unit_account_no = "DWZH"
deposit_base = "JS"
personal_monthly_deposit = "GRYJCE"
unit_monthly_deposit = "DWYJCE"
balance = "YE"
carried_balance = "SNYE"
current_year_balance = "DNYE"
account_status = "ZT"
opened_on = "KHRQ"
paid_through_month = "JZNY"
"""
ROW = {
    "GRZH": "1001", "KHH": "7", "DWZH": "D1", "JS": "60", "GRYJCE": "600", "DWYJCE": "600", "YE": "32105.60",
    "SNYE": "30000.00", "DNYE": "2105.60", "ZT": "F ", "KHRQ": "20150301", "JZNY": "",
}  # fmt: skip


def mapping_file(folder: Path, text: str) -> Path:
    file = folder / "mapping.toml"
    file.write_text(text)
    return file


def sqlite_books(folder: Path, row: dict[str, str]) -> SqlBooks:
    database = folder / "core.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE GRZHXX ({', '.join(f'{name} TEXT' for name in row)})")
        connection.execute(f"INSERT INTO GRZHXX VALUES ({', '.join('?' * len(row))})", list(row.values()))
    connection.close()
    file = mapping_file(
        folder, f'books_date = "today"\n[records.personal_account]\ntable = "GRZHXX"\n{MAPPING_OF_ACCOUNTS}'
    )
    clock = ManualClock(datetime(2026, 11, 23, tzinfo=UTC))
    return SqlBooks.connect(f"sqlite:///{database}", read_mapping(file), clock, lambda: TODAY)


async def test_a_foreign_table_is_read_under_our_names(tmp_path: Path) -> None:
    books = sqlite_books(tmp_path, ROW)
    assert await books.find(PersonalAccount, person_key="7") == [ACCOUNT]
    assert await books.find(PersonalAccount, person_key="8") == []
    assert await books.books_date() == TODAY
    with pytest.raises(BooksUnavailable):
        await books.find(Person, id_no="1")  # there is no such table
    await books.close()


@pytest.mark.parametrize(("field", "value"), [("YE", "much"), ("KHRQ", "yesterday"), ("YE", "")])
async def test_a_value_that_is_none_is_named_by_its_field_only(tmp_path: Path, field: str, value: str) -> None:
    books = sqlite_books(tmp_path, {**ROW, field: value})
    with pytest.raises(BooksNotUnderstood) as caught:
        await books.find(PersonalAccount, person_key="7")
    assert caught.value.details["field"] in ("balance", "opened_on")
    assert value == "" or value not in str(caught.value.details)
    await books.close()


class CoreSystem:
    """A core system of ours that answers as one might."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.status = 200
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.path_qs, request.headers.get("Authorization")))
        if self.status != 200:
            return web.Response(status=self.status)
        if request.path == "/persons/none":
            return web.Response(status=404)
        return web.json_response({"code": 0, "data": {"list": [ROW]}})


@pytest_asyncio.fixture
async def core() -> AsyncIterator[CoreSystem]:
    core = CoreSystem()
    application = web.Application()
    application.router.add_get("/{rest:.*}", core.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    core.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield core
    await runner.cleanup()


def rest_books(folder: Path, url: str, token: str | None = "secret") -> RestBooks:
    text = (
        f'kind = "rest"\nservice_url = "{url}"\nbooks_date = "today"\ntimeout_seconds = 1.0\n'
        f'[records.personal_account]\npath = "/accounts"\nrows = "data.list"\n{MAPPING_OF_ACCOUNTS}'
        '[records.person]\npath = "/persons/{person_key}"\n'
    )
    return RestBooks(read_mapping(mapping_file(folder, text)), token, lambda: TODAY)


async def test_a_core_system_is_asked_by_its_own_names(tmp_path: Path, core: CoreSystem) -> None:
    books = rest_books(tmp_path, core.url)
    assert await books.find(PersonalAccount, person_key="7") == [ACCOUNT]
    assert core.asked == [("/accounts?KHH=7", "Bearer secret")]
    assert await books.find(PersonalAccount, person_key="8") == []  # an answer about somebody else is none
    assert await books.find(Person, person_key="none") == []
    assert core.asked[-1][0] == "/persons/none"
    await books.close()


async def test_a_core_system_that_refuses_or_is_away_is_unavailable(tmp_path: Path, core: CoreSystem) -> None:
    books = rest_books(tmp_path, core.url, token=None)
    core.status = 503
    with pytest.raises(BooksUnavailable):
        await books.find(PersonalAccount, person_key="7")
    await books.close()
    away = rest_books(tmp_path, "http://127.0.0.1:1")
    with pytest.raises(BooksUnavailable):
        await away.find(PersonalAccount, person_key="7")
    await away.close()


async def test_keys_cannot_leave_their_place_in_the_path(tmp_path: Path, core: CoreSystem) -> None:
    books = rest_books(tmp_path, core.url)
    with pytest.raises(BooksNotUnderstood):
        await books.find(Person, person_key="../accounts?KHH=7")
    assert core.asked[-1][0].startswith("/persons/..%2Faccounts%3FKHH%3D7")
    await books.close()


@pytest.mark.parametrize(
    "text",
    [
        "kind = 'ldap'",
        "[records.persons]",
        "[records.person]\nfields = { shoe_size = 'A' }",
        "kind = 'rest'",
        "not toml",
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MappingInvalid):
        read_mapping(mapping_file(tmp_path, text))


async def test_the_demo_database_needs_no_mapping_of_its_loans(tmp_path: Path) -> None:
    database = tmp_path / "ours.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute(
            "CREATE TABLE loan_transaction (loan_account_no, txn_type, occurred_on, amount, principal_amount,"
            " interest_amount, penalty_amount, period)"
        )
        connection.execute("INSERT INTO loan_transaction VALUES ('DK1', '02', '2026-11-05', '10', '7', '3', '0', 4)")
    connection.close()
    mapping = read_mapping(mapping_file(tmp_path, 'books_date = "today"'))
    clock = ManualClock(datetime(2026, 11, 23, tzinfo=UTC))
    books = SqlBooks.connect(f"sqlite:///{database}", mapping, clock, lambda: TODAY)
    (found,) = await books.find(LoanTransaction, loan_account_no="DK1")
    assert (found.occurred_on, found.principal_amount, found.period) == (date(2026, 11, 5), Decimal(7), 4)
    await books.close()
