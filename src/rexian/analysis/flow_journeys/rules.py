"""From the facts of calls to figures of nodes and ways. Pure; called by the service.

A run begins with a menu segment and is over with the next segment, with the end of the contact, or with its own end
where an agent waits for the citizen. What is over in no way that is counted (a transfer, a fault of ours) still counts
for the nodes and ways it has passed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rexian.analysis.flow_journeys.contracts import FlowJourney, NodeTraffic, WayTraffic
from rexian.control.contracts.events import Event, EventType

JOURNEY_TYPES = (
    EventType.SEGMENT_STARTED,
    EventType.SEGMENT_ENDED,
    EventType.FLOW_NODE_ENTERED,
    EventType.CONTACT_ENDED,
)
ENDS = {"citizen_hung_up": "gave_up", "flow_ended": "finished"}


@dataclass
class _Counts:
    runs: int = 0
    entered: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)


def journey(facts: Iterable[Event], flow_id: str, version: int) -> FlowJourney:
    """The figures of one version; facts in the order of each contact."""
    counts, at = _Counts(), dict[str, str]()
    for fact in facts:
        _count(counts, at, fact, (flow_id, version))
    return FlowJourney(
        counts.runs,
        tuple(
            NodeTraffic(
                node_id,
                entered,
                counts.ended[node_id, "gave_up"],
                counts.ended[node_id, "asked_person"],
                counts.ended[node_id, "finished"],
            )
            for node_id, entered in sorted(counts.entered.items())
        ),
        tuple(WayTraffic(*way, passed) for way, passed in sorted(counts.passed.items())),
    )


def _count(counts: _Counts, at: dict[str, str], fact: Event, wanted: tuple[str, int]) -> None:
    """`at`: the node where each contact is that runs the flow, "" before its first."""
    contact_id, data = fact.contact_id or "", fact.data
    match fact.type:
        case EventType.SEGMENT_STARTED:
            node_id = at.pop(contact_id, "")
            if node_id and data["kind"] == "queue":
                counts.ended[node_id, "asked_person"] += 1
            if data["kind"] == "ivr" and (data["flow_id"], data.get("flow_version")) == wanted:
                counts.runs += 1
                at[contact_id] = ""
        case EventType.FLOW_NODE_ENTERED if contact_id in at:
            counts.entered[data["node_id"]] += 1
            if at[contact_id]:
                counts.passed[at[contact_id], data["node_id"]] += 1
            at[contact_id] = data["node_id"]
        case EventType.SEGMENT_ENDED if data["reason"] == "came_back":
            at.pop(contact_id, None)
        case EventType.CONTACT_ENDED:
            node_id, end = at.pop(contact_id, ""), ENDS.get(data["reason"])
            if node_id and end:
                counts.ended[node_id, end] += 1
