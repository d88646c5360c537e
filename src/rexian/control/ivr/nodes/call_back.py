"""call_back: the centre calls the citizen back, at the number of this call or another one. Ends the flow.

The citizen stands in the queue's line from now on, and is rung when an agent is free: at once, or when it opens.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal

from pydantic import Field

from rexian.control.ivr.nodes.digits import DigitInput, Input
from rexian.control.ivr.nodes.node import NodeForm, NodeId, Prompt, QueueId, error_ways, say, way_of
from rexian.control.ivr.run import (
    BACK,
    OPERATOR,
    BookCallBack,
    Entered,
    FlowEvent,
    FlowState,
    Go,
    Key,
    NotPossible,
    PromptEnded,
    StartTimer,
    Stay,
    StopSaying,
    TimedOut,
    Turn,
)

CallBackError = Literal["silence", "invalid", "not_offered", "not_callable"]
CONFIRM, OTHER, CANCEL = "1", "2", "*"


class CallBack(NodeForm):
    """`confirm_text` may say `{number:tail4}`, `keyed_text` `{number:phone}`: 1 confirms, 2 keys another number, `*`
    goes back. `not_offered`: the queue calls nobody back. A number that cannot be called is asked for again."""

    kind: Literal["call_back"]
    queue_id: QueueId
    confirm_text: Prompt = "我们将回拨您来电的号码，{number:tail4}，确认请按一，更换号码请按二，返回请按星号键。"
    number_text: Prompt = "请输入您的手机号码，或带区号的固定电话号码，以井号键结束。"
    keyed_text: Prompt = "您输入的号码是，{number:phone}，确认请按一，重新输入请按二，返回请按星号键。"
    not_callable_text: Prompt = "抱歉，无法回拨您输入的号码。"
    attempts: int = Field(3, ge=1, le=9)
    timeout_seconds: float = Field(8.0, gt=0)
    errors: dict[CallBackError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield from error_ways(self.errors, self.on_failure)

    def templates(self) -> Iterator[str]:
        yield from (self.number_text, self.not_callable_text + self.number_text)

    def own_templates(self) -> Iterator[str]:
        yield from (self.confirm_text, self.keyed_text)

    @cached_property
    def _input(self) -> DigitInput:
        return DigitInput(7, 20, None, None, CANCEL, False, self.timeout_seconds, self.timeout_seconds)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        keying = state.local.get("part") == "number"
        match event:
            case Entered():
                return self._confirm(state, "confirm_text", str(state.variables.get("caller_number") or ""))
            case NotPossible("not_callable"):
                return self._again(state, "not_callable", "not_callable_text", self.not_callable_text)
            case NotPossible(reason):
                return Go(state, self._failure(reason))
            case _ if keying:
                taken = self._input.turn(state, event)
                return taken if isinstance(taken, Stay) else self._keyed(taken)
            case Key(digit):
                return self._decide(state, digit)
            case PromptEnded():
                return Stay(state.with_local(saying=False), (StartTimer(self.timeout_seconds),))
            case TimedOut() if not state.local.get("saying"):
                return self._silent(state)
            case _:
                return Stay(state)

    def _confirm(self, state: FlowState, prompt: str, number: str, attempts: int = 0) -> Turn:
        if not number.lstrip("+").isdigit():
            return self._ask(state, "number_text", "", attempts)
        state = state.with_local(part=prompt, number=number, attempts=attempts, saying=True)
        text = self.confirm_text if prompt == "confirm_text" else self.keyed_text
        return Stay(state, (say(state, prompt, text, number=number),))

    def _ask(self, state: FlowState, prompt: str, before: str, attempts: int) -> Stay:
        state = state.with_local(part="number", digits="", attempts=attempts, saying=True)
        return Stay(state, (say(state, prompt, before + self.number_text),))

    def _keyed(self, taken: Input) -> Turn:
        attempts = taken.state.local.get("attempts", 0)
        match taken.ending:
            case "back":
                return Go(taken.state, BACK, taken.before)
            case "operator":
                return Go(taken.state, OPERATOR, taken.before)
            case "complete":
                turn = self._confirm(taken.state, "keyed_text", taken.digits, attempts)
            case "silence":
                turn = self._again(taken.state, "silence", "number_text", "")
            case _:
                turn = self._again(taken.state, "invalid", "not_callable_text", self.not_callable_text)
        return replace(turn, commands=(*taken.before, *turn.commands)) if isinstance(turn, Stay) else turn

    def _decide(self, state: FlowState, digit: str) -> Turn:
        match digit:
            case _ if digit == CONFIRM:
                return Stay(state, (StopSaying(), BookCallBack(self.queue_id, state.local["number"])))
            case _ if digit == OTHER:
                turn = self._ask(state, "number_text", "", state.local.get("attempts", 0))
                return replace(turn, commands=(StopSaying(), *turn.commands))
            case _ if digit == CANCEL:
                return Go(state, BACK, (StopSaying(),))
            case "0":
                return Go(state, OPERATOR, (StopSaying(),))
            case _:
                return self._silent(state, (StopSaying(),))

    def _silent(self, state: FlowState, before: tuple[StopSaying, ...] = ()) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self._failure("invalid" if before else "silence"), before)
        turn = self._confirm(state, state.local["part"], state.local["number"], attempts)
        return replace(turn, commands=(*before, *turn.commands)) if isinstance(turn, Stay) else turn

    def _again(self, state: FlowState, error: CallBackError, prompt: str, before: str) -> Turn:
        attempts = state.local.get("attempts", 0) + 1
        if attempts >= self.attempts:
            return Go(state, self._failure(error))
        return self._ask(state, prompt, before, attempts)

    def _failure(self, reason: str) -> str:
        return way_of(self.errors, reason, self.on_failure)
