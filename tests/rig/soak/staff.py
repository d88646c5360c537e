"""More agents for a running instance than the demo centre has: users and seats, made as the demo's own are."""

from dataclasses import dataclass

from tests.rig.instance import Instance

from rexian.app.demo.centre import FRONT_DESK, ORGANISATION, QUEUE
from rexian.app.demo.instance_bus import instance_bus
from rexian.business.access_control.contracts import Role
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.organisation.service import Organisations
from rexian.business.seats.service import Seats
from rexian.control.contracts.commands import CONFIGURATION_CHANGED_SUBJECT
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

PASSWORD = "Long-Days-Soak-1"
FIRST_STAFF_NUMBER = 8200


@dataclass(frozen=True)
class SoakSeat:
    """Who sits there, with which password; `agent_id` is the user's id."""

    staff_number: str
    agent_id: str
    password: str = PASSWORD


async def add_staff(instance: Instance, count: int) -> list[SoakSeat]:
    """Give the queue so many agents more, each with a SIP telephone; those of an earlier run are taken again."""
    settings, clock = instance.settings, SystemClock()
    database = Database.connect(str(settings.database_url))
    try:
        users = Users(database, clock, time_ordered_ids(clock), Passwords())
        seats = Seats(database, KeyRing.load(settings.master_key_file))
        staff = [await _seated(users, seats, str(FIRST_STAFF_NUMBER + place)) for place in range(count)]
        await Organisations(database, clock).grow_revision()
    finally:
        await database.close()
    async with instance_bus(settings, "soak") as bus:
        await bus.notify(CONFIGURATION_CHANGED_SUBJECT, {})
    return staff


async def _seated(users: Users, seats: Seats, staff_number: str) -> SoakSeat:
    agent_id = await users.add_user(
        ORGANISATION.organisation_id,
        staff_number,
        name=f"测试坐席{staff_number}",
        password=PASSWORD,
        roles=frozenset({Role.AGENT}),
    )
    await seats.give_seat(
        agent_id,
        ORGANISATION.organisation_id,
        sip_username=staff_number,
        phone_kind="sip",
        queue_ids=(QUEUE.queue_id,),
        group_ids=(FRONT_DESK.group_id,),
    )
    return SoakSeat(staff_number, agent_id)
