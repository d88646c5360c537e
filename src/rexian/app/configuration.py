"""What control must know of the centre, read from the database: control itself never asks the database."""

from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.organisation.contracts import Queue
from rexian.business.organisation.service import Organisations
from rexian.business.seats.contracts import Seat
from rexian.business.seats.service import Seats
from rexian.control.contracts.configuration import (
    AgentConfiguration,
    AssignmentRule,
    CentreConfiguration,
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

DEFAULT_TIME_ZONE = "Asia/Shanghai"
"""Before anything is set up."""


async def read_centre_configuration(database: Database, key_ring: KeyRing) -> CentreConfiguration:
    """The whole configuration; its revision is read first, so what is read is never older than it says.

    Before anything is set up: revision 0, no agents, queues or numbers. Raises DatabaseUnavailable.
    """
    clock = SystemClock()
    organisations = Organisations(database, clock)
    revision = await organisations.revision()
    centre = await organisations.centre()
    users = await Users(database, clock, time_ordered_ids(clock), Passwords()).names()
    seats = await Seats(database, key_ring).all_seats()
    return CentreConfiguration(
        revision=revision,
        organisation_id="" if centre is None else centre.organisation_id,
        agents=tuple(_agent(seat, *users[seat.agent_id]) for seat in seats),
        queues=tuple(_queue(queue) for queue in await organisations.queues()),
        numbers=tuple(NumberConfiguration(**vars(number)) for number in await organisations.numbers()),
        time_zone=DEFAULT_TIME_ZONE if centre is None else centre.time_zone,
    )


def _agent(seat: Seat, staff_number: str, name: str) -> AgentConfiguration:
    return AgentConfiguration(
        agent_id=seat.agent_id,
        organisation_id=seat.organisation_id,
        staff_number=staff_number,
        name=name,
        sip_username=seat.sip_username,
        sip_secret=seat.sip_secret,
        phone_kind=seat.phone_kind,
        queue_ids=seat.queue_ids,
        group_ids=seat.group_ids,
        skills=tuple(SkillLevel(skill.skill, skill.level) for skill in seat.skills),
    )


def _queue(queue: Queue) -> QueueConfiguration:
    settings = dict(vars(queue))
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
