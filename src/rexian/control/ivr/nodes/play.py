"""play: say one prompt, then go on. A key cuts it short when `interruptible`, and may already be the next choice."""

from collections.abc import Iterator
from typing import Literal

from rexian.control.ivr.nodes.node import NodeForm, say
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Go, Key, PromptEnded, Stay, StopSaying, Turn


class Play(NodeForm):
    """`text` is a prompt template; `next` the node after it."""

    kind: Literal["play"]
    text: str
    next: str
    interruptible: bool = True

    def targets(self) -> Iterator[str]:
        yield self.next

    def templates(self) -> Iterator[str]:
        yield self.text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                return Stay(state, (say(state, "text", self.text),))
            case PromptEnded():
                return Go(state, self.next)
            case Key() if self.interruptible:
                return Go(state, self.next, (StopSaying(),), key=event)
            case _:
                return Stay(state)
