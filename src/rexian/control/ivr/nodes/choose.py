"""choose: one of several rows a query has found, an account or a loan say. A single one is chosen without asking."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, Variable, error_ways, parsed, say
from rexian.control.ivr.run import (
    BACK,
    OPERATOR,
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Key,
    PromptEnded,
    Say,
    StartTimer,
    Stay,
    StopSaying,
    TimedOut,
    Turn,
)

ChooseError = Literal["none", "wrong_keys", "silence"]
MOST_ROWS = 8
PAGE_ROWS, MORE_KEY = 7, "8"
"""What is longer than eight rows is said in pages of seven."""


class Choose(NodeForm):
    """`text`, then `each_text` for each row, which may name the row's values and `{key:key}`.

    0 asks for a person, 9 says it again, `*` goes back; of a long list 8 tells more. `keep`: variable and value of the
    chosen row. `none`: there is no row.
    """

    kind: Literal["choose"]
    each: Variable = Field(description="a variable that holds a list of rows")
    text: Prompt
    each_text: Prompt
    keep: dict[str, str] = Field(min_length=1, description="variable < value of the chosen row")
    more_text: Prompt = "更多内容请按八。"
    invalid_text: Prompt
    silence_text: Prompt
    attempts: int = Field(3, ge=1, le=9)
    timeout_seconds: float = Field(5.0, gt=0)
    next: NodeId
    errors: dict[ChooseError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def silent_ways(self) -> Iterator[str]:
        yield self.next  # a single one
        yield self.errors.get("silence", self.on_failure)

    def needs(self) -> Iterator[str]:
        yield self.each

    def gives(self) -> Iterator[str]:
        yield from self.keep

    def templates(self) -> Iterator[str]:
        yield self.text

    def own_templates(self) -> Iterator[str]:
        yield self.each_text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        rows = self._rows(state)
        match event:
            case Entered() if len(rows) > 1:
                state = state.with_local(attempts=0, page=0, saying=True)
                return Stay(state, (self._say(state, "text", ""),))
            case Entered():
                return self._chosen(state, rows[0]) if rows else Go(state, self.errors.get("none", self.on_failure))
            case PromptEnded():
                return Stay(state.with_local(saying=False), (StartTimer(self.timeout_seconds),))
            case Key(digit):
                return self._key(state, digit, rows)
            case TimedOut() if not state.local.get("saying"):
                return self._again(state, "silence", self.silence_text, ())
            case _:
                return Stay(state)

    def _rows(self, state: FlowState) -> list[Mapping[str, Any]]:
        """Those of the page the caller hears."""
        rows, begin = self._all_rows(state), state.local.get("page", 0) * PAGE_ROWS
        return rows if len(rows) <= MOST_ROWS else rows[begin : begin + PAGE_ROWS]

    def _all_rows(self, state: FlowState) -> list[Mapping[str, Any]]:
        rows = state.variables.get(self.each)
        return rows if isinstance(rows, list) else []

    def _next_page(self, state: FlowState) -> Stay:
        """After the last page comes the first."""
        page = state.local.get("page", 0) + 1
        state = state.with_local(page=page if page * PAGE_ROWS < len(self._all_rows(state)) else 0, saying=True)
        return Stay(state, (StopSaying(), self._say(state, "text", "")))

    def _key(self, state: FlowState, digit: str, rows: list[Mapping[str, Any]]) -> Turn:
        match digit:
            case "0":
                return Go(state, OPERATOR, (StopSaying(),))
            case "*":
                return Go(state, BACK, (StopSaying(),))
            case "9":
                return Stay(state.with_local(saying=True), (StopSaying(), self._say(state, "text", "")))
            case _ if digit == MORE_KEY and len(self._all_rows(state)) > MOST_ROWS:
                return self._next_page(state)
            case _ if digit.isdecimal() and int(digit) <= len(rows):
                turn = self._chosen(state, rows[int(digit) - 1])
                return replace(turn, commands=(StopSaying(),))
            case _:
                return self._again(state, "wrong_keys", self.invalid_text, (StopSaying(),))

    def _chosen(self, state: FlowState, row: Mapping[str, Any]) -> Go:
        kept = {variable: row.get(name) for variable, name in self.keep.items()}
        return Go(replace(state, variables={**state.variables, **kept}), self.next)

    def _say(self, state: FlowState, prompt: str, before: str) -> Say:
        said = say(state, prompt, before + self.text)
        names = state.names()
        each = parsed(self.each_text)
        rows = (each.render({**names, **row, "key": key}) for key, row in enumerate(self._rows(state), start=1))
        more = parsed(self.more_text).render(names) if len(self._all_rows(state)) > MOST_ROWS else ""
        return Say(said.prompt_id, said.text + "".join(rows) + more)

    def _again(self, state: FlowState, error: ChooseError, text: str, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.errors.get(error, self.on_failure), before)
        prompt = "invalid_text" if error == "wrong_keys" else "silence_text"
        return Stay(state.with_local(attempts=attempts, saying=True), (*before, self._say(state, prompt, text)))
