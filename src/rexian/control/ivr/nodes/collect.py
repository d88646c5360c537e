"""collect: take digits into a variable. Secret ones live in memory only and are never written anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from rexian.control.ivr.nodes.digits import LONGEST, DigitInput, Input
from rexian.control.ivr.nodes.keyed import Check, as_meant, is_right
from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, Variable, error_ways, say
from rexian.control.ivr.run import BACK, OPERATOR, Entered, FlowEvent, FlowState, Go, Stay, StopSaying, Turn

CollectError = Literal["silence", "invalid"]


class Collect(NodeForm):
    """Between `min_digits` and `max_digits` keys; `#` ends the input, `*` counts as a digit when `star` names it.

    The operator's key followed by `#` asks for a person, a `*` that is no digit goes back. What fails `check` is
    asked for again, as is what is too short or too long.
    """

    kind: Literal["collect"]
    text: Prompt
    variable: Variable
    secret: bool = True
    min_digits: int = Field(1, ge=1)
    max_digits: int = Field(20, ge=1, le=LONGEST)
    ends_at_max: bool = Field(True, description="the last possible digit ends the input too")
    star: str | None = Field(None, description="what a * stands for, e.g. X in an id number")
    check: Check = Field("none", description="id_number: GB 11643 with its check digit")
    operator_key: str | None = Field("0", pattern=r"^[0-9]$", description="this key alone, then #, asks for a person")
    back_key: str | None = Field("*", pattern=r"^[*]$")
    invalid_text: Prompt
    attempts: int = Field(3, ge=1, le=9)
    first_timeout_seconds: float = Field(5.0, gt=0)
    between_timeout_seconds: float = Field(3.0, gt=0)
    next: NodeId
    errors: dict[CollectError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    @model_validator(mode="after")
    def _check_digits(self) -> Self:
        if self.min_digits > self.max_digits:
            raise ValueError("min_digits is above max_digits")
        return self

    @cached_property
    def _input(self) -> DigitInput:
        return DigitInput(
            self.min_digits,
            self.max_digits,
            self.star,
            self.operator_key,
            self.back_key,
            self.ends_at_max,
            self.first_timeout_seconds,
            self.between_timeout_seconds,
        )

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def silent_ways(self) -> Iterator[str]:
        yield self.errors.get("silence", self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.text, self.invalid_text + self.text)

    def gives(self) -> Iterator[str]:
        if not self.secret:
            yield self.variable

    def gives_secrets(self) -> Iterator[str]:
        if self.secret:
            yield self.variable

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        if isinstance(event, Entered):
            return self._ask(state, "text", self.text, 0)
        taken = self._input.turn(state, event)
        return taken if isinstance(taken, Stay) else self._over(taken)

    def _ask(self, state: FlowState, prompt: str, text: str, attempts: int) -> Stay:
        fresh = state.with_local(attempts=attempts, digits="", saying=True)
        return Stay(fresh, (say(state, prompt, text),))

    def _over(self, taken: Input) -> Turn:
        match taken.ending:
            case "operator":
                return Go(taken.state, OPERATOR, taken.before)
            case "back":
                return Go(taken.state, BACK, taken.before)
            case "complete" if is_right(self.check, taken.digits):
                return Go(self._kept(taken.state, as_meant(self.check, taken.digits)), self.next, taken.before)
            case "silence":
                return self._again(taken.state, "silence", taken.before)
            case _:
                return self._again(taken.state, "invalid", taken.before)

    def _again(self, state: FlowState, error: CollectError, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.errors.get(error, self.on_failure), before)
        turn = self._ask(state, "invalid_text", self.invalid_text + self.text, attempts)
        return replace(turn, commands=(*before, *turn.commands))

    def _kept(self, state: FlowState, digits: str) -> FlowState:
        if self.secret:
            return replace(state, secrets={**state.secrets, self.variable: digits})
        return replace(state, variables={**state.variables, self.variable: digits})
