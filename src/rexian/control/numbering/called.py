"""Which number rule a called number meets. An exchange may send it with or without country and area code."""

from collections.abc import Iterable, Iterator

from rexian.control.contracts.configuration import NumberConfiguration
from rexian.control.numbering.plan import NumberPlan


def rule_for(dialled: str, numbers: Iterable[NumberConfiguration], plan: NumberPlan) -> NumberConfiguration | None:
    """The rule of the longest form of the number that has one: as it came, then without country, then area code."""
    by_number = {number.called_number: number for number in numbers}
    return next((by_number[form] for form in _forms(dialled, plan) if form in by_number), None)


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
