"""The demo centre: what control reads of it, and that filling it again changes nothing."""

from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from rexian.app.configuration import read_centre_configuration
from rexian.app.demo.centre import DEMO_SIGN_INS, DatabaseNotSet, fill_centre
from rexian.app.migrations import migrate
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.business.access_control.rules import password_weaknesses
from rexian.business.seats.service import Seats
from rexian.control.contracts.configuration import (
    AssignmentRule,
    NumberConfiguration,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    ServingGroup,
    SkillDemand,
    SkillLevel,
)
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def settings(empty_database_url: str, tmp_path: Path) -> Settings:
    """A new instance before anything is filled in."""
    await migrate(empty_database_url)
    return Settings(home=tmp_path / "home", database_url=empty_database_url)


async def test_control_reads_seats_queues_and_numbers(settings: Settings) -> None:
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    before = await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    await fill_centre(settings)
    centre = await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    await database.close()

    assert (before.revision, before.agents, before.organisation_id) == (0, (), "")
    assert centre.revision == 1
    assert centre.organisation_id == "demo-centre"
    assert sorted((agent.staff_number, agent.phone_kind) for agent in centre.agents) == [
        ("8001", "webrtc"),
        ("8002", "webrtc"),
        ("8003", "sip"),
        ("8004", "sip"),
        ("8100", "webrtc"),
    ]
    assert all(agent.sip_username == agent.staff_number for agent in centre.agents)
    assert len({agent.sip_secret for agent in centre.agents}) == 5
    queues = {agent.staff_number: agent.queue_ids for agent in centre.agents}
    assert queues.pop("8100") == ()
    assert set(queues.values()) == {("human-service",)}
    assert [(queue.name, queue.offer_seconds, queue.wrap_up_seconds) for queue in centre.queues] == [
        ("人工服务", 20, 15),
        ("贷款专席", 20, 30),
    ]
    assert centre.numbers == (NumberConfiguration("12329", "demo-centre", "hotline-12329"),)
    assert [(trunk.name, trunk.area_code) for trunk in centre.trunks] == [("trunk", "0371")]


async def test_control_reads_who_gets_a_contact(settings: Settings) -> None:
    await fill_centre(settings)
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    centre = await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    await database.close()

    assert centre.time_zone == "Asia/Shanghai"
    plain, loans = centre.queues
    assert (plain.rule, plain.groups, plain.demands, plain.overflow) == (AssignmentRule.LONGEST_IDLE, (), (), ())
    assert (loans.rule, loans.skill) == (AssignmentRule.HIGHEST_SKILL, "loan")
    assert loans.groups == (ServingGroup("loan-desk"), ServingGroup("front-desk", 30))
    assert loans.demands == (SkillDemand(0, "loan", 3), SkillDemand(30, "loan", 1))
    overflow = OverflowRule(OverflowCause.WAITED, 120, OverflowTargetKind.QUEUE, "human-service")
    assert loans.overflow == (overflow,)
    experts = {agent.staff_number: (agent.group_ids, agent.skills) for agent in centre.agents}
    assert experts["8001"] == (("front-desk",), (SkillLevel("loan", 1),))
    assert experts["8004"] == (("loan-desk",), (SkillLevel("loan", 5),))


async def test_filling_again_changes_nothing(settings: Settings) -> None:
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    await fill_centre(settings)
    first = await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    async with database.transaction() as session:
        await session.execute(text("UPDATE queues SET name = '综合业务'"))
    await fill_centre(settings)
    again = await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    await database.close()

    assert again.revision == first.revision
    assert again.agents == first.agents
    assert again.queues[0].name == "综合业务"


async def test_a_secret_is_shown_by_no_log_line(settings: Settings) -> None:
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    await fill_centre(settings)
    seats = await Seats(database, key_ring).all_seats()
    await database.close()

    assert all(seat.sip_secret not in repr(seat) for seat in seats)


async def test_without_a_database_it_says_so(settings: Settings) -> None:
    with pytest.raises(DatabaseNotSet):
        await fill_centre(settings.model_copy(update={"database_url": None}))


def test_the_published_passwords_meet_the_rule() -> None:
    assert [password_weaknesses(sign_in.password, sign_in.staff_number) for sign_in in DEMO_SIGN_INS] == [()] * 6
