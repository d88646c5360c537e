"""The shipped flows, and control's checker as the trade of flows asks it."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rexian.app.ivr.rule_forms import object_rules
from rexian.business.calendar.service import Calendars
from rexian.business.directory.service import Directory
from rexian.business.flows.contracts import FlowLibrary, FlowProblem
from rexian.business.flows.errors import FlowNotRunnable
from rexian.business.organisation.service import Organisations
from rexian.control.ivr.check import Centre, check
from rexian.control.ivr.document import FlowDocument, FlowInvalid, read_flow
from rexian.control.ivr.linking import linked
from rexian.control.ivr.older import upgraded
from rexian.control.ivr.problems import Problem

FLOWS_FOLDER = Path(__file__).parents[3] / "flows"
PLAINEST = "queue-only"
"""The shipped flow whose settings a flow made from nothing begins with."""


def shipped_flows() -> dict[str, dict[str, Any]]:
    """Every shipped document by its flow id, with the sub-flows that it uses."""
    documents = [upgraded(json.loads(path.read_bytes())) for path in sorted(FLOWS_FOLDER.glob("*.json"))]
    library = {document["flow_id"]: document for document in documents}
    return {flow_id: whole_flow(document, library) for flow_id, document in library.items()}


def blank_flow() -> dict[str, Any]:
    """What a flow made from nothing holds: settings, no node, and none that names one."""
    document = shipped_flows()[PLAINEST]
    plain = {name: value for name, value in document.items() if not isinstance(value, dict | list)}
    settings = {name: value for name, value in plain.items() if value not in document["nodes"]}
    return {**settings, "start": "", "nodes": {}}


class ControlsChecker:
    """Asks control's check, with what the centre and the business objects of its data directory have at the moment."""

    def __init__(self, organisations: Organisations, directory: Directory, calendars: Calendars, home: Path) -> None:
        self._organisations, self._directory, self._calendars = organisations, directory, calendars
        self._home = home

    async def problems(self, document: Mapping[str, Any], library: FlowLibrary) -> tuple[FlowProblem, ...]:
        """See FlowChecker."""
        try:
            flow, used_wrongly = _linked(document, library)
        except FlowInvalid as error:
            return tuple(_field_problem(document, problem) for problem in error.found)
        return tuple(_problem(problem) for problem in (*used_wrongly, *check(flow, await self._centre())))

    def whole(self, document: Mapping[str, Any], library: FlowLibrary) -> Mapping[str, Any]:
        """See FlowChecker."""
        try:
            return whole_flow(document, library)
        except FlowInvalid as error:
            raise FlowNotRunnable(problems=error.details["problems"]) from error

    async def _centre(self) -> Centre:
        return Centre(
            queue_ids=frozenset(queue.queue_id for queue in await self._organisations.queues()),
            entry_ids=frozenset(entry.entry_id for entry in await self._directory.all_entries()),
            calendar_ids=frozenset(calendar.calendar_id for calendar in await self._calendars.all_calendars()),
            objects=await asyncio.to_thread(object_rules, self._home),
        )


def whole_flow(document: Mapping[str, Any], library: FlowLibrary) -> dict[str, Any]:
    """The document with the sub-flows that it uses. Raises FlowInvalid."""
    flow, _ = _linked(document, library)
    return {**document, "parts": {flow_id: library[flow_id] for flow_id in flow.parts}} if flow.parts else {**document}


def _linked(document: Mapping[str, Any], library: FlowLibrary) -> tuple[FlowDocument, list[Problem]]:
    parts = {flow_id: read_flow(flow_id, found) for flow_id, found in library.items() if found.get("sub_flow")}
    return linked(read_flow(str(document.get("flow_id")), document), parts)


def _problem(problem: Problem) -> FlowProblem:
    return FlowProblem(problem.node_id, "", problem.code, str(problem), problem.details)


def _field_problem(document: Mapping[str, Any], problem: Problem) -> FlowProblem:
    """The field's path below its node, without the node's kind, which stands in it too."""
    place = str(problem.details["field"]).split(".")
    if problem.node_id in document.get("nodes", {}):
        kind = document["nodes"][problem.node_id].get("kind")
        place = [name for name in place[2:3] if name != kind] + place[3:]
    return FlowProblem(problem.node_id, ".".join(place), problem.code, str(problem), problem.details)
