"""transfer: put the caller straight through to an office of the directory. Ends the flow when somebody answers."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, error_ways, say, way_of
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Go, NotPossible, PromptEnded, PutThrough, Stay, Turn

TransferError = Literal["unknown", "closed", "unreachable"]


class Transfer(NodeForm):
    """`unknown`: the entry is gone. `closed`: it is not its hour. `unreachable`: busy, no answer, no trunk carries it.
    `text`, if given, is said before it rings; the caller hears music until somebody answers."""

    kind: Literal["transfer"]
    entry_id: Annotated[str, Field(json_schema_extra={"format": "directory_entry"})]
    text: Prompt | None = None
    errors: dict[TransferError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from error_ways(self.errors, self.on_failure)

    def templates(self) -> Iterator[str]:
        if self.text:
            yield self.text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered() if self.text:
                return Stay(state, (say(state, "text", self.text),))
            case Entered() | PromptEnded():
                return Stay(state, (PutThrough(self.entry_id),))
            case NotPossible(reason):
                return Go(state, way_of(self.errors, reason, self.on_failure))
            case _:
                return Stay(state)
