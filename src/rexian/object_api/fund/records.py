"""Records of the books: JGJ/T 320-2014 by English names, the pinyin field codes in the docstrings.

A source fills them by field name and type: `Decimal` for money and rates, `date`, `str` for codes, `Month` (`2024-06`).
Of a record only what the objects need is here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, NewType, TypeAlias

Month = NewType("Month", str)


@dataclass(frozen=True)
class Person:
    """4.0.3 个人信息: XingMing name, ZJHM id_no, SJHM mobile. `person_key` is ours, one a person."""

    table: ClassVar[str] = "person"

    person_key: str
    name: str
    id_no: str
    mobile: str | None


@dataclass(frozen=True)
class PersonalAccount:
    """5.0.4 个人账户信息.

    GRZH person_account_no, DWZH unit_account_no, GRJCJS deposit_base, GRYJCE personal_monthly_deposit, DWYJCE
    unit_monthly_deposit, GRZHYE balance, GRZHSNJZYE carried_balance, GRZHDNGJYE current_year_balance, GRZHZT
    account_status (A.6), KHRQ opened_on. `paid_through_month` (缴至年月) is the standard's field of the unit account;
    sites keep one per person.
    """

    table: ClassVar[str] = "personal_account"

    person_account_no: str
    person_key: str
    unit_account_no: str
    deposit_base: Decimal
    personal_monthly_deposit: Decimal
    unit_monthly_deposit: Decimal
    balance: Decimal
    carried_balance: Decimal
    current_year_balance: Decimal
    account_status: str
    opened_on: date
    paid_through_month: Month | None


@dataclass(frozen=True)
class PersonalTransaction:
    """5.0.5 个人业务明细: YWLSH txn_no, JZRQ posted_on, GJHTQYWLX txn_type (A.5), FSE amount (a withdrawal may be
    negative), FSLXE interest_amount, TQYY withdraw_reason (A.7), CZBZ reversal_flag (A.9)."""

    table: ClassVar[str] = "personal_transaction"

    txn_no: str
    person_account_no: str
    posted_on: date
    txn_type: str
    amount: Decimal
    interest_amount: Decimal
    remit_month: Month | None
    withdraw_reason: str | None
    reversal_flag: str


@dataclass(frozen=True)
class Unit:
    """4.0.2 单位缴存单位信息: DWZH unit_account_no, DWMC unit_name, ZZJGDM uscc, JBRSJHM unit_clerk_mobile."""

    table: ClassVar[str] = "unit"

    unit_account_no: str
    unit_name: str
    uscc: str
    unit_clerk_mobile: str | None


@dataclass(frozen=True)
class UnitAccount:
    """5.0.2 单位账户信息: DWJCBL unit_rate and GRJCBL personal_rate (percent), DWJCRS contributing_count, DWFCRS
    sealed_count, DWZHYE unit_balance, DWZHZT unit_account_status (A.4), JZNY paid_through_month."""

    table: ClassVar[str] = "unit_account"

    unit_account_no: str
    unit_rate: Decimal
    personal_rate: Decimal
    contributing_count: int
    sealed_count: int
    unit_balance: Decimal
    unit_account_status: str
    paid_through_month: Month | None


@dataclass(frozen=True)
class UnitTransaction:
    """5.0.3 单位业务明细: JZRQ posted_on, YWMXLX txn_type (A.5), FSE amount, FSRS headcount, HBJNY remit_month."""

    table: ClassVar[str] = "unit_transaction"

    txn_no: str
    unit_account_no: str
    posted_on: date
    txn_type: str
    amount: Decimal
    headcount: int
    remit_month: Month | None
    reversal_flag: str


@dataclass(frozen=True)
class LoanContract:
    """6.0.2 个人住房贷款借款合同: JKHTBH loan_contract_no, HTDKJE contract_amount, DKQS term_months, DKHKFS
    repay_method (A.11), YDDQRQ matures_on, YDHKR repay_day."""

    table: ClassVar[str] = "loan_contract"

    loan_contract_no: str
    person_key: str
    contract_amount: Decimal
    term_months: int
    repay_method: str
    matures_on: date
    repay_day: int


@dataclass(frozen=True)
class LoanAccount:
    """6.0.5 个人住房贷款账户.

    DKZH loan_account_no, DKFFE disbursed_amount, DKFFRQ disbursed_on, DKYE loan_balance, DKLL annual_rate (a fraction:
    0.026), DQJHHKJE planned_amount, DQJHGHBJ planned_principal, DQJHGHLX planned_interest, DQYHJE due_amount, DQYHBJ
    due_principal, DQYHLX due_interest, DQYHFX due_penalty, YQBJZE overdue_principal, YQLXZE overdue_interest, FXZE
    penalty_total, LJYQQS overdue_periods_cumulative, HSBJZE repaid_principal, HSLXZE repaid_interest, DKJQRQ
    settled_on.
    """

    table: ClassVar[str] = "loan_account"

    loan_account_no: str
    loan_contract_no: str
    disbursed_amount: Decimal
    disbursed_on: date
    loan_balance: Decimal
    annual_rate: Decimal
    planned_amount: Decimal
    planned_principal: Decimal
    planned_interest: Decimal
    due_amount: Decimal
    due_principal: Decimal
    due_interest: Decimal
    due_penalty: Decimal
    overdue_principal: Decimal
    overdue_interest: Decimal
    penalty_total: Decimal
    overdue_periods_cumulative: int
    repaid_principal: Decimal
    repaid_interest: Decimal
    settled_on: date | None


@dataclass(frozen=True)
class LoanTransaction:
    """6.0.6 个人住房贷款业务明细: DKYWMXLX txn_type (A.15), YWFSRQ occurred_on, FSE amount, BJJE principal_amount,
    LXJE interest_amount, FXJE penalty_amount, DQQC period."""

    table: ClassVar[str] = "loan_transaction"

    loan_account_no: str
    txn_type: str
    occurred_on: date
    amount: Decimal
    principal_amount: Decimal
    interest_amount: Decimal
    penalty_amount: Decimal
    period: int


@dataclass(frozen=True)
class LoanOverdue:
    """6.0.7 逾期登记: YQQC overdue_period, SSRQ collected_on (open while empty)."""

    table: ClassVar[str] = "loan_overdue"

    loan_account_no: str
    overdue_period: int
    collected_on: date | None


Record: TypeAlias = (
    Person
    | PersonalAccount
    | PersonalTransaction
    | Unit
    | UnitAccount
    | UnitTransaction
    | LoanContract
    | LoanAccount
    | LoanTransaction
    | LoanOverdue
)

RECORDS: tuple[type[Record], ...] = (
    Person,
    PersonalAccount,
    PersonalTransaction,
    Unit,
    UnitAccount,
    UnitTransaction,
    LoanContract,
    LoanAccount,
    LoanTransaction,
    LoanOverdue,
)
