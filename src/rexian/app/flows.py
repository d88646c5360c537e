"""The shipped flows, and control's checker as the trade of flows asks it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rexian.business.flows.contracts import FlowProblem
from rexian.business.organisation.service import Organisations
from rexian.control.ivr.document import FlowDocument, load_flows

FLOWS_FOLDER = Path(__file__).parents[3] / "flows"
PLAINEST = "queue-only"
"""The shipped flow whose settings a flow made from nothing begins with."""

FAULTS: tuple[tuple[str, str], ...] = (
    (r"format (?P<format>\S+) is not known", "format_unknown"),
    (r"start node (?P<target>\S*) does not exist", "start_missing"),
    (r"start node (?P<target>.*) for closed hours does not exist", "start_missing"),
    (r"node (?P<node>\S+) leads to (?P<target>.*), which does not exist", "node_missing"),
    (r"node (?P<node>\S+) cannot be reached", "unreachable"),
    (r"a prompt of node (?P<node>\S+): (?P<reason>.*)", "prompt_invalid"),
    (r"node (?P<node>\S+) asks with (?P<name>.*), which nothing sets", "value_unknown"),
    (r"node (?P<node>\S+) looks for an agent in (?P<name>.*), which nothing sets", "value_unknown"),
    (r"closed_text: (?P<reason>.*)", "prompt_invalid"),
)
"""What the sentences of control's checker are about, so that pages can say it in their language."""
FIELD_FAULTS = {"missing": "field_missing", "extra_forbidden": "field_unknown", "union_tag_invalid": "kind_unknown"}


def shipped_flows() -> dict[str, dict[str, Any]]:
    """Every shipped document by its flow id, as control reads it from its file."""
    flows = load_flows(FLOWS_FOLDER)
    return {flow_id: flow.model_dump(mode="json", exclude_unset=True) for flow_id, flow in flows.items()}


def blank_flow() -> dict[str, Any]:
    """What a flow made from nothing holds: settings, no node, and none that names one."""
    document = shipped_flows()[PLAINEST]
    plain = {name: value for name, value in document.items() if not isinstance(value, dict | list)}
    settings = {name: value for name, value in plain.items() if value not in document["nodes"]}
    return {**settings, "start": "", "nodes": {}}


class ControlsChecker:
    """Asks control's checker, and whether the queues are there that a flow leads to."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations

    async def problems(self, document: Mapping[str, Any]) -> tuple[FlowProblem, ...]:
        """See FlowChecker."""
        try:
            flow = FlowDocument.model_validate(document)
        except ValidationError as error:
            return tuple(
                _field_problem(document, fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()
            )
        queues = {queue.queue_id for queue in await self._organisations.queues()}
        found = (_problem(str(problem)) for problem in flow.problems())
        return (*found, *_unknown_queues(document, flow.queue_ids() - queues))


def _problem(sentence: str) -> FlowProblem:
    for pattern, code in FAULTS:
        match = re.fullmatch(pattern, sentence, re.DOTALL)
        if match is not None:
            found = match.groupdict()
            return FlowProblem(found.pop("node", ""), "", code, sentence, found)
    return FlowProblem("", "", "", sentence, {})


def _field_problem(document: Mapping[str, Any], place: tuple[int | str, ...], fault: str, text: str) -> FlowProblem:
    """`place` is the field's path; for a node it names the node's kind after its id."""
    node_id = ""
    if len(place) > 1 and place[0] == "nodes":
        node_id, place = str(place[1]), place[2:]
        if place and place[0] == document["nodes"][node_id].get("kind"):
            place = place[1:]
    field = ".".join(map(str, place))
    return FlowProblem(node_id, field, FIELD_FAULTS.get(fault, "field_invalid"), text, {"reason": text})


def _unknown_queues(document: Mapping[str, Any], unknown: set[str]) -> Iterator[FlowProblem]:
    for queue_id in sorted(unknown):
        text = f"there is no queue {queue_id}"
        if document.get("fallback_queue_id") == queue_id:
            yield FlowProblem("", "fallback_queue_id", "queue_unknown", text, {"queue_id": queue_id})
        for node_id, node in document["nodes"].items():
            if node.get("queue_id") == queue_id:
                yield FlowProblem(node_id, "queue_id", "queue_unknown", text, {"queue_id": queue_id})
