"""condition: go one way or the other by a value the flow holds, or a fact of the centre."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.nodes.deciding import Compared, Operator, holds, looked_up, text_of
from rexian.control.ivr.nodes.node import NodeForm, NodeId, Variable
from rexian.control.ivr.run import FlowEvent, FlowState, Go, Stay, Turn


class Condition(NodeForm):
    """Compares the variable with `value`, numbers as numbers, else as text. A missing variable equals nothing."""

    kind: Literal["condition"]
    variable: Compared
    operator: Operator
    value: str | int | float | None = None
    same_as: Variable | None = Field(None, description="compare with this variable instead of a fixed value")
    then: NodeId
    otherwise: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from (("then", self.then), ("otherwise", self.otherwise))

    def needs(self) -> Iterator[str]:
        if fact_of(self.variable) is None:
            yield self.variable
        if self.same_as:
            yield self.same_as

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        found = looked_up(state, self.variable, event)
        if isinstance(found, Stay):
            return found
        return Go(state, self.then if self._holds(state, found[0]) else self.otherwise)

    def _holds(self, state: FlowState, found: Any) -> bool:
        """Two inputs are equal as they were keyed, leading zeros counted."""
        if not self.same_as:
            return holds(found, self.operator, self.value)
        other = state.names().get(self.same_as)
        if self.operator == "equals":
            return found is not None and other is not None and text_of(found) == text_of(other)
        return holds(found, self.operator, other)
