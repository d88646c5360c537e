"""queue: the caller wants a person. Ends the flow; the contact waits in the queue."""

from collections.abc import Iterator
from typing import Literal

from rexian.control.ivr.nodes.node import NodeForm, say
from rexian.control.ivr.run import Enqueue, Entered, FlowEvent, FlowState, Go, PromptEnded, Stay, Turn


class Queue(NodeForm):
    """`text`, if given, is said before the wait begins."""

    kind: Literal["queue"]
    queue_id: str
    text: str | None = None

    def targets(self) -> Iterator[str]:
        return iter(())

    def templates(self) -> Iterator[str]:
        if self.text:
            yield self.text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if isinstance(event, Entered) and self.text:
            return Stay(state, (say(state, "text", self.text),))
        if isinstance(event, Entered | PromptEnded):
            return Go(state, None, (Enqueue(self.queue_id),))
        return Stay(state)
