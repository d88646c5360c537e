"""The demo centre: an organisation, users with published passwords, two queues and their groups, a number, a trunk.

Filled by the launcher into an instance with `demo` on, and only into one: the passwords stand in this file. Filling it
again changes nothing that is there.
"""

from dataclasses import dataclass

from rexian.app.demo.trunk import set_up_first_trunk
from rexian.app.settings import Settings
from rexian.business.access_control.contracts import Role
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.organisation.contracts import (
    Group,
    Number,
    Organisation,
    Queue,
    QueueDemand,
    QueueGroup,
    QueueOverflow,
)
from rexian.business.organisation.service import Organisations
from rexian.business.seats.contracts import PhoneKind, Skill
from rexian.business.seats.service import Seats
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.ids import time_ordered_ids

ORGANISATION = Organisation("demo-centre", "省直住房公积金管理中心", "/demo-centre/")
QUEUE = Queue(
    queue_id="human-service",
    organisation_id=ORGANISATION.organisation_id,
    name="人工服务",
    offer_seconds=20,
    wrap_up_seconds=15,
    announcement="坐席正忙，请您稍候，我们会尽快为您接通。",
    announcement_every_seconds=30,
    tells_place=True,
    callback_attempts=2,
    callback_expires_seconds=4 * 3600,
    keep_place_seconds=300,
)
FRONT_DESK = Group("front-desk", ORGANISATION.organisation_id, "综合坐席组")
LOAN_DESK = Group("loan-desk", ORGANISATION.organisation_id, "贷款专席组")
LOAN_QUEUE = Queue(
    queue_id="loan-service",
    organisation_id=ORGANISATION.organisation_id,
    name="贷款专席",
    offer_seconds=20,
    wrap_up_seconds=30,
    announcement="贷款专席正忙，请您稍候，我们会尽快为您接通。",
    announcement_every_seconds=30,
    rule="highest_skill",
    skill="loan",
    groups=(QueueGroup(LOAN_DESK.group_id), QueueGroup(FRONT_DESK.group_id, after_seconds=30)),
    demands=(QueueDemand(0, "loan", 3), QueueDemand(30, "loan", 1)),
    overflow=(QueueOverflow("waited", 120, "queue", QUEUE.queue_id),),
)
NUMBER = Number("12329", ORGANISATION.organisation_id, "hotline-12329")


class DatabaseNotSet(RexianError):
    """No database is set: REXIAN_DATABASE_URL is empty."""

    code = "database_not_set"
    kind = ErrorKind.INVALID


@dataclass(frozen=True)
class DemoSignIn:
    """A demo user as the launcher prints it. `phone_kind` None = no seat. Loans are the skill of the loan queue.

    Who has a seat is an agent, whatever else: a supervisor's serves no queue, it is there to listen and step in.
    """

    staff_number: str
    password: str
    name: str
    role: Role
    phone_kind: PhoneKind | None = None
    group: Group = FRONT_DESK
    loan_level: int = 1

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({self.role} if self.phone_kind is None else {self.role, Role.AGENT})


DEMO_SIGN_INS = (
    DemoSignIn("8001", "Hotline-Demo-1", "李敏", Role.AGENT, "webrtc"),
    DemoSignIn("8002", "Hotline-Demo-2", "王磊", Role.AGENT, "webrtc"),
    DemoSignIn("8003", "Hotline-Demo-3", "陈静", Role.AGENT, "sip", LOAN_DESK, 3),
    DemoSignIn("8004", "Hotline-Demo-4", "赵强", Role.AGENT, "sip", LOAN_DESK, 5),
    DemoSignIn("8100", "Hotline-Lead-1", "周芳", Role.SUPERVISOR, "webrtc"),
    DemoSignIn("9000", "Hotline-Admin-1", "系统管理员", Role.ADMIN),
)


async def fill_centre(settings: Settings) -> None:
    """Fill the database of `settings` (already migrated). Raises DatabaseNotSet or DatabaseUnavailable."""
    if settings.database_url is None:
        raise DatabaseNotSet
    database = Database.connect(settings.database_url)
    try:
        await _fill(settings, database)
    finally:
        await database.close()


async def _fill(settings: Settings, database: Database) -> None:
    clock = SystemClock()
    key_ring = KeyRing.load(settings.master_key_file)
    organisations = Organisations(database, clock)
    users = Users(database, clock, time_ordered_ids(clock), Passwords())
    seats = Seats(database, key_ring)
    changed = await organisations.set_up(ORGANISATION, (QUEUE, LOAN_QUEUE), (NUMBER,), (FRONT_DESK, LOAN_DESK))
    changed |= await set_up_first_trunk(settings, database, ORGANISATION.organisation_id)
    for sign_in in DEMO_SIGN_INS:
        user_id = await users.add_user(
            ORGANISATION.organisation_id,
            sign_in.staff_number,
            name=sign_in.name,
            password=sign_in.password,
            roles=sign_in.roles,
        )
        if sign_in.phone_kind is not None:
            serves = sign_in.role is Role.AGENT
            changed |= await seats.give_seat(
                user_id,
                ORGANISATION.organisation_id,
                sip_username=sign_in.staff_number,
                phone_kind=sign_in.phone_kind,
                queue_ids=(QUEUE.queue_id,) if serves else (),
                group_ids=(sign_in.group.group_id,) if serves else (),
                skills=(Skill("loan", sign_in.loan_level),) if serves else (),
            )
    if changed:
        await organisations.grow_revision()
