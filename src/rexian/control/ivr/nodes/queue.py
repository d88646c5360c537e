"""queue: the caller wants a person. Ends the flow and the contact waits, or the flow goes on if the way is not open."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, say
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


class Queue(NodeForm):
    """`text`, if given, is said before the wait begins. `priority`: points for whoever comes this way. `named_agent`,
    `usual_agent`: variables that hold an agent's id or staff number; where nothing is known they are passed over.

    `otherwise`: the node to go on at when the queue is closed, has no agent signed in, is full, or the caller may use
    the menu only. The caller is told why first; without a node the call ends then.
    """

    kind: Literal["queue"]
    queue_id: str
    text: str | None = None
    priority: int = Field(0, ge=-10, le=10)
    named_agent: str | None = None
    usual_agent: str | None = None
    otherwise: dict[Refusal, str] = Field(default_factory=dict)

    def targets(self) -> Iterator[str]:
        yield from self.otherwise.values()

    def templates(self) -> Iterator[str]:
        if self.text:
            yield self.text

    def wishes(self) -> Iterator[str]:
        """The variables that name an agent."""
        yield from (name for name in (self.named_agent, self.usual_agent) if name)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if isinstance(event, Entered) and self.text:
            return Stay(state, (say(state, "text", self.text),))
        if isinstance(event, Entered | PromptEnded):
            known = state.variables
            named, usual = (str(known.get(name or "") or "") for name in (self.named_agent, self.usual_agent))
            return Stay(state, (Enqueue(self.queue_id, self.priority, named, usual),))
        if isinstance(event, NotAdmitted):
            target = self.otherwise.get(event.answer)  # type: ignore[call-overload]  # an unknown answer ends the call
            return Go(state, target, () if target else (HangUp(),))
        return Stay(state)
