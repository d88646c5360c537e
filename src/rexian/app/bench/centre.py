"""The centre of the bench: one queue without announcement or wrap-up, one number, and agents with SIP phones.

It is filled into an instance of the bench's own. Nobody signs in to its pages, so that its users have no password.
"""

import asyncio

from rexian.app.bench.sipp import NUMBER
from rexian.app.bench.systems import AGENT_NAME
from rexian.app.demo.trunk import set_up_first_trunk
from rexian.app.launcher.up import Tell
from rexian.app.settings import Settings
from rexian.business.access_control.contracts import Role
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.organisation.contracts import Number, Organisation, Queue
from rexian.business.organisation.service import Organisations
from rexian.business.seats.service import Seats
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

FLOW_ID = "queue-only"
ORGANISATION = Organisation("bench-centre", "压力测试中心", "/bench-centre/")
QUEUE = Queue(
    queue_id="human-service",
    organisation_id=ORGANISATION.organisation_id,
    name="人工服务",
    offer_seconds=20,
    wrap_up_seconds=0,
    announcement="",
    announcement_every_seconds=3600,
)
_AT_ONCE = 8


class _NoPasswords(Passwords):
    """Hashing hundreds of passwords takes a minute; what is stored here matches none."""

    async def hash(self, password: str) -> str:
        return "!"


async def fill_bench(settings: Settings, tell: Tell, agents: int) -> None:
    """Fill an empty, migrated database. Raises DatabaseUnavailable."""
    database = Database.connect(str(settings.database_url))
    clock = SystemClock()
    users = Users(database, clock, time_ordered_ids(clock), _NoPasswords())
    seats = Seats(database, KeyRing.load(settings.master_key_file))
    organisations = Organisations(database, clock)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def add(number: int) -> None:
        name = AGENT_NAME.format(number)
        async with gate:
            user_id = await users.add_user(
                ORGANISATION.organisation_id, name, name=name, password=_UNUSED, roles=frozenset({Role.AGENT})
            )
            await seats.give_seat(
                user_id,
                ORGANISATION.organisation_id,
                sip_username=name,
                phone_kind="sip",
                queue_ids=(QUEUE.queue_id,),
            )
        tell("agents", number + 1, agents)

    try:
        number = Number(NUMBER, ORGANISATION.organisation_id, FLOW_ID)
        await organisations.set_up(ORGANISATION, (QUEUE,), (number,))
        await set_up_first_trunk(settings, database, ORGANISATION.organisation_id)
        async with asyncio.TaskGroup() as group:
            for each in range(agents):
                group.create_task(add(each))
        await organisations.grow_revision()
    finally:
        await database.close()


_UNUSED = "Never-Hashed-1"
"""Passes the rules for passwords; `_NoPasswords` drops it."""
