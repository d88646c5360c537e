"""What a loan comes to: equal instalments or equal principal (domain.md 1.12), rounded to the fen."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

EQUAL_INSTALMENT = "equal_instalment"
EQUAL_PRINCIPAL = "equal_principal"
_MONTHS = 12
_PERCENT = 100


@dataclass(frozen=True)
class Trial:
    """First and last instalment, and the interest of all."""

    first: Decimal
    last: Decimal
    total_interest: Decimal


def trial(amount: Decimal, months: int, annual_rate_percent: Decimal, repay_method: str) -> Trial:
    """`amount` over so many months at so many percent a year."""
    with localcontext() as context:
        context.prec = 40
        rate = annual_rate_percent / _PERCENT / _MONTHS
        if repay_method == EQUAL_PRINCIPAL:
            return _equal_principal(amount, months, rate)
        return _equal_instalment(amount, months, rate)


def _equal_instalment(amount: Decimal, months: int, rate: Decimal) -> Trial:
    if rate == 0:
        part = amount / months
    else:
        growth = (1 + rate) ** months
        part = amount * rate * growth / (growth - 1)
    return Trial(_fen(part), _fen(part), _fen(part * months - amount))


def _equal_principal(amount: Decimal, months: int, rate: Decimal) -> Trial:
    principal = amount / months
    return Trial(_fen(principal + amount * rate), _fen(principal * (1 + rate)), _fen(amount * rate * (months + 1) / 2))


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
