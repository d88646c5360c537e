"""PostgreSQL or NATS is away for a while: calls go on, new ones are taken, and no event is missing afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.rig.citizen import MAIN_MENU, Citizens
from tests.rig.fixtures import Seats
from tests.rig.instance import Instance
from tests.rig.records import Journal, Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, unbroken

from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.demo.phone import now_ms

pytestmark = pytest.mark.fault

PARTS = ("postgres", "nats")
WAYS = ("frozen", "killed")


@asynccontextmanager
async def away(instance: Instance, part: str, way: str) -> AsyncIterator[None]:
    """The part hangs, or is gone, for the body's time; then it is as before."""
    if way == "frozen":
        with instance.frozen(part):
            yield
    else:
        async with instance.killed(part):
            with instance.restarts_held():
                yield


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", PARTS)
async def test_calls_go_on_and_no_event_is_missing(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats, part: str, way: str
) -> None:
    await calls_through_outage(instance, citizens, records, seats, part=part, way=way, seconds=12)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", PARTS)
async def test_the_same_for_half_a_minute(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats, part: str, way: str
) -> None:
    await calls_through_outage(instance, citizens, records, seats, part=part, way=way, seconds=30)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
async def test_control_that_is_killed_comes_back_without_it(
    instance: Instance, citizens: Citizens, journal: Journal, records: Records, part: str
) -> None:
    async with citizens.calling(DEMO_CITIZENS[0]) as call:
        position = await call.heard_prompt(MAIN_MENU)
        with instance.frozen(part):
            instance.kill("control")
            apology = await call.heard_prompt("resume", after=position)
            again = await call.heard_prompt(MAIN_MENU, after=apology)
            await call.press("0")
            await journal.event("segment.started", contact_id=call.contact_id, after=again, kind="queue")
            async with citizens.calling(DEMO_CITIZENS[1]) as another:
                await another.wait_in_queue()
                await another.hang_up()
            assert instance.is_away(part)
        await call.hang_up()
    for contact_id in (call.contact_id, another.contact_id):
        await records.all_written(contact_id)
        assert (await records.call_record(contact_id))["outcome"] == "abandoned"
    await records.nothing_missing()


async def calls_through_outage(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats, *, part: str, way: str, seconds: float
) -> None:
    """A talk spans the outage; a second citizen calls, reaches an agent, and leaves while it lasts."""
    async with (
        seats("8003") as first_agent,
        seats("8004") as second_agent,
        citizens.calling(DEMO_CITIZENS[0]) as talk,
    ):
        await first_agent.go_ready()
        await talk.wait_in_queue()
        leg = await first_agent.answer()
        await talk.speak()
        await first_agent.hears_tone(CITIZEN_HZ, call=leg)
        from_ms = await talk.hears_tone(AGENT_HZ)
        await second_agent.go_ready()
        async with away(instance, part, way):
            end_ms = now_ms() + seconds * 1000
            async with citizens.calling(DEMO_CITIZENS[1]) as meanwhile:
                await meanwhile.wait_in_queue()
                await second_agent.answer()
                await meanwhile.hears_tone(AGENT_HZ)
                await meanwhile.hang_up()
                await meanwhile.ended()
            heard = await talk.measure(from_ms, end_ms)
            assert instance.is_away(part)
        assert unbroken(heard), heard
        assert unbroken(await first_agent.measure(from_ms, now_ms() + 1000, call=leg))
        await talk.hang_up()
        await first_agent.api.desk_state("wrap_up", deadline_seconds=30)
    for contact_id in (talk.contact_id, meanwhile.contact_id):
        await records.all_written(contact_id)
        record = await records.call_record(contact_id)
        assert (record["outcome"], record["ended_by"]) == ("answered", "citizen")
        assert (await records.stored_recording(contact_id))["channels"] == 2
    await records.nothing_missing()
