"""identify: who is calling, by an id or account number and the query password; some tries, then a failure.

The business object checks, counts the day's tries and locks, by the number that was keyed and by the caller's own. Both
inputs are secrets while the check lasts, and gone after it. A caller who has proved who he is is not asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from rexian.control.ivr.nodes.digits import DigitInput, Input
from rexian.control.ivr.nodes.keyed import ID_NUMBER_LENGTH, as_meant, is_right
from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, Variable, error_ways, say, way_of
from rexian.control.ivr.nodes.query import SECONDS, AttachForm, ObjectName, Proves, RuleName, learned
from rexian.control.ivr.run import (
    BACK,
    OPERATOR,
    Answered,
    Ask,
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Stay,
    StopSaying,
    Turn,
)

IdentifyError = Literal[
    "silence",
    "invalid",
    "initial_password",
    "refused",
    "locked",
    "not_found",
    "timeout",
    "unavailable",
    "failed",
]
Part = Literal["identifier", "password"]
IDENTIFIER, PASSWORD = "identifier", "query_password"
"""The rule's arguments, and the names of the secrets."""
INITIAL = "initial_password"
"""The reason of a refusal that is no wrong try: the password was never changed."""


class Identify(NodeForm):
    """`subject`: the value of the answer that names the person or unit, kept in `variable`.

    `refused_text` may say `{remaining_tries:count}`. An `identifier` that is an id number must have a right
    check digit; of `id_or_account` whatever has 18 digits must be one.
    """

    kind: Literal["identify"]
    object: ObjectName
    rule: RuleName = "authenticate"
    subject: str
    variable: Variable
    identifier_text: Prompt
    password_text: Prompt
    invalid_identifier_text: Prompt
    invalid_password_text: Prompt
    refused_text: Prompt
    identifier: Literal["id_number", "id_or_account", "account"] = "id_number"
    identifier_argument: str = IDENTIFIER
    min_identifier_digits: int = Field(8, ge=1, le=20)
    max_identifier_digits: int = Field(20, ge=1, le=20)
    password_digits: int = Field(6, ge=4, le=12)
    operator_key: str | None = Field("0", pattern=r"^[0-9]$", description="this key alone, then #, asks for a person")
    back_key: str | None = Field("*", pattern=r"^[*]$")
    attempts: int = Field(3, ge=1, le=9, description="for each input; wrong passwords are counted apart")
    tries: int = Field(3, ge=1, le=9, description="identity checks in one call; the object counts the day's")
    first_timeout_seconds: float = Field(10.0, gt=0)
    between_timeout_seconds: float = Field(5.0, gt=0)
    deadline_seconds: float = Field(SECONDS, gt=0, le=30)
    attach: dict[str, AttachForm] = Field(default_factory=dict)
    next: NodeId
    errors: dict[IdentifyError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def silent_ways(self) -> Iterator[str]:
        yield self.next  # who is identified already
        yield self.errors.get("silence", self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.identifier_text, self.invalid_identifier_text + self.identifier_text)
        yield from (self.password_text, self.invalid_password_text + self.password_text)

    def own_templates(self) -> Iterator[str]:
        yield self.refused_text + self.identifier_text

    def gives(self) -> Iterator[str]:
        yield self.variable

    @cached_property
    def _inputs(self) -> Mapping[str, DigitInput]:
        least, most = self.min_identifier_digits, self.max_identifier_digits
        if self.identifier == "id_number":
            least = most = ID_NUMBER_LENGTH
        times = (self.first_timeout_seconds, self.between_timeout_seconds)
        keys = (self.operator_key, self.back_key)
        return {
            "identifier": DigitInput(least, most, "X", *keys, False, *times),
            "password": DigitInput(self.password_digits, self.password_digits, None, *keys, False, *times),
        }

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        part: Any = state.local.get("part")
        match event:
            case Entered() if state.variables.get(self.variable):
                return Go(state, self.next)
            case Entered():
                return self._ask(state.with_local(tries=0), "identifier", "identifier_text", self.identifier_text)
            case Answered(outcome, values) if part == "asking":
                return self._answered(state, outcome, values)
            case _ if part in self._inputs:
                taken = self._inputs[part].turn(state, event)
                return taken if isinstance(taken, Stay) else self._over(part, taken)
            case _:
                return Stay(state)

    def _ask(self, state: FlowState, part: Part, prompt: str, text: str, attempts: int = 0, **more: Any) -> Stay:
        fresh = state.with_local(part=part, attempts=attempts, digits="", saying=True)
        return Stay(fresh, (say(state, prompt, text, **more),))

    def _over(self, part: Part, taken: Input) -> Turn:
        match taken.ending:
            case "operator":
                return Go(_without_secrets(taken.state), OPERATOR, taken.before)
            case "back" if part == "password":
                turn = self._ask(_without_secrets(taken.state), "identifier", "identifier_text", self.identifier_text)
                return replace(turn, commands=(*taken.before, *turn.commands))
            case "back":
                return Go(taken.state, BACK, taken.before)
            case "complete" if part == "password":
                return self._check(taken)
            case "complete" if self._is_identifier(taken.digits):
                state = _with_secret(taken.state, IDENTIFIER, self._meant(taken.digits))
                turn = self._ask(state, "password", "password_text", self.password_text)
                return replace(turn, commands=(*taken.before, *turn.commands))
            case "silence":
                return self._again(part, taken.state, "silence", taken.before)
            case _:
                return self._again(part, taken.state, "invalid", taken.before)

    def _is_identifier(self, keyed: str) -> bool:
        may_be_account = self.identifier == "account" or len(keyed) != ID_NUMBER_LENGTH
        if may_be_account and self.identifier != "id_number":
            return keyed.isdecimal()
        return is_right("id_number", keyed)

    def _meant(self, keyed: str) -> str:
        is_id = self.identifier != "account" and len(keyed) == ID_NUMBER_LENGTH
        return as_meant("id_number", keyed) if is_id else keyed

    def _again(self, part: Part, state: FlowState, error: IdentifyError, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(_without_secrets(state), self.errors.get(error, self.on_failure), before)
        texts = {
            "identifier": self.invalid_identifier_text + self.identifier_text,
            "password": self.invalid_password_text + self.password_text,
        }
        turn = self._ask(state, part, f"invalid_{part}_text", texts[part], attempts)
        return replace(turn, commands=(*before, *turn.commands))

    def _check(self, taken: Input) -> Turn:
        state = _with_secret(taken.state.with_local(part="asking", digits=""), PASSWORD, taken.digits)
        names = state.names()
        arguments = {
            self.identifier_argument: names[IDENTIFIER],
            PASSWORD: names[PASSWORD],
            "caller_number": names.get("caller_number"),
        }
        return Stay(state, (*taken.before, Ask(self.object, self.rule, arguments, self.deadline_seconds)))

    def _answered(self, state: FlowState, outcome: str, values: Mapping[str, Any]) -> Turn:
        state = _without_secrets(state)
        if outcome == "ok" and values.get(self.subject):
            variables = {**state.variables, self.variable: values[self.subject]}
            proved = learned(values, self.object, Proves(auth_level="password", subject=self.subject), self.attach)
            return Go(replace(state, variables=variables), self.next, tuple(proved))
        if outcome == "refused" and values.get("reason") == INITIAL:
            return Go(state, self._failure(INITIAL))
        tries = state.local.get("tries", 0) + 1
        remaining = values.get("remaining_tries")
        if outcome == "refused" and tries < self.tries and isinstance(remaining, int) and remaining > 0:
            text = self.refused_text + self.identifier_text
            state = state.with_local(tries=tries)
            return self._ask(state, "identifier", "refused_text", text, remaining_tries=remaining)
        return Go(state, self._failure(outcome))

    def _failure(self, outcome: str) -> str:
        return way_of(self.errors, outcome, self.on_failure)


def _with_secret(state: FlowState, name: str, value: str) -> FlowState:
    return replace(state, secrets={**state.secrets, name: value})


def _without_secrets(state: FlowState) -> FlowState:
    return replace(state, secrets={})
