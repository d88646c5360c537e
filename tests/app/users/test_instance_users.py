"""The first administrator of an empty instance: made by command, able to sign in; forgotten passwords and locks."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from sqlalchemy import text

from rexian.app.users.instance_users import CentreNeeded, InstanceUsers, RoleNeedsSeat, UserKnown, UserUnknown
from rexian.business.access_control.contracts import Client, Role
from rexian.business.access_control.errors import PasswordTooSimple, SignInLocked, SignInRefused
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import SignIns
from rexian.business.audit.service import AuditTrail
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

PASSWORD, OTHER = "Hotline-First-1", "Hotline-First-2"
CLIENT = Client("127.0.0.1", "test")


@pytest.fixture
def users(database_url: str) -> Callable[[], InstanceUsers]:
    """As one command has them: opened for one verb."""
    return lambda: InstanceUsers(Database.connect(database_url))


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(database_url)
    yield database
    await database.close()


async def test_the_first_administrator_signs_in(users: Callable[[], InstanceUsers], database: Database) -> None:
    clock = SystemClock()
    new_id = time_ordered_ids(clock)
    sign_ins = SignIns(database, clock, new_id, Passwords(), AuditTrail(database, clock, new_id))
    with pytest.raises(CentreNeeded):
        await users().add("9000", "张明", Role.ADMIN, "", PASSWORD)
    with pytest.raises(PasswordTooSimple):
        await users().add("9000", "张明", Role.ADMIN, "市中心", "9000")
    with pytest.raises(RoleNeedsSeat):
        await users().add("8001", "李敏", Role.AGENT, "市中心", PASSWORD)
    await users().add("9000", "张明", Role.ADMIN, "市中心", PASSWORD)
    with pytest.raises(UserKnown):
        await users().add("9000", "张明", Role.ADMIN, "", PASSWORD)
    assert (await sign_ins.sign_in("9000", PASSWORD, CLIENT)).actor.roles == {Role.ADMIN}
    await users().set_password("9000", OTHER)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await sign_ins.sign_in("9000", PASSWORD, CLIENT)
    with pytest.raises(SignInLocked):
        await sign_ins.sign_in("9000", OTHER, CLIENT)
    await users().unlock("9000")
    assert (await sign_ins.sign_in("9000", OTHER, CLIENT)).actor.name == "张明"
    with pytest.raises(UserUnknown):
        await users().unlock("9001")
    async with database.transaction() as session:
        rows = await session.execute(
            text("SELECT action FROM audit_entries WHERE object_kind = 'user' ORDER BY time, id")
        )
        assert [row.action for row in rows] == ["created", "password_set", "unlocked"]
