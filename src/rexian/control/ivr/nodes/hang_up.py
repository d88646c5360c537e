"""hang_up: say goodbye and end the contact."""

from collections.abc import Iterator
from typing import Literal

from rexian.control.ivr.nodes.node import NodeForm, Prompt, say
from rexian.control.ivr.run import Entered, FlowEvent, FlowState, Go, HangUp, PromptEnded, Stay, Turn


class HangUpNode(NodeForm):
    """`text`, if given, is the farewell."""

    kind: Literal["hang_up"]
    text: Prompt | None = None

    def ways(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def templates(self) -> Iterator[str]:
        if self.text:
            yield self.text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if isinstance(event, Entered) and self.text:
            return Stay(state, (say(state, "text", self.text),))
        if isinstance(event, Entered | PromptEnded):
            return Go(state, None, (HangUp(),))
        return Stay(state)
