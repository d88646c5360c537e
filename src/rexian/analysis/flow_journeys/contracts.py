"""What others may know of callers' ways through a flow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NodeTraffic:
    """How often a node was entered, and how runs of the flow ended there: the citizen hung up (`gave_up`), wanted a
    person (`asked_person`, also where the flow failed), or was done (`finished`)."""

    node_id: str
    entered: int
    gave_up: int
    asked_person: int
    finished: int


@dataclass(frozen=True)
class WayTraffic:
    """How often the way from one node to the next was taken."""

    from_node_id: str
    to_node_id: str
    passed: int


@dataclass(frozen=True)
class FlowJourney:
    """One version of a flow on one day; a call that runs it twice counts twice."""

    runs: int
    nodes: tuple[NodeTraffic, ...]
    ways: tuple[WayTraffic, ...]
