"""From dialling 12329 to the record on the screen, with a browser, telephones and every process real."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect
from tests.rig.citizen import CitizenCall, Citizens
from tests.rig.desk import BrowserAgent
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, heard_in

from rexian.access.masking import mask_id_number, mask_name
from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.demo.phone import now_ms
from rexian.kit.waiting import until

pytestmark = pytest.mark.journey

CITIZEN = DEMO_CITIZENS[0]
TALK_MS = 3000
PAUSE_MS = 1200
PROMPTS = [
    "welcome.text",
    "main.text",
    "fund-identify.identify.identifier_text",
    "fund-identify.identify.password_text",
    "fund-person.menu.text",
    "fund-person.say_balance.text",
    "fund-person.after_balance.text",
    "front_desk.text",
]


async def test_a_citizen_asks_the_menu_then_a_person_and_all_of_it_is_on_record(
    citizens: Citizens, browser_agent: BrowserAgent, records: Records
) -> None:
    dialled_at = datetime.now(UTC)
    async with citizens.calling(CITIZEN) as call:
        await call.hear_balance(CITIZEN)
        await call.press("0")
        await shows_the_citizen(browser_agent)
        await browser_agent.part("answer").click()
        await browser_agent.shows_state("talking")
        await call.speak()
        from_ms = await call.hears_tone(AGENT_HZ)
        await browser_agent.hears_tone(CITIZEN_HZ)
        await call.measure(from_ms, from_ms + TALK_MS)
        await browser_agent.api.command("recording/pause", {"reason": "secret_spoken"})
        await call.measure(now_ms(), now_ms() + PAUSE_MS)
        await browser_agent.api.command("recording/resume")
        await call.measure(now_ms(), now_ms() + PAUSE_MS)
        await browser_agent.api.command("recording/mark", {"kind": "promise"})
        await call.hang_up()
        await browser_agent.shows_state("wrap_up")
    await browser_agent.part("end-wrap-up").click()
    await browser_agent.shows_state("ready")
    await records.all_written(call.contact_id)
    await the_record_is_right(records, call, dialled_at)
    await the_recording_holds_both(records, browser_agent, call)
    await the_page_plays_it(browser_agent, call, (await records.stored_recording(call.contact_id))["recording_id"])


async def shows_the_citizen(agent: BrowserAgent) -> None:
    """The page rings and shows whom it will be: proved, and masked."""
    await expect(agent.part("ring-banner")).to_be_visible(timeout=20_000)
    await expect(agent.part("auth-level")).to_have_attribute("data-level", "password")
    await expect(agent.part("value-name")).to_have_text(mask_name(CITIZEN.name))
    shown_id = (await agent.part("value-id_no").inner_text()).replace(" ", "")
    assert shown_id == mask_id_number(CITIZEN.id_no)
    await expect(agent.part("amount-balance")).to_contain_text("¥")
    await expect(agent.part("menu-path")).to_contain_text("个人公积金查询")
    page = await agent.page.content()
    assert CITIZEN.name not in page
    assert CITIZEN.id_no not in page
    assert CITIZEN.mobile not in page


async def the_record_is_right(records: Records, call: CitizenCall, dialled_at: datetime) -> None:
    record = await records.call_record(call.contact_id)
    assert (record["outcome"], record["ended_by"], record["reason"]) == ("answered", "citizen", "citizen_hung_up")
    assert (record["called_number"], record["auth_level"]) == ("12329", "password")
    assert record["menu_path"] == ["个人公积金查询", "账户余额", "人工服务"]
    assert [segment["kind"] for segment in record["segments"]] == ["ivr", "queue", "agent"]
    assert dialled_at <= record["started_at"] <= record["ended_at"] <= datetime.now(UTC)
    assert record["talk_seconds"] >= TALK_MS / 1000
    assert not record["recovered"]
    facts = await records.facts(call.contact_id)
    prompts = [fact["data"]["prompt_id"] for fact in facts if fact["type"] == "prompt.started"]
    assert prompts[: len(PROMPTS)] == PROMPTS, "nothing was asked twice"
    assert not any(CITIZEN.id_no in str(fact) or CITIZEN.mobile in str(fact) for fact in facts)


async def the_recording_holds_both(records: Records, agent: BrowserAgent, call: CitizenCall) -> None:
    """The citizen left, the agent right, for as long as they talked."""
    recording = await records.stored_recording(call.contact_id)
    seconds, (citizen, at_desk) = heard_in(await agent.api.audio(recording["recording_id"]))
    assert citizen.dominant_hz == pytest.approx(CITIZEN_HZ, abs=5)
    assert at_desk.dominant_hz == pytest.approx(AGENT_HZ, abs=5)
    record = await records.call_record(call.contact_id)
    assert seconds == pytest.approx(record["talk_seconds"], abs=0.5)
    assert recording["captured_seconds"] == pytest.approx(recording["expected_seconds"], abs=0.5)


async def the_page_plays_it(agent: BrowserAgent, call: CitizenCall, recording_id: str) -> None:
    """From the beginning, and from where somebody has marked or paused it."""
    await agent.part("nav-records").click()
    line = agent.page.locator(f'[data-testid="call-record"][data-contact-id="{call.contact_id}"]')
    await line.click(timeout=20_000)
    await expect(agent.part("waveform")).to_be_visible()
    await agent.part("play").click()
    await expect(agent.part("play")).to_have_attribute("data-playing", "true")
    voice = agent.part("recording-audio")

    async def played() -> bool:
        return bool(await voice.evaluate("(audio) => audio.currentTime > 0.3 && audio.error === null"))

    assert await until(played, deadline_seconds=10, what="the recording plays")
    await agent.part("play").click()
    await expect(agent.part("pause-stretch")).to_have_attribute("title", re.compile("暂停录音 00:0.：口述敏感信息"))
    waveform = await agent.api.get(f"/api/recordings/{recording_id}/waveform")
    for choice, at_seconds in (
        ("mark", waveform["marks"][0]["at_seconds"]),
        ("pause", waveform["pauses"][0]["start_seconds"]),
        ("mark-flag", waveform["marks"][0]["at_seconds"]),
    ):
        await agent.part(choice).click()
        assert await voice.evaluate("(audio) => audio.currentTime") == pytest.approx(at_seconds, abs=0.05)


async def test_the_words_of_the_page_follow_the_chosen_language(browser_agent: BrowserAgent) -> None:
    ready = {}
    for language in ("en", "zh-Hant", "zh-CN"):
        await browser_agent.part("language-switch").click()
        await browser_agent.page.locator(
            f'[role="menuitem"]:has([lang="{language}"]), [lang="{language}"]'
        ).last.click()
        await expect(browser_agent.page.locator("html")).to_have_attribute("lang", language)
        ready[language] = await browser_agent.part("desk-sign-out").inner_text()
    assert len(set(ready.values())) == 3, ready
    await browser_agent.page.reload()
    await expect(browser_agent.page.locator("html")).to_have_attribute("lang", "zh-CN")


async def test_the_demo_call_tells_that_all_of_it_was_right(instance: Instance) -> None:
    await demo_call(instance)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_twenty_demo_calls_in_a_row_are_right(instance: Instance) -> None:
    for _ in range(20):
        await demo_call(instance)


async def demo_call(instance: Instance) -> None:
    exit_code, output = await instance.run("demo", "call", "--json")
    report = json.loads(output)
    assert (exit_code, report["ok"]) == (0, True), output
    assert report["recording"]["channels"] == 2
    assert [prompt["id"] for prompt in report["heard"]][: len(PROMPTS)] == PROMPTS
