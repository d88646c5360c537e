"""kill -9 of Asterisk: noticed within three seconds, started again by the launcher, the next call is as any other."""

import time

import pytest
from tests.rig.citizen import Citizens
from tests.rig.fixtures import Seats
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.sound import AGENT_HZ

from rexian.kit.waiting import until

pytestmark = pytest.mark.fault

NOTICED_SECONDS = 3.0


async def test_it_is_noticed_restarted_and_new_calls_work(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats
) -> None:
    async with seats("8003") as agent:
        await agent.go_ready()
        async with citizens.calling() as lost:
            await lost.wait_in_queue()
            await agent.answer()
            await lost.hears_tone(AGENT_HZ)
            with instance.restarts_held():
                instance.kill("asterisk")
                killed_at = time.monotonic()
                await until_asterisk_is(instance, ok=False)
                noticed_seconds = time.monotonic() - killed_at
        await until_asterisk_is(instance, ok=True)
        await agent.api.desk_state("wrap_up")
        await agent.go_ready()
        async with citizens.calling() as call:
            await call.wait_in_queue()
            await agent.answer()
            await call.hears_tone(AGENT_HZ)
            await call.hang_up()
            await agent.api.desk_state("wrap_up")
    assert noticed_seconds < NOTICED_SECONDS
    await records.all_written(lost.contact_id)
    record = await records.call_record(lost.contact_id)
    assert (record["reason"], record["ended_by"]) == ("lost", "system")
    await records.all_written(call.contact_id)
    assert (await records.call_record(call.contact_id))["outcome"] == "answered"


async def until_asterisk_is(instance: Instance, *, ok: bool) -> None:
    """Wait until control says so."""

    async def said() -> bool:
        return (await instance.checks("control")).get("asterisk") is ok

    assert await until(said, deadline_seconds=30, what=f"control says asterisk ok={ok}")
