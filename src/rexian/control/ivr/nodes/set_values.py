"""set: give variables fixed values, values of other variables, or facts; and let values travel to the desk."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import Field

from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.nodes.node import NodeForm, NodeId
from rexian.control.ivr.nodes.query import AttachForm
from rexian.control.ivr.run import Attach, Entered, FlowEvent, FlowState, Go, Known, LookUp, Stay, Turn


class SetValues(NodeForm):
    """`values`: variable and fixed value. `copies`: variable and the variable or fact it takes the value of, None where
    that is not known. `attach` names variables."""

    kind: Literal["set"]
    values: dict[str, str | int | float] = Field(default_factory=dict)
    copies: dict[str, str] = Field(default_factory=dict)
    attach: dict[str, AttachForm] = Field(default_factory=dict)
    next: NodeId

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def needs(self) -> Iterator[str]:
        yield from (name for name in self.copies.values() if fact_of(name) is None)

    def gives(self) -> Iterator[str]:
        yield from (*self.values, *self.copies)

    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        facts = tuple(name for name in self.copies.values() if fact_of(name))
        match event:
            case Entered() if facts:
                return Stay(state, (LookUp(facts),))
            case Entered():
                known = dict(state.variables)
            case Known(found):
                known = {**state.variables, **found}
            case _:
                return Stay(state)
        copied = {variable: known.get(name) for variable, name in self.copies.items()}
        state = replace(state, variables={**state.variables, **self.values, **copied})
        attached = (
            Attach(key, str(state.variables[form.value]), form.format)
            for key, form in self.attach.items()
            if state.variables.get(form.value) is not None
        )
        return Go(state, self.next, tuple(attached))
