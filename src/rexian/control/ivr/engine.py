"""The flow engine: `step(flow, state, event)`, pure, alike on a real call, in the editor's simulator and in a test."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rexian.control.ivr import run
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.run import Entered, FlowCommand, FlowEvent, FlowState, GiveUp, Go, Into, Key, OutOf, Stay, Turn
from rexian.control.speech.errors import TemplateError, WordingError
from rexian.kit.errors import ErrorKind, RexianError

MOST_TURNS = 64
"""Nodes that may be passed in one step without waiting for the caller: more is a loop."""

NOWHERE = "nowhere"
"""The code of GiveUp for a target that does not exist: a flow that was not checked."""


class FlowLoops(RexianError):
    """The flow runs in a circle without waiting for the caller."""

    code: ClassVar[str] = "flow_loops"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL


def start(flow: FlowDocument, given: Mapping[str, Any] | None = None, at: str | None = None) -> FlowState:
    """The state of a caller who is about to enter the flow, at its start or another node; `given` are the variables of
    GIVEN_NAMES."""
    return _noted(flow, FlowState(flow.flow_id, flow.version, at or flow.start, given or {}))


def step(
    flow: FlowDocument, state: FlowState, event: FlowEvent
) -> tuple[FlowState, tuple[FlowCommand, ...], tuple[str, ...]]:
    """Let an event happen. Returns the new state, the commands in order, and the ids of the nodes entered.

    A node that cannot say its prompt, or leads nowhere, ends in GiveUp; a flow that goes in a circle raises FlowLoops.
    """
    if isinstance(event, Key):
        dropped = event.digit == "#" and state.hash_expected
        if state.hash_expected:
            state = replace(state, hash_expected=False)
        if dropped:
            return state, (), ()
    commands: list[FlowCommand] = []
    entered = [state.node_id] if isinstance(event, Entered) else []
    for _ in range(MOST_TURNS):
        node = flow.node(state.node_id)
        if node is None:
            return state, (*commands, GiveUp(state.node_id, NOWHERE)), tuple(entered)
        try:
            turn = node.turn(state, event)
        except (TemplateError, WordingError) as error:
            return state, (*commands, GiveUp(state.node_id, error.code)), tuple(entered)
        if isinstance(turn, Stay | Go):
            commands.extend(turn.commands)
        if isinstance(turn, Stay) or (isinstance(turn, Go) and turn.target is None):
            return turn.state, tuple(commands), tuple(entered)
        moved = _moved(flow, turn)
        if moved is None:
            return turn.state, (*commands, GiveUp(state.node_id, NOWHERE)), tuple(entered)
        key = turn.key if isinstance(turn, Go) else None
        state, event = moved, _event_for(flow.node(moved.node_id), key)
        entered.append(state.node_id)
    raise FlowLoops(flow=flow.flow_id, node=state.node_id)


def _event_for(node: Node | None, key: Key | None) -> FlowEvent:
    """The key that cut the prompt before short, where the node has a use for it."""
    return key if key is not None and node is not None and node.takes(key.digit) else Entered()


def _moved(flow: FlowDocument, turn: Turn) -> FlowState | None:
    """The state at the next node, or None where there is none."""
    match turn:
        case Into(state, flow_id):
            part = flow.parts.get(flow_id)
            calls = (*state.calls, state.node_id)
            return _at(flow, replace(state, calls=calls), f"{flow_id}.{part.start}") if part else None
        case OutOf(state, outcome):
            caller = state.calls[-1] if state.calls else ""
            node = flow.node(caller)
            state = replace(state, node_id=caller, calls=state.calls[:-1])
            return _follow(flow, state, node.way_after(outcome)) if node else None
        case Go(state, target) if target is not None:
            return _follow(flow, state, target)
        case _:
            return None


def _follow(flow: FlowDocument, state: FlowState, target: str) -> FlowState | None:
    """Go to a target as the state's node names it: a node of the same document, or one of the PLACES."""
    match target:
        case run.OPERATOR:
            return _at(flow, replace(state, calls=()), flow.operator) if flow.operator else None
        case run.BACK:
            return _back(flow, state)
        case run.MAIN_MENU:
            node_id, calls = state.menus[0] if state.menus else (flow.start, ())
            return _at(flow, replace(state, calls=calls), node_id)
        case _:
            return _at(flow, state, flow.full_id(state.node_id, target))


def _back(flow: FlowDocument, state: FlowState) -> FlowState | None:
    """To the menu before, or from elsewhere to the last one; who is at the first one stays there."""
    menus = state.menus
    if len(menus) > 1 and menus[-1][0] == state.node_id:
        menus = menus[:-1]
    node_id, calls = menus[-1] if menus else (flow.start, ())
    return _at(flow, replace(state, menus=menus, calls=calls), node_id)


def _at(flow: FlowDocument, state: FlowState, node_id: str) -> FlowState:
    return _noted(flow, replace(state, node_id=node_id, local={}))


def _noted(flow: FlowDocument, state: FlowState) -> FlowState:
    """Note a menu as passed; one that comes again ends the way that led there from it."""
    node = flow.node(state.node_id)
    if node is None or not node.is_menu:
        return state
    passed = next((place for place, (node_id, _) in enumerate(state.menus) if node_id == state.node_id), None)
    return replace(state, menus=(*state.menus[:passed], (state.node_id, state.calls)))
