"""switch: one way for each of several values, and one for all others."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.nodes.deciding import Compared, holds, looked_up
from rexian.control.ivr.nodes.node import NodeForm, NodeId
from rexian.control.ivr.run import FlowEvent, FlowState, Go, Stay, Turn


class Switch(NodeForm):
    """`cases`: a value, and the node for it; compared as a condition's `equals` does."""

    kind: Literal["switch"]
    variable: Compared
    cases: dict[str, NodeId] = Field(min_length=1)
    otherwise: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from ((f"cases.{value}", target) for value, target in self.cases.items())
        yield "otherwise", self.otherwise

    def needs(self) -> Iterator[str]:
        if fact_of(self.variable) is None:
            yield self.variable

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        found = looked_up(state, self.variable, event)
        if isinstance(found, Stay):
            return found
        targets = (target for value, target in self.cases.items() if holds(found[0], "equals", value))
        return Go(state, next(targets, self.otherwise))
