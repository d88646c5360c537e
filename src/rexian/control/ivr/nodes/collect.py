"""collect: take digits into a variable. Secret ones live in memory only and are never written anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, Self

from pydantic import Field, model_validator

from rexian.control.ivr.nodes.node import NodeForm, say
from rexian.control.ivr.run import (
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Key,
    PromptEnded,
    StartTimer,
    Stay,
    StopSaying,
    TimedOut,
    Turn,
)


class Collect(NodeForm):
    """Between `min_digits` and `max_digits` keys; `#` ends the input, `*` counts as a digit when `star` names it.

    The last possible digit ends it too; a `#` that follows is dropped by the engine.
    """

    kind: Literal["collect"]
    text: str
    variable: str
    secret: bool = True
    min_digits: int = Field(1, ge=1)
    max_digits: int = Field(20, ge=1, le=40)
    star: str | None = Field(None, description="what a * stands for, e.g. X in an id number")
    cancel: bool = Field(True, description="with no digits keyed, 0 followed by # asks for a person")
    invalid_text: str
    attempts: int = Field(3, ge=1, le=9)
    first_timeout_seconds: float = Field(5.0, gt=0)
    between_timeout_seconds: float = Field(3.0, gt=0)
    next: str
    on_failure: str

    @model_validator(mode="after")
    def _check_digits(self) -> Self:
        if self.min_digits > self.max_digits:
            raise ValueError("min_digits is above max_digits")
        return self

    def targets(self) -> Iterator[str]:
        yield from (self.next, self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.text, self.invalid_text + self.text)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                return self._ask(state, "text", self.text, 0)
            case PromptEnded() if not state.local.get("digits"):
                return Stay(state.with_local(saying=False), (StartTimer(self.first_timeout_seconds),))
            case Key(digit):
                return self._key(state, digit)
            case TimedOut() if not state.local.get("saying"):
                return self._complete(state)
            case _:
                return Stay(state)

    def _ask(self, state: FlowState, prompt: str, text: str, attempts: int) -> Turn:
        fresh = state.with_local(attempts=attempts, digits="", saying=True)
        return Stay(fresh, (say(state, prompt, text),))

    def _key(self, state: FlowState, digit: str) -> Turn:
        silence = (StopSaying(),) if state.local.get("saying") else ()
        if digit == "#":
            return self._complete(state, silence)
        taken = self.star if digit == "*" else digit
        if taken is None:
            return Stay(state)
        digits = state.local.get("digits", "") + taken
        state = state.with_local(digits=digits, saying=False)
        if len(digits) >= self.max_digits:
            return self._complete(replace(state, hash_expected=True), silence)
        return Stay(state, (*silence, StartTimer(self.between_timeout_seconds)))

    def _complete(self, state: FlowState, before: tuple[StopSaying, ...] = ()) -> Turn:
        digits = state.local.get("digits", "")
        if self.cancel and digits == "0":
            return Go(state, self.on_failure, before)
        if len(digits) >= self.min_digits:
            return Go(self._kept(state, digits), self.next, before)
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.on_failure, before)
        turn = self._ask(state, "invalid_text", self.invalid_text + self.text, attempts)
        return replace(turn, commands=(*before, *turn.commands))

    def _kept(self, state: FlowState, digits: str) -> FlowState:
        if self.secret:
            return replace(state, secrets={**state.secrets, self.variable: digits})
        return replace(state, variables={**state.variables, self.variable: digits})
