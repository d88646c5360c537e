"""Comparing what a flow holds: shared by condition and switch. A name with a dot is a fact, looked up first."""

from typing import Annotated, Any, Literal

from pydantic import Field

from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Known, LookUp, Stay

Compared = Annotated[
    str,
    Field(
        json_schema_extra={"format": "variable_or_fact"},
        description="a variable, or a fact: queue.<id>.waiting, expected_wait_seconds, agents_ready, agents_signed_in, "
        "open, admission; calendar.<id>.open, opens_today; caller.admission, priority, mark, is_mobile; number.open; "
        "clock.date, hour, weekday (1 = Monday)",
    ),
]
Operator = Literal["equals", "less", "greater", "exists"]


def looked_up(state: FlowState, name: str, event: FlowEvent) -> tuple[Any] | Stay:
    """The value of the name, in a tuple of one; Stay while it is not known yet."""
    if isinstance(event, Known):
        return (event.facts.get(name),)
    if not isinstance(event, Entered):
        return Stay(state)
    return Stay(state, (LookUp((name,)),)) if fact_of(name) else (state.names().get(name),)


def holds(found: Any, operator: Operator, value: str | float | None) -> bool:
    """Numbers are compared as numbers, else as text; a missing value equals nothing."""
    if operator == "exists":
        return found is not None
    if found is None or value is None:
        return False
    try:
        left, right = float(found), float(value)
    except (TypeError, ValueError):
        return operator == "equals" and text_of(found) == str(value)
    return {"equals": left == right, "less": left < right, "greater": left > right}[operator]


def text_of(found: Any) -> str:
    """As a flow names it: yes and no are `true` and `false`."""
    return str(found).lower() if isinstance(found, bool) else str(found)
