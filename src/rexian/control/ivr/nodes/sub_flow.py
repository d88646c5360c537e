"""sub_flow and return: a part of the way that is a document of its own and may be used in several places."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, error_ways
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Into, OutOf, Stay, Turn

DONE = "done"


class SubFlow(NodeForm):
    """Goes on at the start of the sub-flow, which sees and sets the same variables. `next`: after the outcome `done`;
    every other outcome is a failure."""

    kind: Literal["sub_flow"]
    flow_id: Annotated[str, Field(json_schema_extra={"format": "sub_flow"})]
    next: NodeId
    errors: dict[str, NodeId] = Field(default_factory=dict, description="outcome > node")
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def way_after(self, outcome: str) -> str:
        return self.next if outcome == DONE else self.errors.get(outcome, self.on_failure)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        return Into(state, self.flow_id) if isinstance(event, Entered) else Stay(state)


class Return(NodeForm):
    """The end of a sub-flow; the outcome decides where the caller's flow goes on."""

    kind: Literal["return"]
    outcome: str = Field(DONE, min_length=1)

    def ways(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        return OutOf(state, self.outcome) if isinstance(event, Entered) else Stay(state)
