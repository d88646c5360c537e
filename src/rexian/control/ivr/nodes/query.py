"""query: ask a business object. A good answer goes on at `next`, every other outcome is a failure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Variable, error_ways, way_of
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

QueryError = Literal["not_found", "refused", "locked", "invalid", "timeout", "unavailable", "failed"]
ObjectName = Annotated[str, Field(json_schema_extra={"format": "business_object"})]
RuleName = Annotated[str, Field(json_schema_extra={"format": "rule"})]
SECONDS = 3.0


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
    """`arguments` maps the rule's arguments to names of the flow (variables or secrets), `constants` to fixed
    values."""

    kind: Literal["query"]
    object: ObjectName
    rule: RuleName
    arguments: dict[str, Variable] = Field(default_factory=dict)
    constants: dict[str, str | int] = Field(default_factory=dict)
    deadline_seconds: float = Field(SECONDS, gt=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict, description="variable < value of the answer")
    attach: dict[str, AttachForm] = Field(default_factory=dict)
    proves: Proves | None = None
    forget_secrets: bool = Field(True, description="secrets are not needed any more after this query")
    next: NodeId
    errors: dict[QueryError, NodeId] = Field(default_factory=dict)
    on_failure: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield from error_ways(self.errors, self.on_failure)

    def needs(self) -> Iterator[str]:
        yield from self.arguments.values()

    def gives(self) -> Iterator[str]:
        yield from self.keep

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        match event:
            case Entered():
                names = state.names()
                arguments = {argument: names.get(name) for argument, name in self.arguments.items()}
                whole = {**arguments, **self.constants}
                return Stay(state, (Ask(self.object, self.rule, whole, self.deadline_seconds),))
            case Answered(outcome, values):
                return self._answered(state, outcome, dict(values))
            case _:
                return Stay(state)

    def _answered(self, state: FlowState, outcome: str, values: dict[str, Any]) -> Turn:
        kept = {variable: values[name] for variable, name in self.keep.items() if name in values}
        secrets = {} if self.forget_secrets else state.secrets
        state = replace(state, variables={**state.variables, **kept}, secrets=secrets)
        if outcome != "ok":
            return Go(state, way_of(self.errors, outcome, self.on_failure))
        return Go(state, self.next, tuple(learned(values, self.object, self.proves, self.attach)))


def learned(
    values: Mapping[str, Any], business_object: str, proves: Proves | None, attach: Mapping[str, AttachForm]
) -> Iterator[FlowCommand]:
    """What a good answer tells of the caller, and what travels to the desk."""
    if proves and proves.subject in values:
        yield Identified(proves.auth_level, business_object, str(values[proves.subject]))
    for key, form in attach.items():
        if values.get(form.value) is not None:
            yield Attach(key, str(values[form.value]), form.format)
