"""queue: the caller wants a person. Ends the flow and the contact waits, or the flow goes on if the way is not open."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, QueueId, Variable, error_ways, say
from rexian.control.ivr.run import (
    Enqueue,
    Entered,
    FlowEvent,
    FlowState,
    Go,
    HangUp,
    NotAdmitted,
    PromptEnded,
    Stay,
    Turn,
)

Refusal = Literal["closed", "no_agent", "full", "menu_only"]
REFUSALS: tuple[Refusal, ...] = ("closed", "no_agent", "full", "menu_only")


class Queue(NodeForm):
    """`text`, if given, is said before the wait begins. `priority`: points for whoever comes this way. `named_agent`,
    `usual_agent`: variables that hold an agent's id or staff number; where nothing is known they are passed over.

    `errors`: the node to go on at when the queue is closed, has no agent signed in, is full, or the caller may use
    the menu only. The caller is told why first; without a node (here or in `on_failure`) the call ends then.
    """

    kind: Literal["queue"]
    queue_id: QueueId
    text: Prompt | None = None
    priority: int = Field(0, ge=-10, le=10)
    named_agent: Variable | None = None
    usual_agent: Variable | None = None
    errors: dict[Refusal, NodeId] = Field(default_factory=dict)
    on_failure: NodeId | None = None

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from error_ways(self.errors, self.on_failure)

    def templates(self) -> Iterator[str]:
        if self.text:
            yield self.text

    def needs(self) -> Iterator[str]:
        yield from (name for name in (self.named_agent, self.usual_agent) if name)

    def goes_on_after(self) -> frozenset[str]:
        """The refusals after which the flow has something else to offer."""
        return frozenset(REFUSALS) if self.on_failure else frozenset(self.errors)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if isinstance(event, Entered) and self.text:
            return Stay(state, (say(state, "text", self.text),))
        if isinstance(event, Entered | PromptEnded):
            known = state.variables
            named, usual = (str(known.get(name or "") or "") for name in (self.named_agent, self.usual_agent))
            return Stay(state, (Enqueue(self.queue_id, self.priority, named, usual),))
        if isinstance(event, NotAdmitted):
            ways: Mapping[Any, str] = self.errors
            target = ways.get(event.answer, self.on_failure)
            return Go(state, target, () if target else (HangUp(),))
        return Stay(state)
