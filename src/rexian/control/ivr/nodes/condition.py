"""condition: go one way or the other by a value the flow holds."""

from collections.abc import Iterator
from typing import Any, Literal

from rexian.control.ivr.nodes.node import NodeForm
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Go, Stay, Turn


class Condition(NodeForm):
    """Compares the variable with `value`, numbers as numbers, else as text. A missing variable equals nothing."""

    kind: Literal["condition"]
    variable: str
    operator: Literal["equals", "less", "greater", "exists"]
    value: str | int | float | None = None
    then: str
    otherwise: str

    def targets(self) -> Iterator[str]:
        yield from (self.then, self.otherwise)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if not isinstance(event, Entered):
            return Stay(state)
        return Go(state, self.then if self._holds(state.names().get(self.variable)) else self.otherwise)

    def _holds(self, found: Any) -> bool:
        if self.operator == "exists":
            return found is not None
        if found is None or self.value is None:
            return False
        try:
            left, right = float(found), float(self.value)
        except (TypeError, ValueError):
            return self.operator == "equals" and str(found) == str(self.value)
        return {"equals": left == right, "less": left < right, "greater": left > right}[self.operator]
