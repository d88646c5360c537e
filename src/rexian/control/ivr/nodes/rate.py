"""rate: the caller judges the service with one key, in the five grades of 好差评."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, error_ways, say
from rexian.control.ivr.run import (
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Key,
    PromptEnded,
    Rated,
    StartTimer,
    Stay,
    StopSaying,
    TimedOut,
    Turn,
)

GRADES = ("1", "2", "3", "4", "5")
RateError = Literal["silence", "invalid"]


class Rate(NodeForm):
    """1 非常满意 to 5 非常不满意. Who keys nothing, or something else, is asked again, and then let go."""

    kind: Literal["rate"]
    text: Prompt
    invalid_text: Prompt
    attempts: int = Field(2, ge=1, le=5)
    timeout_seconds: float = Field(5.0, gt=0)
    next: NodeId
    errors: dict[RateError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def silent_ways(self) -> Iterator[str]:
        yield self.errors.get("silence", self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.text, self.invalid_text + self.text)

    def takes(self, digit: str) -> bool:
        return digit in GRADES

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                return Stay(state.with_local(attempts=0, saying=True), (say(state, "text", self.text),))
            case PromptEnded():
                return Stay(state.with_local(saying=False), (StartTimer(self.timeout_seconds),))
            case Key(digit) if digit in GRADES:
                return Go(state, self.next, (StopSaying(), Rated(state.node_id, int(digit))))
            case Key():
                return self._again(state, "invalid", (StopSaying(),))
            case TimedOut() if not state.local.get("saying"):
                return self._again(state, "silence", ())
            case _:
                return Stay(state)

    def _again(self, state: FlowState, error: RateError, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.errors.get(error, self.on_failure), before)
        said = say(state, "invalid_text", self.invalid_text + self.text)
        return Stay(state.with_local(attempts=attempts, saying=True), (*before, said))
