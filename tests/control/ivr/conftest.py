"""A caller for pure walks through a flow: keys and answers in, prompts and wishes out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from rexian.control.ivr import run
from rexian.control.ivr.document import FlowDocument, load_flow
from rexian.control.ivr.engine import start, step

FLOWS = Path(__file__).parents[3] / "flows"

Command = TypeVar("Command", bound=run.FlowCommand)


class Caller:
    """Hears every prompt to its end unless told otherwise; `commands` and `entered` keep all that has come."""

    def __init__(self, flow: FlowDocument, state: run.FlowState | None = None) -> None:
        self.flow = flow
        self.state = state or start(flow, {"caller_number": "13800001234"})
        self.commands: list[run.FlowCommand] = []
        self.entered: list[str] = []
        self.happen(run.Entered())

    def happen(self, event: run.FlowEvent) -> list[run.FlowCommand]:
        """One event; the commands it has brought."""
        self.state, commands, entered = step(self.flow, self.state, event)
        self.commands += commands
        self.entered += entered
        return list(commands)

    def hear(self) -> None:
        """Listen until nothing more is said."""
        while isinstance(self.commands[-1], run.Say):
            self.happen(run.PromptEnded())

    def key(self, digits: str) -> None:
        for digit in digits:
            self.happen(run.Key(digit))

    def answer(self, outcome: str, values: Mapping[str, Any] | None = None) -> None:
        self.happen(run.Answered(outcome, values or {}))

    def of(self, kind: type[Command]) -> list[Command]:
        """All commands of one kind so far."""
        return [command for command in self.commands if isinstance(command, kind)]

    @property
    def said(self) -> list[str]:
        return [say.text for say in self.of(run.Say)]

    @property
    def prompts(self) -> list[str]:
        return [say.prompt_id for say in self.of(run.Say)]

    @property
    def asked(self) -> run.Ask:
        return self.of(run.Ask)[-1]

    @property
    def queue(self) -> str | None:
        """The queue the caller has been put into, if the flow is over that way."""
        queues = self.of(run.Enqueue)
        return queues[-1].queue_id if queues else None


@pytest.fixture(scope="session")
def hotline() -> FlowDocument:
    return load_flow(FLOWS / "hotline-12329.json")


@pytest.fixture
def call_hotline(hotline: FlowDocument) -> Callable[[], Caller]:
    """A new caller at the welcome."""
    return lambda: Caller(hotline)


def document(nodes: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A flow document of these nodes, as JSON values."""
    whole = {
        "format": 2,
        "flow_id": "test",
        "version": 1,
        "title": "test",
        "language": "zh-CN",
        "start": next(iter(nodes)),
        "operator": "human",
        "resume_text": "抱歉。",
        "fallback_queue_id": "people",
        "nodes": nodes,
    }
    return whole | changes


@pytest.fixture
def flow_document() -> Callable[..., dict[str, Any]]:
    return document


@pytest.fixture
def call() -> Callable[..., Caller]:
    """A caller of a flow made of these nodes; a queue node `human` is added."""

    def make(nodes: Mapping[str, Any]) -> Caller:
        human = {"human": {"kind": "queue", "queue_id": "people"}}
        return Caller(FlowDocument.model_validate(document({**nodes, **human})))

    return make
