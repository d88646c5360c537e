"""The flow engine: `step(flow, state, event)`, pure, alike on a real call, in the editor's simulator and in a test."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.run import Entered, FlowCommand, FlowEvent, FlowState, GiveUp, Go, Key, Stay
from rexian.control.speech.errors import TemplateError, WordingError
from rexian.kit.errors import ErrorKind, RexianError

MOST_TURNS = 64
"""Nodes that may be passed in one step without waiting for the caller: more is a loop."""


class FlowLoops(RexianError):
    """The flow runs in a circle without waiting for the caller."""

    code: ClassVar[str] = "flow_loops"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL


def start(flow: FlowDocument, given: Mapping[str, Any] | None = None, at: str | None = None) -> FlowState:
    """The state of a caller who is about to enter the flow, at its start or another node; `given` are the variables of
    GIVEN_NAMES."""
    return FlowState(flow.flow_id, flow.version, at or flow.start, given or {})


def step(
    flow: FlowDocument, state: FlowState, event: FlowEvent
) -> tuple[FlowState, tuple[FlowCommand, ...], tuple[str, ...]]:
    """Let an event happen. Returns the new state, the commands in order, and the ids of the nodes entered.

    A node that cannot say its prompt ends in GiveUp; a flow that goes in a circle raises FlowLoops.
    """
    if isinstance(event, Key):
        dropped = event.digit == "#" and state.hash_expected
        state = replace(state, hash_expected=False)
        if dropped:
            return state, (), ()
    commands: list[FlowCommand] = []
    entered = [state.node_id] if isinstance(event, Entered) else []
    for _ in range(MOST_TURNS):
        try:
            turn = flow.nodes[state.node_id].turn(state, event)
        except (TemplateError, WordingError) as error:
            commands.append(GiveUp(state.node_id, error.code))
            return state, tuple(commands), tuple(entered)
        commands.extend(turn.commands)
        if isinstance(turn, Stay) or turn.target is None:
            return turn.state, tuple(commands), tuple(entered)
        state, event = _moved(flow, turn, turn.target)
        entered.append(state.node_id)
    raise FlowLoops(flow=flow.flow_id, node=state.node_id)


def _moved(flow: FlowDocument, turn: Go, target: str) -> tuple[FlowState, FlowEvent]:
    state = replace(turn.state, node_id=target, local={})
    taken = turn.key is not None and flow.nodes[target].takes(turn.key.digit)
    return state, turn.key if taken and turn.key is not None else Entered()
