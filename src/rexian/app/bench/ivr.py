"""`rexian bench ivr`: how many events a second the pure flow engine takes, on one core. No process, no network.

The events are those of the hotline's own test cases: every leaf of its tree, wrong keys, silence, refused passwords.
Not measured yet: simultaneous calls over SIP, and the same through a plain dialplan.
"""

from dataclasses import dataclass
from time import process_time
from typing import Any

from rexian.app.flows import FLOWS_FOLDER
from rexian.control.ivr.cases import Caller
from rexian.control.ivr.document import FlowDocument, load_flow
from rexian.control.ivr.engine import step
from rexian.control.ivr.run import FlowEvent, FlowState

FLOW_FILE = "hotline-12329.json"
ROUNDS = 5
ROUND_SECONDS = 1.0
TARGET_STEPS_PER_S = 30_000

Walk = tuple[tuple[FlowState, FlowEvent], ...]


@dataclass(frozen=True)
class IvrFindings:
    """`rounds`: steps a second of the processor's time, in order; the median counts."""

    cases: int
    events: int
    rounds: tuple[float, ...]

    @property
    def steps_per_s(self) -> int:
        return round(sorted(self.rounds)[len(self.rounds) // 2])

    def as_json(self) -> dict[str, Any]:
        return {
            "steps_per_s": self.steps_per_s,
            "target_steps_per_s": TARGET_STEPS_PER_S,
            "rounds": [round(each) for each in self.rounds],
            "cases": self.cases,
            "events": self.events,
        }


class _Walker(Caller):
    """Goes through a case and notes every state and event."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.walk: list[tuple[FlowState, FlowEvent]] = []

    def _happen(self, event: FlowEvent) -> None:
        self.walk.append((self.state, event))
        super()._happen(event)


def run_ivr_bench(rounds: int = ROUNDS, round_seconds: float = ROUND_SECONDS) -> IvrFindings:
    """Measure. Raises FlowInvalid where the shipped flow is not sound."""
    flow = load_flow(FLOWS_FOLDER / FLOW_FILE)
    walk = tuple(pair for walk in _walks(flow) for pair in walk)
    measured = tuple(_steps_per_s(flow, walk, round_seconds) for _ in range(rounds))
    return IvrFindings(len(flow.tests), len(walk), measured)


def _walks(flow: FlowDocument) -> list[Walk]:
    walks = []
    for case in flow.tests:
        walker = _Walker(flow, case)
        walker.begin()
        for each in case.steps:
            walker.take(each)
        walks.append(tuple(walker.walk))
    return walks


def _steps_per_s(flow: FlowDocument, walk: Walk, seconds: float) -> float:
    """The whole walk again and again until the time is over."""
    steps, began = 0, process_time()
    while (spent := process_time() - began) < seconds:
        for state, event in walk:
            step(flow, state, event)
        steps += len(walk)
    return steps / spent
