"""All SQL of the object: the fund's books and the day's tries, in one database (permission `database:fund`)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, TextClause, text

from rexian.kit.database import Database
from rexian.objects.fund_account.accounts import Account, AccountStatus, Person, Withdrawals
from rexian.objects.fund_account.source import Credential

_BOOKS_DATE = text("SELECT books_date FROM fund_books")
_PERSON = "SELECT p.person_key, p.name, p.id_no, p.mobile FROM person p WHERE p.person_key = :person_key"
_CREDENTIAL = text("""
    SELECT p.person_key, p.name, p.id_no, p.mobile, q.password_hash
      FROM person p JOIN query_password q USING (person_key)
     WHERE p.id_no = :identifier
        OR p.person_key = (SELECT a.person_key FROM personal_account a WHERE a.person_account_no = :identifier)
""")
_REPLACE_HASH = text("""
    UPDATE query_password SET password_hash = :new_hash WHERE person_key = :person_key AND password_hash = :old_hash
""")
_ACCOUNTS = text("""
    SELECT a.person_account_no, u.unit_name, a.account_status, a.opened_on, a.balance, a.carried_balance,
           a.current_year_balance, a.personal_monthly_deposit, a.unit_monthly_deposit, a.paid_through_month
      FROM personal_account a JOIN unit u USING (unit_account_no)
     WHERE a.person_key = :person_key
     ORDER BY a.opened_on DESC, a.person_account_no
""")
_WITHDRAWALS = text("""
    SELECT max(posted_on) AS last_on, count(*) AS withdrawal_count,
           coalesce(sum(abs(amount) + abs(interest_amount)), 0) AS total
      FROM personal_transaction
     WHERE person_account_no = :person_account_no AND txn_type IN ('11', '12') AND reversal_flag = '01'
""")
_TAKE_TRY = text("""
    INSERT INTO query_try AS t (subject, day, tries) VALUES (:subject, :day, 1)
    ON CONFLICT (subject, day) DO UPDATE SET tries = t.tries + 1 WHERE t.tries < :limit
    RETURNING tries
""")
_TRIES = text("SELECT tries FROM query_try WHERE subject = :subject AND day = :day")
_GIVE_BACK = text("DELETE FROM query_try WHERE subject = :subject AND day = :day")


class SqlFund:
    """The ports FundSource and TryCounter over PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def books_date(self) -> date:
        row = await self._first(_BOOKS_DATE)
        if row is None:
            raise LookupError("the fund database has no books date")
        books_date: date = row.books_date
        return books_date

    async def credential(self, identifier: str) -> Credential | None:
        row = await self._first(_CREDENTIAL, identifier=identifier)
        return Credential(_person(row), row.password_hash) if row else None

    async def replace_password_hash(self, person_key: str, old_hash: str, new_hash: str) -> None:
        arguments = {"person_key": person_key, "old_hash": old_hash, "new_hash": new_hash}
        async with self._database.transaction() as session:
            await session.execute(_REPLACE_HASH, arguments)

    async def person(self, person_key: str) -> Person | None:
        row = await self._first(text(_PERSON), person_key=person_key)
        return _person(row) if row else None

    async def accounts(self, person_key: str) -> Sequence[Account]:
        async with self._database.transaction() as session:
            rows = (await session.execute(_ACCOUNTS, {"person_key": person_key})).all()
        return [_account(row) for row in rows]

    async def withdrawals(self, person_account_no: str) -> Withdrawals:
        row = await self._first(_WITHDRAWALS, person_account_no=person_account_no)
        assert row is not None  # an aggregate always has one row
        return Withdrawals(row.last_on, row.withdrawal_count, row.total)

    async def take(self, subject: str, day: date, limit: int) -> int | None:
        row = await self._first(_TAKE_TRY, subject=subject, day=day, limit=limit)
        return limit - int(row.tries) if row else None

    async def left(self, subject: str, day: date, limit: int) -> int:
        row = await self._first(_TRIES, subject=subject, day=day)
        return max(limit - int(row.tries), 0) if row else limit

    async def give_back(self, subject: str, day: date) -> None:
        async with self._database.transaction() as session:
            await session.execute(_GIVE_BACK, {"subject": subject, "day": day})

    async def _first(self, statement: TextClause, **arguments: Any) -> Row[Any] | None:
        async with self._database.transaction() as session:
            return (await session.execute(statement, arguments)).first()


def _person(row: Row[Any]) -> Person:
    return Person(row.person_key, row.name, row.id_no, row.mobile)


def _account(row: Row[Any]) -> Account:
    values = row._asdict()
    code = values.pop("account_status")
    known = code in AccountStatus._value2member_map_
    return Account(**values, status=AccountStatus(code) if known else AccountStatus.OTHER)
