"""loop: let a caller pass so many times, then go another way. What leads back in a flow leads through one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Variable
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Go, Stay, Turn


class Loop(NodeForm):
    """The first `limit` times to `next`, after that to `done`. `counter` is the variable that counts, from 0."""

    kind: Literal["loop"]
    counter: Variable
    limit: int = Field(ge=1, le=20)
    next: NodeId
    done: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from (("next", self.next), ("done", self.done))

    def gives(self) -> Iterator[str]:
        yield self.counter

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if not isinstance(event, Entered):
            return Stay(state)
        passed = state.variables.get(self.counter)
        passed = passed if isinstance(passed, int) else 0
        if passed >= self.limit:
            return Go(replace(state, variables={**state.variables, self.counter: 0}), self.done)
        return Go(replace(state, variables={**state.variables, self.counter: passed + 1}), self.next)
