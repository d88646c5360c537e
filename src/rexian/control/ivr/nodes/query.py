"""query: ask a business object and branch by its outcome. Every outcome that is not named takes `on_failure`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rexian.control.ivr.nodes.node import NodeForm
from rexian.control.ivr.run import (
    Answered,
    Ask,
    Attach,
    Entered,
    FlowCommand,
    FlowEvent,
    FlowState,
    Go,
    Identified,
    Stay,
    Turn,
)


class AttachForm(BaseModel):
    """Which value of the answer travels to the desk, and how it is shown there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str
    format: str = "text"


class Proves(BaseModel):
    """A good answer proves who the caller is: `subject` is the value that names the person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    auth_level: Literal["password"]
    subject: str


class Query(NodeForm):
    """`arguments` maps the rule's arguments to names of the flow (variables or secrets)."""

    kind: Literal["query"]
    object: str
    rule: str
    arguments: dict[str, str]
    deadline_seconds: float = Field(3.0, gt=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict, description="variable < value of the answer")
    attach: dict[str, AttachForm] = Field(default_factory=dict)
    proves: Proves | None = None
    forget_secrets: bool = Field(True, description="secrets are not needed any more after this query")
    branches: dict[str, str] = Field(description="outcome > node; `ok` must be there")
    on_failure: str

    @model_validator(mode="after")
    def _check_branches(self) -> Self:
        if "ok" not in self.branches:
            raise ValueError("branches have no `ok`")
        return self

    def targets(self) -> Iterator[str]:
        yield from self.branches.values()
        yield self.on_failure

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                names = state.names()
                arguments = {argument: names.get(name) for argument, name in self.arguments.items()}
                return Stay(state, (Ask(self.object, self.rule, arguments, self.deadline_seconds),))
            case Answered(outcome, values):
                return self._answered(state, outcome, dict(values))
            case _:
                return Stay(state)

    def _answered(self, state: FlowState, outcome: str, values: dict[str, Any]) -> Turn:
        kept = {variable: values[name] for variable, name in self.keep.items() if name in values}
        secrets = {} if self.forget_secrets else state.secrets
        state = replace(state, variables={**state.variables, **kept}, secrets=secrets)
        commands = tuple(self._learned(values)) if outcome == "ok" else ()
        return Go(state, self.branches.get(outcome, self.on_failure), commands)

    def _learned(self, values: dict[str, Any]) -> Iterator[FlowCommand]:
        if self.proves and self.proves.subject in values:
            yield Identified(self.proves.auth_level, self.object, str(values[self.proves.subject]))
        for key, form in self.attach.items():
            if values.get(form.value) is not None:
                yield Attach(key, str(values[form.value]), form.format)
