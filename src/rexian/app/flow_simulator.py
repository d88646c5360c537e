"""The studio's simulator: control's own engine, driven by what the author does instead of a call.

Nothing is asked or written: a business object's answer is whatever the author says that it is. Each run begins anew, so
a run can be repeated, taken back by an event, and tried against a changed document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from rexian.business.flows.errors import FlowNotRunnable
from rexian.business.flows.simulation import HIDDEN, SimulatedEvent, SimulatedStep, Simulation
from rexian.control.ivr import engine, run
from rexian.control.ivr.document import FlowDocument, FlowInvalid, read_flow
from rexian.control.ivr.run import PLACES

ENTERED = "entered"
OVER = ("hang_up", "give_up")
PASSING = frozenset({"stop_saying", "attach", "identified", "chosen", "rated"})
"""Commands that are done at once; every other one is waited for."""


def simulate(document: Mapping[str, Any], events: Sequence[SimulatedEvent], given: Mapping[str, Any]) -> Simulation:
    """See Simulate."""
    flow = _runnable(document)
    state = engine.start(flow, given)
    steps: list[SimulatedStep] = []
    waits_for, fault = "", ""
    for count, event in enumerate([run.Entered(), *map(_event, events)]):
        if count and not waits_for:
            break
        try:
            state, commands, entered = engine.step(flow, state, event)
        except engine.FlowLoops as error:
            waits_for, fault = "", error.code
            break
        steps += [SimulatedStep(count, ENTERED, node_id, {}) for node_id in entered]
        shown = [SimulatedStep(count, *_command(command, state)) for command in commands]
        steps += shown
        waits_for = _waits_for(shown, waits_for)
        fault = next((str(step.fields["code"]) for step in shown if step.kind == "give_up"), fault)
    variables = {**state.variables, **dict.fromkeys(state.secrets, HIDDEN)}
    return Simulation(tuple(steps), state.node_id, waits_for, variables, fault)


def _runnable(document: Mapping[str, Any]) -> FlowDocument:
    """The document, if every way in it leads to a node."""
    try:
        flow = read_flow(str(document.get("flow_id")), document)
    except FlowInvalid as error:
        raise FlowNotRunnable(problems=error.details["problems"]) from error
    missing = {target for node in flow.nodes.values() for target in node.targets()} | {flow.start}
    missing -= flow.nodes.keys() | PLACES
    if missing:
        raise FlowNotRunnable(problems=sorted(missing))
    return flow


def _name(kind: type[Any]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


EVENTS = {_name(kind): kind for kind in get_args(run.FlowEvent) if kind is not run.Entered}


def _event(event: SimulatedEvent) -> run.FlowEvent:
    kind = EVENTS.get(event.kind)
    if kind is None:
        raise FlowNotRunnable(problems=[event.kind])
    try:
        made: run.FlowEvent = kind(**event.fields)
    except TypeError as error:
        raise FlowNotRunnable(problems=[event.kind]) from error
    return made


def _command(command: run.FlowCommand, state: run.FlowState) -> tuple[str, str, dict[str, Any]]:
    return _name(type(command)), state.node_id, _masked(asdict(command), tuple(_secrets(state)))


def _secrets(state: run.FlowState) -> Iterator[str]:
    yield from (str(secret) for secret in state.secrets.values() if secret)


def _masked(value: Any, secrets: Sequence[str]) -> Any:
    """The value without any secret, wherever it stands in it."""
    if isinstance(value, dict):
        return {name: _masked(each, secrets) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(each, secrets) for each in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
    return value


def _waits_for(steps: Sequence[SimulatedStep], before: str) -> str:
    """What is waited for after these steps; a key that means nothing changes nothing."""
    kinds = [step.kind for step in steps]
    if any(kind in OVER for kind in kinds):
        return ""
    lasting = [kind for kind in kinds if kind not in PASSING and kind != ENTERED]
    if lasting:
        return lasting[-1]
    return "start_timer" if "stop_saying" in kinds else before
