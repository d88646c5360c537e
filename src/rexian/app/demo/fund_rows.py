"""Rows of the demo fund database from the invented citizens: the columns of fund_schema, money as text in yuan."""

from collections.abc import Iterable, Iterator
from itertools import count

from rexian.app.demo.fund_accounts import Account
from rexian.app.demo.fund_borrowers import Contract, Loan, matures_on
from rexian.app.demo.fund_citizens import DEMO_UNIT
from rexian.app.demo.fund_people import Person, Unit
from rexian.app.demo.fund_population import Citizen
from rexian.object_api.fund.passwords import QUICK

Row = tuple[object, ...]
Rows = dict[str, list[Row]]

TABLES_OF_CITIZENS = (
    "person",
    "query_password",
    "personal_account",
    "personal_transaction",
    "loan_contract",
    "loan_account",
    "loan_transaction",
    "loan_overdue",
)


def yuan(fen: int) -> str:
    sign, digits = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{digits // 100}.{digits % 100:02d}"


def unit_row(unit: Unit) -> Row:
    return (
        unit.unit_account_no,
        unit.unit_name,
        unit.unit_address,
        "450000",
        unit.legal_rep_name,
        unit.uscc,
        f"{unit.pay_day:02d}",
        unit.unit_clerk_name,
        unit.unit_clerk_mobile,
        unit.opened_on,
        unit.trustee_bank_name,
    )


def unit_password_row() -> Row:
    """The demo unit's own query password."""
    return (f"unit:{DEMO_UNIT.unit_account_no}", QUICK.hash(DEMO_UNIT.password))


def unit_account_row(unit: Unit) -> Row:
    """Counts and the paid-through month are summed up in the database afterwards."""
    return (unit.unit_account_no, unit.rate_percent, unit.rate_percent, 0, 0, "0.00", "01", None)


class CitizenRows:
    """Turns citizens into rows; transactions are numbered through."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def of(self, citizens: Iterable[Citizen]) -> Rows:
        rows: Rows = {table: [] for table in TABLES_OF_CITIZENS}
        for citizen in citizens:
            rows["person"].append(_person_row(citizen.person))
            rows["query_password"].append((citizen.person.person_key, QUICK.hash(citizen.password)))
            for account in citizen.accounts:
                rows["personal_account"].append(_account_row(account))
                rows["personal_transaction"].extend(self._movement_rows(account))
            for ending, loan in (("", citizen.loan), ("02", citizen.settled_loan)):
                if loan:
                    _add_loan(rows, citizen.accounts[0], loan, ending)
        return rows

    def _movement_rows(self, account: Account) -> Iterator[Row]:
        for movement in account.ledger.movements:
            yield (
                f"GJ{next(self._numbers):012d}",
                account.person_account_no,
                movement.posted_on,
                movement.txn_type,
                yuan(movement.amount),
                yuan(movement.current_year_amount),
                yuan(movement.carried_amount),
                yuan(movement.interest_amount),
                movement.remit_month,
                movement.withdraw_reason,
                "02" if movement.withdraw_reason else None,
                movement.reversal_flag,
            )


def _person_row(person: Person) -> Row:
    return (
        person.person_key,
        person.name,
        person.name_pinyin,
        person.sex,
        "01",
        person.id_no,
        person.birth_month,
        person.mobile,
    )


def _account_row(account: Account) -> Row:
    ledger = account.ledger
    return (
        account.person_account_no,
        account.person.person_key,
        account.unit.unit_account_no,
        yuan(account.deposit_base),
        yuan(account.monthly_part),
        yuan(account.monthly_part),
        yuan(ledger.balance),
        yuan(ledger.carried),
        yuan(ledger.current_year),
        account.status,
        account.opened_on,
        account.closed_on,
        account.close_reason,
        account.payout_account_no,
        account.payout_bank_name,
        account.paid_through_month,
    )


def _add_loan(rows: Rows, account: Account, loan: Loan, ending: str) -> None:
    serial = account.person_account_no[2:] + ending
    contract_no, loan_no = f"JK{serial}", f"DK{serial}"
    rows["loan_contract"].append(_contract_row(contract_no, account, loan.contract))
    rows["loan_account"].append(_loan_row(loan_no, contract_no, loan))
    for paid in loan.repayments:
        amount = paid.principal + paid.interest + paid.penalty
        parts = [yuan(part) for part in (amount, paid.principal, paid.interest, paid.penalty)]
        rows["loan_transaction"].append((loan_no, paid.txn_type, paid.occurred_on, *parts, paid.period))
    for missed in loan.overdue:
        parts = [yuan(part) for part in (missed.principal, missed.interest, missed.penalty)]
        rows["loan_overdue"].append((loan_no, missed.period, *parts, missed.collected_on))


def _contract_row(contract_no: str, account: Account, contract: Contract) -> Row:
    return (
        contract_no,
        account.person.person_key,
        account.person_account_no,
        yuan(contract.amount),
        contract.term_months,
        "01",
        contract.method,
        "01",
        contract.annual_rate,
        contract.signed_on,
        matures_on(contract),
        f"{contract.repay_day:02d}",
        account.payout_account_no,
        yuan(contract.house_price),
        yuan(contract.house_price - contract.amount),
    )


def _loan_row(loan_no: str, contract_no: str, loan: Loan) -> Row:
    """Due now is what is overdue; the planned instalment is the next one."""
    planned, missed = loan.planned, loan.open_overdue
    principal, interest = sum(each.principal for each in missed), sum(each.interest for each in missed)
    charged = sum(each.penalty for each in missed)
    money = [
        planned.amount if planned else 0,
        planned.principal if planned else 0,
        planned.interest if planned else 0,
        principal + interest + charged,
        principal,
        interest,
        charged,
        principal,
        interest,
        charged,
    ]
    return (
        loan_no,
        contract_no,
        yuan(loan.contract.amount),
        loan.contract.disbursed_on,
        yuan(loan.balance),
        loan.contract.annual_rate,
        loan.contract.term_months,
        *[yuan(amount) for amount in money],
        len(loan.overdue),
        yuan(loan.repaid_principal),
        yuan(loan.repaid_interest),
        "0.00",
        loan.settled_on,
        "01" if not missed else "02" if len(missed) <= 3 else "03",
    )
