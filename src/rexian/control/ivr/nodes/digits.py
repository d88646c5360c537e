"""Taking digits: what `collect` and `identify` share. Digits stand in the node's own memory until they are complete."""

from dataclasses import dataclass, replace
from typing import Literal

from rexian.control.ivr.run import (
    FlowEvent,
    FlowState,
    Key,
    PromptEnded,
    StartTimer,
    Stay,
    StopSaying,
    TimedOut,
)

LONGEST = 40
Ending = Literal["complete", "silence", "too_short", "too_long", "operator", "back"]


@dataclass(frozen=True)
class Input:
    """An input is over, in one of these ways."""

    state: FlowState
    ending: Ending
    digits: str
    before: tuple[StopSaying, ...] = ()


@dataclass(frozen=True)
class DigitInput:
    """Between `least` and `most` keys; `#` ends the input. `star`: what a `*` stands for.

    `ends_at_most`: the last possible digit ends it too, and a `#` that follows is dropped by the engine; else more
    digits make it too long. `operator_key` followed by `#`, or by nothing, asks for a person.
    """

    least: int
    most: int
    star: str | None
    operator_key: str | None
    back_key: str | None
    ends_at_most: bool
    first_timeout_seconds: float
    between_timeout_seconds: float

    def turn(self, state: FlowState, event: FlowEvent) -> Stay | Input:
        """What an event makes of the input; the prompt is said by whoever calls."""
        match event:
            case PromptEnded() if not state.local.get("digits"):
                return Stay(state.with_local(saying=False), (StartTimer(self.first_timeout_seconds),))
            case Key(digit):
                return self._key(state, digit)
            case TimedOut() if not state.local.get("saying"):
                return self._over(state, ())
            case _:
                return Stay(state)

    def _key(self, state: FlowState, digit: str) -> Stay | Input:
        silence = (StopSaying(),) if state.local.get("saying") else ()
        digits = state.local.get("digits", "")
        if digit == "#":
            return self._over(state, silence)
        taken = self.star if digit == "*" else digit
        if taken is None and not digits and digit == self.back_key:
            return Input(state, "back", "", silence)
        if taken is None:
            return Stay(state)
        digits = (digits + taken)[:LONGEST]
        state = state.with_local(digits=digits, saying=False)
        if self.ends_at_most and len(digits) >= self.most:
            return self._over(replace(state, hash_expected=True), silence)
        return Stay(state, (*silence, StartTimer(self.between_timeout_seconds)))

    def _over(self, state: FlowState, silence: tuple[StopSaying, ...]) -> Input:
        digits = state.local.get("digits", "")
        return Input(state, self._ending(digits), digits, silence)

    def _ending(self, digits: str) -> Ending:
        if not digits:
            return "silence"
        if digits == self.operator_key:
            return "operator"
        if len(digits) > self.most:
            return "too_long"
        return "complete" if len(digits) >= self.least else "too_short"
