"""What a supervisor does from the page: whispers, barges in and takes over, forces states, writes to a seat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect
from tests.rig.citizen import CitizenCall, Citizens
from tests.rig.desk import Api, BrowserAgent, Chromium, PhoneAgent
from tests.rig.instance import Instance
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, unbroken

pytestmark = pytest.mark.journey

WATCHED = "8003"
WATCHED_HZ = 620
APART_MS = 1500
UNHEARD_DBFS = -50.0
WORDS = "请尽快就绪"


@pytest_asyncio.fixture
async def supervisor(instance: Instance, chromium: Chromium) -> AsyncIterator[BrowserAgent]:
    """8100 at the supervisor's page, with the own seat taken."""
    async with Api.signed_in(instance, "8100") as api:
        page = BrowserAgent(await chromium.page(), api)
        await page.sign_in(instance.url, "8100")
        await page.take_seat()
        await page.part("nav-supervision").click()
        try:
            yield page
        finally:
            await api.leave_seat()


@pytest_asyncio.fixture
async def watched(instance: Instance, tmp_path: Path) -> AsyncIterator[PhoneAgent]:
    """8003 in the seat, not ready."""
    async with PhoneAgent.seated(instance, WATCHED, tone_hz=WATCHED_HZ, folder=tmp_path) as agent:
        yield agent


async def test_a_whisper_reaches_the_agent_alone_a_barge_both_and_a_take_over_leaves_the_agent_free(
    supervisor: BrowserAgent, watched: PhoneAgent, citizens: Citizens
) -> None:
    seat = supervisor.part(f"seat-{WATCHED}")
    await watched.go_ready()
    async with citizens.calling() as call:
        await call.wait_in_queue()
        on_phone = await watched.answer()
        await call.speak()
        await call.hears_tone(WATCHED_HZ)
        await seat.get_by_test_id("step-whisper").click()
        await expect(supervisor.part("supervisor-bar")).to_have_attribute("data-step", "whisper", timeout=20_000)
        await watched.hears_loudly(AGENT_HZ, call=on_phone)
        await hears_only_the_agent(call)
        await seat.get_by_test_id("step-barge").click()
        await expect(seat.get_by_test_id("step-barge")).to_have_attribute("aria-pressed", "true")
        await call.hears_loudly(AGENT_HZ)
        await seat.get_by_test_id("step-take_over").click()
        await watched.api.desk_state("wrap_up")
        await call.hears_tone(AGENT_HZ)
        await supervisor.hears_tone(CITIZEN_HZ)
        await expect(seat).to_have_attribute("data-state", "wrap_up")


async def test_forced_states_come_true_and_the_call_in_hand_goes_on(
    supervisor: BrowserAgent, watched: PhoneAgent, citizens: Citizens
) -> None:
    seat = supervisor.part(f"seat-{WATCHED}")
    await expect(seat).to_have_attribute("data-state", "not_ready")
    await seat.get_by_test_id("force-ready").click()
    await expect(seat).to_have_attribute("data-state", "ready")
    assert (await watched.api.desk())["changed_by"] == "supervisor"
    async with citizens.calling() as call:
        await call.wait_in_queue()
        await watched.answer()
        await force_not_ready(supervisor, seat, "meeting")
        from_ms = await call.hears_tone(WATCHED_HZ)
        assert unbroken(await call.measure(from_ms, from_ms + APART_MS))
        assert (await watched.api.desk())["next_state"] == "not_ready"
        await expect(seat.get_by_test_id("force-sign-out")).to_be_disabled()
        await seat.get_by_test_id("release").click()
        await supervisor.part("release-sure").click()
        await call.ended()
    await expect(seat).to_have_attribute("data-state", "wrap_up")
    await watched.api.command("wrap-up/end")
    await expect(seat).to_have_attribute("data-state", "not_ready")
    assert (await watched.api.desk())["not_ready_reason"] == "meeting"
    await seat.get_by_test_id("force-sign-out").click()
    await supervisor.part("force-sign-out-sure").click()
    await expect(seat).to_have_attribute("data-state", "signed_out")


async def test_a_message_stands_on_the_desk_until_it_is_read(
    supervisor: BrowserAgent, browser_agent: BrowserAgent
) -> None:
    await supervisor.part("seat-8001").get_by_test_id("message").click()
    await supervisor.part("message-text").fill(WORDS)
    await supervisor.part("message-send").click()
    await expect(browser_agent.part("seat-message")).to_contain_text(WORDS)
    await browser_agent.page.reload()
    await expect(browser_agent.part("seat-message")).to_contain_text(WORDS)
    await browser_agent.part("acknowledge").click()
    await expect(browser_agent.part("seat-message")).to_be_hidden()


async def force_not_ready(supervisor: BrowserAgent, seat: Locator, reason: str) -> None:
    await seat.get_by_test_id("force-not-ready").click()
    await supervisor.part(f"force-reason-{reason}").click()


async def hears_only_the_agent(call: CitizenCall) -> None:
    """The supervisor's open microphone is not in what the citizen hears."""
    from_ms = await call.hears_tone(WATCHED_HZ)
    assert await call.level_dbfs(AGENT_HZ, from_ms, from_ms + APART_MS) < UNHEARD_DBFS
