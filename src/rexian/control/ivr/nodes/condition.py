"""condition: go one way or the other by a value the flow holds, or a fact of the centre."""

from collections.abc import Iterator
from typing import Literal

from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.nodes.deciding import Compared, Operator, holds, looked_up
from rexian.control.ivr.nodes.node import NodeForm, NodeId
from rexian.control.ivr.run import FlowEvent, FlowState, Go, Stay, Turn


class Condition(NodeForm):
    """Compares the variable with `value`, numbers as numbers, else as text. A missing variable equals nothing."""

    kind: Literal["condition"]
    variable: Compared
    operator: Operator
    value: str | int | float | None = None
    then: NodeId
    otherwise: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from (("then", self.then), ("otherwise", self.otherwise))

    def needs(self) -> Iterator[str]:
        if fact_of(self.variable) is None:
            yield self.variable

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        found = looked_up(state, self.variable, event)
        if isinstance(found, Stay):
            return found
        return Go(state, self.then if holds(found[0], self.operator, self.value) else self.otherwise)
