"""menu: say the choices, take one key. Wrong keys and silence are answered, and after a limit are failures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, error_ways, say
from rexian.control.ivr.run import (
    BACK,
    OPERATOR,
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
    next: NodeId


MenuKey = Annotated[str, Field(pattern=r"^[0-9*#]$")]
MenuError = Literal["wrong_keys", "silence"]


class Menu(NodeForm):
    """`options` by key. Besides them each menu has the keys for a person, to hear it again and to go back, unless an
    option takes their place or they are null."""

    kind: Literal["menu"]
    text: Prompt
    options: dict[MenuKey, Option] = Field(min_length=1)
    operator_key: MenuKey | None = "0"
    operator_label: str = "人工服务"
    repeat_key: MenuKey | None = "9"
    back_key: MenuKey | None = "*"
    invalid_text: Prompt
    silence_text: Prompt
    attempts: int = Field(3, ge=1, le=9)
    timeout_seconds: float = Field(5.0, gt=0)
    errors: dict[MenuError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    is_menu: ClassVar[bool] = True

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from ((f"options.{key}", option.next) for key, option in self.options.items())
        yield from error_ways(self.errors, self.on_failure)

    def silent_ways(self) -> Iterator[str]:
        yield self.errors.get("silence", self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.text, self.invalid_text + self.text, self.silence_text + self.text)

    def takes(self, digit: str) -> bool:
        return digit in self.options or digit in (self.operator_key, self.repeat_key, self.back_key)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                return self._say(state, 0)
            case PromptEnded():
                return Stay(state.with_local(saying=False), (StartTimer(self.timeout_seconds),))
            case Key(digit):
                return self._key(state, digit)
            case TimedOut() if not state.local.get("saying"):
                return self._again(state, "silence", self.silence_text, ())
            case _:
                return Stay(state)

    def _key(self, state: FlowState, digit: str) -> Turn:
        option = self.options.get(digit)
        if option is not None:
            return Go(state, option.next, (StopSaying(), Chosen(state.node_id, digit, option.label)))
        if digit == self.operator_key:
            return Go(state, OPERATOR, (StopSaying(), Chosen(state.node_id, digit, self.operator_label)))
        if digit == self.repeat_key:
            turn = self._say(state, state.local.get("attempts", 0))
            return replace(turn, commands=(StopSaying(), *turn.commands))
        if digit == self.back_key:
            return Go(state, BACK, (StopSaying(),))
        return self._again(state, "wrong_keys", self.invalid_text, (StopSaying(),))

    def _say(self, state: FlowState, attempts: int) -> Stay:
        return Stay(state.with_local(attempts=attempts, saying=True), (say(state, "text", self.text),))

    def _again(self, state: FlowState, error: MenuError, text: str, before: tuple[StopSaying, ...]) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self.errors.get(error, self.on_failure), before)
        prompt = "invalid_text" if error == "wrong_keys" else "silence_text"
        said = say(state, prompt, text + self.text)
        return Stay(state.with_local(attempts=attempts, saying=True), (*before, said))
