"""What a simulation is told and tells: the words between the studio and control's own engine, which `app` brings in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HIDDEN = "••••"
"""What stands for a secret that was keyed."""


@dataclass(frozen=True)
class SimulatedEvent:
    """Something that happens to the caller: one of the engine's events by its name (`key`, `prompt_ended`,
    `timed_out`, `answered`, `not_admitted` …) and its fields."""

    kind: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class SimulatedStep:
    """What the engine did: entered a node (`entered`), or one of its commands by name (`say`, `ask`, `enqueue` …).
    `event` counts the events that had happened by then."""

    event: int
    kind: str
    node_id: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Simulation:
    """How a caller has fared. `waits_for` is the command that is not over (`say`, `start_timer`, `ask`, `enqueue` …),
    "" when the flow is. `fault` is the code of what broke it, "" for none."""

    steps: tuple[SimulatedStep, ...]
    node_id: str
    waits_for: str
    variables: Mapping[str, Any]
    fault: str


Simulate = Callable[[Mapping[str, Any], Sequence[SimulatedEvent], Mapping[str, Any]], Simulation]
"""A document, what happens, and the variables given at the start. Raises FlowNotRunnable."""
