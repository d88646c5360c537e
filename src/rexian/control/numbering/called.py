"""Which number rule a called number meets. An exchange may send it with or without country and area code."""

from collections.abc import Iterator, Mapping

from rexian.control.contracts.configuration import NumberConfiguration
from rexian.control.numbering.plan import NumberPlan


def rule_for(dialled: str, rules: Mapping[str, NumberConfiguration], plan: NumberPlan) -> NumberConfiguration | None:
    """The rule of the longest form of the number that has one: as it came, then without country, then area code.

    `rules` are by called number.
    """
    return next((rules[form] for form in _forms(dialled, plan) if form in rules), None)


def _forms(dialled: str, plan: NumberPlan) -> Iterator[str]:
    yield dialled
    home = dialled
    for prefix in (f"+{plan.country_code}", f"00{plan.country_code}", plan.country_code):
        if dialled.startswith(prefix):
            home = dialled.removeprefix(prefix)
            yield home
            break
    if not plan.area_code:
        return
    for prefix in (plan.area_code, plan.area_code.removeprefix("0")):
        if home.startswith(prefix):
            yield home.removeprefix(prefix)
            return
