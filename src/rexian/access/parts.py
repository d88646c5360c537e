"""What the endpoints work with. Built by `app.processes.web`, reached by endpoints through `Parts`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from rexian.access.control_link import ControlLink
from rexian.access.figures import WebFigures
from rexian.access.live.feed import LiveFeed
from rexian.access.object_link import ObjectLink
from rexian.analysis.call_records.service import CallRecords
from rexian.analysis.flow_journeys.service import FlowJourneys
from rexian.analysis.routing.service import Routing
from rexian.business.access_control.service import SignIns, Users
from rexian.business.audit.service import AuditTrail
from rexian.business.business_objects.results import ObjectResults
from rexian.business.business_objects.service import BusinessObjects
from rexian.business.calendar.service import Calendars
from rexian.business.caller_marks.service import CallerMarks
from rexian.business.directory.service import Directory
from rexian.business.flows.publishing import Publishing
from rexian.business.flows.routes import FlowRoutes
from rexian.business.flows.service import Flows
from rexian.business.flows.simulation import Simulate
from rexian.business.organisation.service import Organisations
from rexian.business.queues.service import QueueSettings
from rexian.business.recordings.holds import LegalHolds
from rexian.business.recordings.retention import KeepingDays
from rexian.business.recordings.service import Recordings
from rexian.business.seats.service import Seats
from rexian.business.staff.service import Staff
from rexian.business.trunks.contracts import Trunk
from rexian.business.trunks.number_rules import NumberRules
from rexian.business.trunks.service import Trunks
from rexian.kit.clock import Clock
from rexian.kit.health import Checks


@dataclass(frozen=True)
class WebParts:
    """The services behind the web application, and what it must know of its instance.

    `hash_request` is keyed: what it hashes may hold a telephone number or a password.
    """

    clock: Clock
    sign_ins: SignIns
    users: Users
    audit: AuditTrail
    organisations: Organisations
    seats: Seats
    queue_settings: QueueSettings
    staff: Staff
    calendars: Calendars
    caller_marks: CallerMarks
    directory: Directory
    trunks: Trunks
    number_rules: NumberRules
    flows: Flows
    publishing: Publishing
    flow_routes: FlowRoutes
    flow_schema: Mapping[str, Any]
    simulate_flow: Simulate
    flow_journeys: FlowJourneys
    call_records: CallRecords
    routing: Routing
    recordings: Recordings
    legal_holds: LegalHolds
    keeping_days: KeepingDays
    trunk_files: Callable[[Iterable[Trunk]], Mapping[str, str]]
    business_objects: BusinessObjects
    object_results: ObjectResults
    objects: ObjectLink
    control: ControlLink
    live: LiveFeed
    checks: Checks
    figures: WebFigures
    hash_request: Callable[[str], str]
    sip_socket_url: str
    sip_server: str
    page_folder: Path


def parts_of(connection: HTTPConnection) -> WebParts:
    """The parts that the running application was given."""
    parts: WebParts = connection.app.state.parts
    return parts


Parts = Annotated[WebParts, Depends(parts_of)]
