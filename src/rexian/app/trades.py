"""The trades that keep tables for routing, wired once for every process that needs them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rexian.app.flows import ControlsChecker, blank_flow, shipped_flows
from rexian.app.settings import Settings
from rexian.business.audit.service import AuditTrail
from rexian.business.calendar.service import Calendars
from rexian.business.caller_marks.service import CallerMarks
from rexian.business.changes.service import Changes
from rexian.business.directory.service import Directory
from rexian.business.flows.publishing import Publishing
from rexian.business.flows.routes import FlowRoutes
from rexian.business.flows.service import Flows
from rexian.business.organisation.service import Organisations
from rexian.business.recordings.retention import KeepingDays
from rexian.business.trunks.service import Trunks
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids


@dataclass(frozen=True)
class RoutingTrades:
    """What calls are led by: hours, marked callers, the directory, lines, flows; the centre's days begin at midnight in
    `zone`."""

    zone: ZoneInfo
    changes: Changes
    calendars: Calendars
    caller_marks: CallerMarks
    directory: Directory
    trunks: Trunks
    flows: Flows
    publishing: Publishing
    flow_routes: FlowRoutes


def routing_trades(settings: Settings, database: Database, key_ring: KeyRing) -> RoutingTrades:
    """All of them over one database."""
    clock = SystemClock()
    changes = Changes(database, clock, AuditTrail(database, clock, time_ordered_ids(clock)))
    organisations = Organisations(database, clock)
    zone = ZoneInfo(settings.centre_zone)
    calendars = Calendars(database, changes, organisations, clock, zone)
    trunks = Trunks(database, changes, clock, key_ring)
    directory = Directory(database, changes, calendars, clock, key_ring)
    checker = ControlsChecker(organisations, directory, calendars, settings.home)
    flows = Flows(database, changes, clock, checker, shipped=shipped_flows(), blank=blank_flow())
    return RoutingTrades(
        zone=zone,
        changes=changes,
        calendars=calendars,
        caller_marks=CallerMarks(database, changes, clock, key_ring),
        directory=directory,
        trunks=trunks,
        flows=flows,
        publishing=Publishing(changes, clock, organisations, flows, checker),
        flow_routes=FlowRoutes(database, changes, flows, organisations, trunks),
    )


def keeping_days(settings: Settings) -> KeepingDays:
    """How long recordings are kept, as the settings say."""
    return KeepingDays(
        talk=settings.recording_days_talk,
        consult=settings.recording_days_consult,
        complaint=settings.recording_days_complaint,
    )
