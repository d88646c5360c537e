"""play: say one prompt, then go on. A key cuts it short when `interruptible`, and may already be the next choice."""

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, Variable, parsed, say
from rexian.control.ivr.run import (
    OPERATOR,
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Key,
    Known,
    LookUp,
    PromptEnded,
    Stay,
    StopSaying,
    Turn,
)

TODAY = "clock.date"


class Play(NodeForm):
    """Says `text`; with `each`, then `each_text` for each row of a list. With a period it is news: said on those days
    only."""

    kind: Literal["play"]
    text: Prompt
    next: NodeId
    interruptible: bool = True
    operator_key: str | None = Field("0", pattern=r"^[0-9*#]$", description="the key for a person at once")
    each: Variable | None = Field(None, description="a variable that holds a list of rows")
    each_text: Prompt | None = Field(None, description="said for each row; may name the row's values")
    most: int = Field(5, ge=1, le=20, description="how many rows are said at most")
    first_day: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d$", description="of news: not before this day")
    last_day: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d$", description="of news: not after this day")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.each is None) != (self.each_text is None):
            raise ValueError("each and each_text belong together")
        return self

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def needs(self) -> Iterator[str]:
        if self.each:
            yield self.each

    def templates(self) -> Iterator[str]:
        yield self.text

    def own_templates(self) -> Iterator[str]:
        if self.each_text:
            yield self.each_text

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered() if self.first_day or self.last_day:
                return Stay(state, (LookUp((TODAY,)),))
            case Known(facts):
                return self._say(state) if self._is_today(str(facts.get(TODAY) or "")) else Go(state, self.next)
            case Entered():
                return self._say(state)
            case PromptEnded():
                return Go(state, self.next)
            case Key(digit) if self.interruptible and digit == self.operator_key:
                return Go(state, OPERATOR, (StopSaying(),))
            case Key() if self.interruptible:
                return Go(state, self.next, (StopSaying(),), key=event)
            case _:
                return Stay(state)

    def _is_today(self, today: str) -> bool:
        return (self.first_day or "") <= today <= (self.last_day or "9999")

    def _say(self, state: FlowState) -> Turn:
        text = say(state, "text", self.text)
        if self.each is None:
            return Stay(state, (text,))
        rows = state.variables.get(self.each)
        found: list[Any] = rows[: self.most] if isinstance(rows, list) else []
        said = (parsed(self.each_text or "").render({**state.names(), **row}) for row in found)
        return Stay(state, (type(text)(text.prompt_id, text.text + "".join(said)),))
