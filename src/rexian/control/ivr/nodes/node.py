"""What all node kinds share: an id-less JSON form that refuses unknown fields, and the ways it may leave by.

A node that can fail has `on_failure`, the way of every failure, and in `errors` a way for each that wants one of its
own; the kind names which there are.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from rexian.control.ivr.run import FlowEvent, FlowState, Say, Turn
from rexian.control.speech.wording.template import PromptTemplate

NodeId = Annotated[str, Field(json_schema_extra={"format": "node"})]
"""A node of the same document, or one of run.PLACES."""
Prompt = Annotated[str, Field(json_schema_extra={"format": "prompt"})]
"""A prompt template, see speech.wording.template."""
Variable = Annotated[str, Field(json_schema_extra={"format": "variable"})]
"""A name among the flow's variables."""
QueueId = Annotated[str, Field(json_schema_extra={"format": "queue"})]


class NodeForm(BaseModel):
    """Base of the node kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    is_menu: ClassVar[bool] = False
    """Whether "back" leads here."""

    @abstractmethod
    def ways(self) -> Iterator[tuple[str, str]]:
        """Every way out: its name, and the target."""

    @abstractmethod
    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        """What the node does with an event."""

    def takes(self, digit: str) -> bool:
        """Whether a key that cut the prompt before short is meant for this node."""
        return False

    def templates(self) -> Iterator[str]:
        """The prompt templates of this node, for the check of the flow."""
        return iter(())

    def own_templates(self) -> Iterator[str]:
        """Templates that may name values of their own (of a row, say) besides the flow's."""
        return iter(())

    def needs(self) -> Iterator[str]:
        """Variables and secrets that the node reads, besides those in its prompts."""
        return iter(())

    def gives(self) -> Iterator[str]:
        """Variables that the node may set."""
        return iter(())

    def gives_secrets(self) -> Iterator[str]:
        """Secrets that the node may set."""
        return iter(())

    def way_after(self, outcome: str) -> str:
        """Where to go on after a sub-flow; only a sub_flow node is asked."""
        raise NotImplementedError

    def silent_ways(self) -> Iterator[str]:
        """The targets that a caller who does nothing may be led to."""
        yield from (target for _, target in self.ways())

    def targets(self) -> Iterator[str]:
        """The targets of all ways."""
        yield from (target for _, target in self.ways())


def error_ways(errors: Mapping[Any, str], on_failure: str | None) -> Iterator[tuple[str, str]]:
    """The ways of a node's failures."""
    yield from ((f"errors.{name}", target) for name, target in errors.items())
    if on_failure is not None:
        yield "on_failure", on_failure


def way_of(errors: Mapping[Any, str], name: str, on_failure: str) -> str:
    """The way of one failure."""
    return errors.get(name, on_failure)


@lru_cache(maxsize=4096)
def parsed(text: str) -> PromptTemplate:
    """A template, parsed once."""
    return PromptTemplate(text)


def say(state: FlowState, prompt: str, text: str, **more: Any) -> Say:
    """A prompt of the current node, worded with what the flow knows."""
    return Say(f"{state.node_id}.{prompt}", parsed(text).render({**state.names(), **more} if more else state.names()))
