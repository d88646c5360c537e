"""menu: say the choices, take one key. Wrong keys and silence are answered, and after a limit lead to `on_failure`."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rexian.control.ivr.nodes.node import NodeForm, say
from rexian.control.ivr.run import (
    Chosen,
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


class Option(BaseModel):
    """One choice: `label` stands in the menu path on the agent's desk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    next: str


MenuKey = Annotated[str, Field(pattern=r"^[0-9*#]$")]


class Menu(NodeForm):
    """`options` by key. `on_failure` should lead to a person."""

    kind: Literal["menu"]
    text: str
    options: dict[MenuKey, Option] = Field(min_length=1)
    invalid_text: str
    silence_text: str
    attempts: int = Field(3, ge=1, le=9)
    timeout_seconds: float = Field(5.0, gt=0)
    on_failure: str

    def targets(self) -> Iterator[str]:
        yield from (option.next for option in self.options.values())
        yield self.on_failure

    def templates(self) -> Iterator[str]:
        yield from (self.text, self.invalid_text + self.text, self.silence_text + self.text)

    def takes(self, digit: str) -> bool:
        return digit in self.options

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                return Stay(state.with_local(attempts=0, saying=True), (say(state, "text", self.text),))
            case PromptEnded():
                return Stay(state.with_local(saying=False), (StartTimer(self.timeout_seconds),))
            case Key(digit) if digit in self.options:
                option = self.options[digit]
                return Go(state, option.next, (StopSaying(), Chosen(state.node_id, digit, option.label)))
            case Key():
                return self._again(state, "invalid_text", self.invalid_text, (StopSaying(),))
            case TimedOut() if not state.local.get("saying"):
                return self._again(state, "silence_text", self.silence_text, ())
            case _:
                return Stay(state)

    def _again(self, state: FlowState, prompt: str, text: str, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.on_failure, before)
        said = say(state, prompt, text + self.text)
        return Stay(state.with_local(attempts=attempts, saying=True), (*before, said))
