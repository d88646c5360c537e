"""http: ask another computer of the centre. The answer's JSON values can be kept, every failure has its way.

Only hosts that the operator has allowed are asked (REXIAN_FLOW_HTTP_HOSTS); the call goes on meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from rexian.control.ivr.nodes.node import NodeForm, NodeId, Variable, error_ways, way_of
from rexian.control.ivr.nodes.query import SECONDS
from rexian.control.ivr.run import Answered, Entered, Fetch, FlowEvent, FlowState, Go, Stay, Turn

HttpError = Literal["not_found", "refused", "timeout", "unavailable", "failed"]


class HttpRequest(NodeForm):
    """GET sends `arguments` in the query, POST as a JSON object. `keep`: variable and name of a value of the answer,
    inner ones with dots. `refused`: any status 4xx but 404, or a host that is not allowed; `failed`: 5xx, or an answer
    that is no JSON object."""

    kind: Literal["http"]
    method: Literal["GET", "POST"] = "GET"
    url: Annotated[str, Field(pattern=r"^https?://[^\s{}]+$")]
    arguments: dict[str, Variable] = Field(default_factory=dict)
    deadline_seconds: float = Field(SECONDS, gt=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict)
    next: NodeId
    errors: dict[HttpError, NodeId] = Field(default_factory=dict)
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
                arguments = {name: state.variables.get(variable) for name, variable in self.arguments.items()}
                return Stay(state, (Fetch(self.method, self.url, arguments, self.deadline_seconds),))
            case Answered("ok", values):
                kept = {variable: _inner(values, name) for variable, name in self.keep.items()}
                return Go(replace(state, variables={**state.variables, **kept}), self.next)
            case Answered(outcome, _):
                return Go(state, way_of(self.errors, outcome, self.on_failure))
            case _:
                return Stay(state)


def _inner(values: object, name: str) -> object:
    """`a.b` is the value b of the object a; what is not there is None."""
    for part in name.split("."):
        values = values.get(part) if isinstance(values, Mapping) else None
    return values
