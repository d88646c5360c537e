"""A business object in an endless loop: its own query fails, and citizens who ask another object notice nothing."""

import asyncio

import pytest
from tests.rig.citizen import Citizens
from tests.rig.instance import Instance
from tests.rig.records import Journal

from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.object_queries import BusObjectQueries
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.fault

CITIZEN = DEMO_CITIZENS[0]


async def test_a_citizen_hears_the_balance_while_another_object_loops(
    instance: Instance, citizens: Citizens, journal: Journal
) -> None:
    bus = await Bus.connect(str(instance.settings.nats_url), name="test")
    queries = BusObjectQueries(bus, time_ordered_ids(SystemClock()))
    outcomes: list[str] = []
    heard = asyncio.Event()

    async def ask_again_and_again() -> None:
        while not heard.is_set():
            answer = await queries.query("troublesome", "loop", {}, contact_id="c1", deadline_seconds=3)
            outcomes.append(answer.outcome)

    async with asyncio.TaskGroup() as group, citizens.calling(CITIZEN) as call:
        group.create_task(ask_again_and_again())
        await call.hear_balance(CITIZEN)
        heard.set()
        await call.hang_up()
    await bus.close()
    assert "timeout" in outcomes
    assert "ok" not in outcomes
    answered = [event for event in journal.events(call.contact_id) if event["type"] == "object.answered"]
    assert [event["data"]["outcome"] for event in answered] == ["ok"] * 4
    assert all(event["data"]["elapsed_ms"] < 1500 for event in answered), answered
