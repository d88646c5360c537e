"""The flow engine: `step(flow, state, event)`, pure, alike on a real call, in the editor's simulator and in a test."""

from dataclasses import replace
from typing import ClassVar

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.run import Entered, FlowCommand, FlowEvent, FlowState, Go, Stay
from rexian.kit.errors import ErrorKind, RexianError

MOST_TURNS = 64
"""Nodes that may be passed in one step without waiting for the caller: more is a loop."""


class FlowLoops(RexianError):
    """The flow runs in a circle without waiting for the caller."""

    code: ClassVar[str] = "flow_loops"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL


def start(flow: FlowDocument) -> FlowState:
    """The state of a caller who is about to enter the flow."""
    return FlowState(flow.flow_id, flow.version, flow.start)


def step(
    flow: FlowDocument, state: FlowState, event: FlowEvent
) -> tuple[FlowState, tuple[FlowCommand, ...], tuple[str, ...]]:
    """Let an event happen. Returns the new state, the commands in order, and the ids of the nodes entered."""
    commands: list[FlowCommand] = []
    entered: list[str] = []
    if isinstance(event, Entered):
        entered.append(state.node_id)
    for _ in range(MOST_TURNS):
        turn = flow.nodes[state.node_id].turn(state, event)
        commands.extend(turn.commands)
        if isinstance(turn, Stay) or turn.target is None:
            return turn.state, tuple(commands), tuple(entered)
        state = _moved(turn)
        entered.append(state.node_id)
        event = Entered()
    raise FlowLoops(flow=flow.flow_id, node=state.node_id)


def _moved(turn: Go) -> FlowState:
    assert turn.target is not None
    return replace(turn.state, node_id=turn.target, local={})
