"""Code lists of JGJ/T 320-2014 (appendix A) as words for results; a code that is not listed is `other`."""

from collections.abc import Mapping

ACCOUNT_STATUS: Mapping[str, str] = {
    "01": "normal",
    "02": "sealed",
    "03": "closed_by_merger",
    "04": "closed_by_transfer",
    "05": "closed_by_withdrawal",
    "06": "frozen",
}
"""A.6 个人账户状态."""

UNIT_ACCOUNT_STATUS: Mapping[str, str] = {
    "01": "normal",
    "02": "opened",
    "03": "deferred",
    "04": "closed",
    "05": "sealed",
}
"""A.4 单位账户状态."""

TXN_TYPE: Mapping[str, str] = {
    "01": "remittance",
    "02": "back_payment",
    "03": "opening",
    "04": "reactivation",
    "05": "sealing",
    "06": "internal_transfer",
    "07": "transfer_out",
    "08": "transfer_in",
    "09": "yearly_interest",
    "10": "base_adjustment",
    "11": "partial_withdrawal",
    "12": "closing_withdrawal",
    "13": "deferral",
    "14": "freezing",
    "15": "unfreezing",
}
"""A.5 归集和提取业务类型."""

DEPOSITS = ("01", "02")
WITHDRAWALS = ("11", "12")

WITHDRAW_REASON: Mapping[str, str] = {
    "01": "home_purchase",
    "02": "home_building",
    "03": "retirement",
    "04": "disability",
    "05": "moved_away",
    "06": "loan_repayment",
    "07": "rent",
    "08": "death",
    "09": "serious_illness",
}
"""A.7 提取原因."""

REPAY_METHOD: Mapping[str, str] = {
    "01": "equal_instalment",
    "02": "equal_principal",
    "03": "single_payment",
    "04": "free",
}
"""A.11 还款方式."""

LOAN_TXN_TYPE: Mapping[str, str] = {
    "01": "disbursement",
    "02": "repayment",
    "03": "prepayment",
    "04": "late_repayment",
    "05": "repayment_from_account",
    "06": "settlement",
    "07": "extension",
    "08": "shortening",
    "09": "write_off",
}
"""A.15 贷款业务明细."""

REPAYMENTS = ("02", "03", "04", "05", "06")

NOT_REVERSED = "01"
"""A.9 冲账标识: everything else is reversed or reversing, and counts for nothing."""

OTHER = "other"


def word_of(codes: Mapping[str, str], code: str | None) -> str:
    return codes.get(code or "", OTHER)
