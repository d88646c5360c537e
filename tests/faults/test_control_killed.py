"""kill -9 of control in the middle of calls: nobody is cut off, nothing is forgotten."""

from datetime import UTC, datetime

import pytest
from tests.rig.citizen import MAIN_MENU, Citizens
from tests.rig.fixtures import Seats
from tests.rig.instance import Instance
from tests.rig.records import Journal, Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, unbroken

from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.demo.phone import now_ms
from rexian.app.demo.phone_events import Disconnected
from rexian.kit.waiting import until

pytestmark = pytest.mark.fault

AFTERWARDS_MS = 3000


async def test_a_caller_in_the_menu_hears_an_apology_and_goes_on_at_his_node(
    instance: Instance, citizens: Citizens, journal: Journal, records: Records
) -> None:
    async with citizens.calling() as call:
        position = await call.heard_prompt(MAIN_MENU)
        async with instance.killed("control"):
            pass
        apology = await call.heard_prompt("resume", after=position)
        again = await call.heard_prompt(MAIN_MENU, after=apology)
        await call.press("0")
        await journal.event("segment.started", contact_id=call.contact_id, after=again, kind="queue")
        await call.hang_up()
    facts = await records.all_written(call.contact_id)
    assert [fact["type"] for fact in facts].count("contact.started") == 1
    record = await records.call_record(call.contact_id)
    assert (record["outcome"], record["ended_by"]) == ("abandoned", "citizen")
    assert [segment["kind"] for segment in record["segments"]] == ["ivr", "queue"]


async def test_waiting_callers_keep_their_music_and_their_place(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats
) -> None:
    async with citizens.calling(DEMO_CITIZENS[0]) as first, citizens.calling(DEMO_CITIZENS[1]) as second:
        await first.wait_in_queue()
        await second.wait_in_queue()
        await second.announcement_over()
        music_from = await first.wait_for_sound()
        async with instance.killed("control"):
            pass
        heard = await first.measure(music_from, now_ms() + AFTERWARDS_MS)
        assert unbroken(heard), heard
        async with seats("8003") as agent:
            await agent.go_ready()
            await agent.answer()
            assert (await agent.api.desk_state("talking"))["work"]["contact_id"] == first.contact_id
            await first.hears_tone(AGENT_HZ)
            await first.hang_up()
            await agent.api.desk_state("wrap_up")
        await second.hang_up()
    for call in (first, second):
        await records.all_written(call.contact_id)
        record = await records.call_record(call.contact_id)
        assert [segment["kind"] for segment in record["segments"]][:2] == ["ivr", "queue"]
        queued = next(f for f in await records.facts(call.contact_id) if f["data"].get("kind") == "queue")
        assert record["segments"][1]["started_at"] == queued["time"], "one stay, not a new one"


async def test_a_ringing_agent_can_still_answer(
    instance: Instance, citizens: Citizens, journal: Journal, records: Records, seats: Seats
) -> None:
    async with seats("8003") as agent, citizens.calling() as call:
        await agent.go_ready()
        await call.wait_in_queue()
        await journal.event("offer.ringing", contact_id=call.contact_id)
        async with instance.killed("control"):
            pass
        await agent.answer()
        await call.hears_tone(AGENT_HZ)
        await agent.api.desk_state("talking")
        await call.hang_up()
        await agent.api.desk_state("wrap_up")
    await records.all_written(call.contact_id)
    record = await records.call_record(call.contact_id)
    assert [segment["kind"] for segment in record["segments"]] == ["ivr", "queue", "agent"]
    assert record["segments"][1]["offers"] == 1


async def test_a_talk_goes_on_unbroken_both_ways(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats
) -> None:
    async with seats("8003") as agent, citizens.calling() as call:
        await agent.go_ready()
        await call.wait_in_queue()
        leg = await agent.answer()
        await call.speak()
        await agent.hears_tone(CITIZEN_HZ, call=leg)
        from_ms = await call.hears_tone(AGENT_HZ)
        async with instance.killed("control"):
            pass
        to_ms = now_ms() + AFTERWARDS_MS
        by_citizen = await call.measure(from_ms, to_ms)
        by_agent = await agent.measure(from_ms, to_ms, call=leg)
        assert unbroken(by_citizen), by_citizen
        assert unbroken(by_agent), by_agent
        assert (await agent.api.desk())["state"] == "talking"
        await agent.api.command("hang-up")
        await call.ended()
        await agent.api.desk_state("wrap_up")
    await records.all_written(call.contact_id)
    record = await records.call_record(call.contact_id)
    assert (record["outcome"], record["ended_by"], record["recovered"]) == ("answered", "agent", False)
    recording = await records.stored_recording(call.contact_id)
    assert recording["captured_seconds"] == pytest.approx(recording["expected_seconds"], abs=0.5)


async def test_a_citizen_who_hangs_up_meanwhile_has_a_complete_record_marked_recovered(
    instance: Instance, citizens: Citizens, records: Records, seats: Seats
) -> None:
    async with seats("8003") as agent, citizens.calling() as call:
        await agent.go_ready()
        await call.wait_in_queue()
        leg = await agent.answer()
        await call.speak()
        await call.hears_tone(AGENT_HZ)
        with instance.restarts_held():
            instance.kill("control")
            hung_up_at = datetime.now(UTC)
            await call.hang_up()
            await until_channels(instance, 1)
            back_from = datetime.now(UTC)
        await agent.phone.next_event(Disconnected, deadline_seconds=20, call=leg)
        await agent.api.desk_state("wrap_up")
    facts = await records.all_written(call.contact_id)
    ended = next(fact for fact in facts if fact["type"] == "contact.ended")
    assert ended["recovered"]
    assert hung_up_at <= ended["time"] <= back_from, "the time of Asterisk's own log, not that of the return"
    record = await records.call_record(call.contact_id)
    assert (record["outcome"], record["ended_by"], record["recovered"]) == ("answered", "citizen", True)
    recording = await records.stored_recording(call.contact_id)
    assert recording["channels"] == 2
    assert recording["captured_seconds"] == pytest.approx(recording["expected_seconds"], abs=0.6)


async def until_channels(instance: Instance, count: int) -> None:
    """Wait until Asterisk itself has no more than so many telephone channels."""

    async def few() -> bool:
        return len([name for name in await instance.channel_names() if name.startswith("PJSIP/")]) <= count

    assert await until(few, deadline_seconds=10, what=f"{count} channels at Asterisk")
