"""The rule `instalment`: the settings' rates and limits for what a loan comes to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rexian.object_api.contract import Outcome, Result
from rexian.object_api.rules import refused
from rexian.objects.fund_loan.instalments import EQUAL_INSTALMENT, trial

SHORT_YEARS = 5
"""Up to here the lower rate of the fund's loans holds."""


class TrialRule:
    """Nothing of it is a promise of the centre; the flow says so."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings

    async def instalment(self, arguments: Mapping[str, Any]) -> Result:
        years, amount = arguments["years"], Decimal(arguments["amount"])
        if not 1 <= years <= self._settings["longest_years"]:
            return refused("years_out_of_range")
        if amount <= 0:
            return refused("amount_out_of_range")
        usual = self._settings["rate_short" if years <= SHORT_YEARS else "rate_long"]
        rate = Decimal(str(arguments.get("annual_rate") or usual))
        if not 0 <= rate < 100:
            return refused("rate_out_of_range")
        found = trial(amount, years * 12, rate, arguments.get("repay_method") or EQUAL_INSTALMENT)
        values = {
            "annual_rate": rate,
            "first_instalment": found.first,
            "last_instalment": found.last,
            "total_interest": found.total_interest,
            "months": years * 12,
        }
        return Result(Outcome.OK, values)
