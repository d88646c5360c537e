"""What control must know of the centre, read from the database: control itself never asks the database."""

from collections.abc import Collection

from rexian.app.entry_tables import directory_entries, marked_callers, read_opening_hours
from rexian.app.trades import RoutingTrades
from rexian.app.trunk_lines import trunk_configurations
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.flows.contracts import FlowRoute
from rexian.business.organisation.contracts import Queue
from rexian.business.organisation.service import Organisations
from rexian.business.seats.contracts import Seat
from rexian.business.seats.service import Seats
from rexian.control.contracts.configuration import (
    AgentConfiguration,
    AssignmentRule,
    CentreConfiguration,
    FlowConfiguration,
    FlowRouteConfiguration,
    FlowShare,
    NumberConfiguration,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    QueueConfiguration,
    ServingGroup,
    SkillDemand,
    SkillLevel,
)
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids


async def read_centre_configuration(
    database: Database, key_ring: KeyRing, trades: RoutingTrades
) -> CentreConfiguration:
    """The whole configuration; its revision is read first, so what is read is never older than it says.

    Before anything is set up: revision 0, no agents, queues or numbers. Raises DatabaseUnavailable.
    """
    clock = SystemClock()
    organisations = Organisations(database, clock)
    revision = await organisations.revision()
    centre = await organisations.centre()
    users = Users(database, clock, time_ordered_ids(clock), Passwords())
    names, inactive = await users.names(), await users.inactive_ids()
    queues = await organisations.queues()
    seats = [seat for seat in await Seats(database, key_ring).all_seats() if seat.agent_id not in inactive]
    return CentreConfiguration(
        revision=revision,
        organisation_id="" if centre is None else centre.organisation_id,
        agents=tuple(_agent(seat, *names[seat.agent_id], {queue.queue_id for queue in queues}) for seat in seats),
        queues=tuple(_queue(queue) for queue in queues),
        numbers=tuple(NumberConfiguration(**vars(number)) for number in await organisations.numbers()),
        trunks=trunk_configurations(await trades.trunks.all_trunks()),
        opening_hours=await read_opening_hours(trades.calendars, clock.now()),
        marked_callers=marked_callers(await trades.caller_marks.for_calls(), clock.now()),
        directory=directory_entries(await trades.directory.all_entries()),
        time_zone=trades.zone.key,
        flows=tuple(FlowConfiguration(**vars(flow)) for flow in await trades.flows.in_use()),
        flow_routes=tuple(_route(route) for route in await trades.flow_routes.all_routes()),
    )


def _route(route: FlowRoute) -> FlowRouteConfiguration:
    return FlowRouteConfiguration(route.kind, route.key, tuple(FlowShare(**vars(share)) for share in route.shares))


def _agent(seat: Seat, staff_number: str, name: str, queue_ids: Collection[str]) -> AgentConfiguration:
    return AgentConfiguration(
        agent_id=seat.agent_id,
        organisation_id=seat.organisation_id,
        staff_number=staff_number,
        name=name,
        sip_username=seat.sip_username,
        sip_secret=seat.sip_secret,
        phone_kind=seat.phone_kind,
        queue_ids=tuple(queue_id for queue_id in seat.queue_ids if queue_id in queue_ids),
        group_ids=seat.group_ids,
        skills=tuple(SkillLevel(skill.skill, skill.level) for skill in seat.skills),
    )


def _queue(queue: Queue) -> QueueConfiguration:
    settings = dict(vars(queue))
    del settings["version"]
    settings["rule"] = AssignmentRule(queue.rule)
    settings["groups"] = tuple(ServingGroup(group.group_id, group.after_seconds) for group in queue.groups)
    settings["demands"] = tuple(
        SkillDemand(demand.after_seconds, demand.skill, demand.level) for demand in queue.demands
    )
    settings["overflow"] = tuple(
        OverflowRule(OverflowCause(each.cause), each.threshold, OverflowTargetKind(each.target_kind), each.target_id)
        for each in queue.overflow
    )
    return QueueConfiguration(**settings)
