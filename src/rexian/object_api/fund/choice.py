"""Which of several accounts or loans of one person is meant, and in which order they are told."""

from collections.abc import Sequence
from datetime import date

from rexian.object_api.fund.books import FundBooks
from rexian.object_api.fund.records import LoanAccount, LoanContract, PersonalAccount

_STATUS_ORDER = ("01", "02", "06")
"""Normal, sealed, frozen; then the closed ones."""


def in_order(accounts: Sequence[PersonalAccount]) -> list[PersonalAccount]:
    """The normal account first, then sealed, frozen, closed; the newest of equals."""

    def rank(account: PersonalAccount) -> tuple[int, int, str]:
        known = account.account_status in _STATUS_ORDER
        status_rank = _STATUS_ORDER.index(account.account_status) if known else len(_STATUS_ORDER)
        return status_rank, -account.opened_on.toordinal(), account.person_account_no

    return sorted(accounts, key=rank)


def chosen_account(accounts: Sequence[PersonalAccount], person_account_no: str | None) -> PersonalAccount | None:
    """The account asked for, else the first in order. None if there is none."""
    if person_account_no:
        return next((account for account in accounts if account.person_account_no == person_account_no), None)
    return next(iter(in_order(accounts)), None)


async def account_of(books: FundBooks, person_key: str, person_account_no: str | None) -> PersonalAccount | None:
    """The person's account that is meant; another person's is none."""
    return chosen_account(await books.find(PersonalAccount, person_key=person_key), person_account_no)


Loan = tuple[LoanContract, LoanAccount]


async def loans_of(books: FundBooks, person_key: str) -> list[Loan]:
    """The person's loans: running ones first, the newest of equals."""
    found = [
        (contract, loan)
        for contract in await books.find(LoanContract, person_key=person_key)
        for loan in await books.find(LoanAccount, loan_contract_no=contract.loan_contract_no)
    ]

    def rank(pair: Loan) -> tuple[bool, date, str]:
        loan = pair[1]
        return loan.settled_on is None, loan.disbursed_on, loan.loan_account_no

    return sorted(found, key=rank, reverse=True)


async def loan_of(books: FundBooks, person_key: str, loan_account_no: str | None) -> Loan | None:
    """The person's loan that is asked for, else the first in order; another person's is none."""
    loans = await loans_of(books, person_key)
    if loan_account_no:
        return next((pair for pair in loans if pair[1].loan_account_no == loan_account_no), None)
    return next(iter(loans), None)
