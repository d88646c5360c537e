"""What all node kinds share: an id-less JSON form that refuses unknown fields, and the ways it may leave by."""

from abc import abstractmethod
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from rexian.control.ivr.run import FlowEvent, FlowState, Say, Turn
from rexian.control.speech.wording.template import render


class NodeForm(BaseModel):
    """Base of the node kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @abstractmethod
    def targets(self) -> Iterator[str]:
        """The node ids this node may go to."""

    @abstractmethod
    def turn(self, state: FlowState, event: FlowEvent) -> Turn:
        """What the node does with an event."""

    def takes(self, digit: str) -> bool:
        """Whether a key that cut the prompt before short is meant for this node."""
        return False

    def templates(self) -> Iterator[str]:
        """The prompt templates of this node, for the check of the flow."""
        return iter(())


def say(state: FlowState, prompt: str, text: str) -> Say:
    """A prompt of the current node, worded with what the flow knows."""
    return Say(f"{state.node_id}.{prompt}", render(text, state.names()))
