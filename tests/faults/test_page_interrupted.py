"""The agent's page loses its server, or itself, in a talk: the citizen stays, and the desk shows the truth again."""

import time
from datetime import datetime

import pytest
from playwright.async_api import expect
from tests.rig.citizen import CitizenCall, Citizens
from tests.rig.desk import BrowserAgent
from tests.rig.instance import Instance
from tests.rig.records import Journal, Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, unbroken

from rexian.app.demo.phone import now_ms

pytestmark = pytest.mark.fault

AFTERWARDS_MS = 3000
BACK_WITHIN_SECONDS = 5.0


async def talk(call: CitizenCall, agent: BrowserAgent) -> float:
    """From the queue to a talk in which both hear each other; since when (ms) the citizen hears the agent."""
    await call.wait_in_queue()
    await expect(agent.part("answer")).to_be_enabled(timeout=20_000)
    await agent.part("answer").click()
    await agent.shows_state("talking")
    await call.speak()
    await agent.hears_tone(CITIZEN_HZ)
    return await call.hears_tone(AGENT_HZ)


async def test_web_is_killed_in_a_talk(
    instance: Instance, citizens: Citizens, browser_agent: BrowserAgent, records: Records
) -> None:
    live = browser_agent.part("live-chip")
    async with citizens.calling() as call:
        from_ms = await talk(call, browser_agent)
        async with instance.killed("web"):
            await expect(live).to_have_attribute("data-state", "lost")
        await expect(live).to_have_attribute("data-state", "open", timeout=20_000)
        heard = await call.measure(from_ms, now_ms() + AFTERWARDS_MS)
        assert unbroken(heard), heard
        await browser_agent.hears_tone(CITIZEN_HZ)
        await browser_agent.shows_state("talking")
        await browser_agent.part("hang-up").click()
        await call.ended()
        await browser_agent.shows_state("wrap_up")
    facts = await records.all_written(call.contact_id)
    assert "leg.lost" not in [fact["type"] for fact in facts]
    record = await records.call_record(call.contact_id)
    assert (record["outcome"], record["ended_by"]) == ("answered", "agent")


async def test_the_page_is_reloaded_in_a_talk(
    citizens: Citizens, browser_agent: BrowserAgent, journal: Journal, records: Records
) -> None:
    async with citizens.calling() as call:
        await talk(call, browser_agent)
        reloaded_at = time.time()
        await browser_agent.page.reload()
        lost_at = event_seconds(await journal.event("leg.lost", contact_id=call.contact_id))
        restored_at = event_seconds(await journal.event("leg.restored", contact_id=call.contact_id))
        assert restored_at - reloaded_at < BACK_WITHIN_SECONDS
        await call.hears_tone(AGENT_HZ)
        await browser_agent.hears_tone(CITIZEN_HZ)
        await browser_agent.shows_state("talking")
        meanwhile = await call.measure(phone_ms(lost_at), phone_ms(restored_at))
        assert meanwhile.active_seconds > meanwhile.seconds / 2, meanwhile
        assert abs(meanwhile.dominant_hz - AGENT_HZ) > 100, "music, not the agent"
        await call.hang_up()
        await browser_agent.shows_state("wrap_up")
    await records.all_written(call.contact_id)
    record = await records.call_record(call.contact_id)
    assert [segment["kind"] for segment in record["segments"]] == ["ivr", "queue", "agent"]
    assert record["segments"][2]["interrupted_seconds"] == pytest.approx(restored_at - lost_at, abs=0.1)
    recording = await records.stored_recording(call.contact_id)
    assert recording["captured_seconds"] == pytest.approx(recording["expected_seconds"], abs=0.6)


def event_seconds(event: dict[str, str]) -> float:
    return datetime.fromisoformat(event["time"]).timestamp()


def phone_ms(seconds: float) -> float:
    """A wall-clock time on the telephones' clock."""
    return seconds * 1000 - time.time() * 1000 + now_ms()
