"""What the page does to a recording and to its own seat: pause, mark, the state after the talk, wrap-up, reset."""

import pytest
from playwright.async_api import expect
from tests.rig.citizen import CitizenCall, Citizens
from tests.rig.desk import Api, BrowserAgent, Chromium
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, quiet_seconds_in, unbroken

pytestmark = pytest.mark.journey

PAUSE_MS = 3000
SETTLE_SECONDS = 1.2
"""A pause begins and ends with the next voice packets, and blocks of measuring are 0.1 s."""


async def test_a_pause_keeps_secrets_out_of_the_recording_and_a_mark_is_on_record(
    citizens: Citizens, browser_agent: BrowserAgent, records: Records
) -> None:
    desk = browser_agent
    async with citizens.calling() as call:
        await call.wait_in_queue()
        await desk.answer()
        await call.speak()
        await call.hears_tone(AGENT_HZ)
        await desk.hears_tone(CITIZEN_HZ)
        await desk.part("call-mark_recording").click()
        await desk.part("choice-complaint").click()
        await talk_in_a_pause(desk, call)
        await desk.part("next-not-ready").click()
        await desk.part("reason-meal").click()
        await expect(desk.part("next-state")).to_have_attribute("data-next", "not_ready")
        await call.hears_tone(AGENT_HZ)
        await desk.part("hang-up").click()
        await call.ended()
        await desk.shows_state("wrap_up")
    await extends_wrap_up(desk)
    await desk.part("end-wrap-up").click()
    await desk.shows_state("not_ready")
    assert (await desk.api.desk())["not_ready_reason"] == "meal"
    await the_pause_is_silent(desk, records, call)


async def talk_in_a_pause(desk: BrowserAgent, call: CitizenCall) -> None:
    """Both go on hearing one another."""
    await desk.page.keyboard.press("Alt+r")
    await desk.part("choice-secret_spoken").click()
    await expect(desk.part("recording-paused")).to_be_visible()
    from_ms = await call.hears_tone(AGENT_HZ)
    assert unbroken(await call.measure(from_ms, from_ms + PAUSE_MS))
    await desk.hears_tone(CITIZEN_HZ)
    await desk.part("call-resume_recording").click()
    await expect(desk.part("recording-paused")).to_be_hidden()
    from_ms = await call.hears_tone(AGENT_HZ)
    await call.measure(from_ms, from_ms + PAUSE_MS / 2)


async def extends_wrap_up(desk: BrowserAgent) -> None:
    """Once, as the queue allows; the button says so."""
    before = (await desk.api.desk())["work"]["wrap_up_until"]
    await desk.part("extend-wrap-up").click()
    await expect(desk.part("extend-wrap-up")).to_be_disabled()
    assert (await desk.api.desk())["work"]["wrap_up_until"] > before


async def the_pause_is_silent(desk: BrowserAgent, records: Records, call: CitizenCall) -> None:
    recording = await records.stored_recording(call.contact_id)
    recording_id = recording["recording_id"]
    (pause,) = await records.rows("SELECT * FROM recording_pauses WHERE recording_id = :id", id=recording_id)
    assert (pause["reason"], pause["end_reason"]) == ("secret_spoken", "resumed"), pause
    paused_seconds = (pause["ended_at"] - pause["started_at"]).total_seconds()
    for quiet in quiet_seconds_in(await desk.api.audio(recording_id)):
        assert quiet == pytest.approx(paused_seconds, abs=SETTLE_SECONDS)
    marks = await records.rows("SELECT kind FROM recording_marks WHERE recording_id = :id", id=recording_id)
    assert [mark["kind"] for mark in marks] == ["complaint"]


async def test_a_reset_gives_the_citizen_back_to_the_queue(citizens: Citizens, browser_agent: BrowserAgent) -> None:
    desk = browser_agent
    async with citizens.calling() as call:
        await call.wait_in_queue()
        await desk.answer()
        await call.hears_tone(AGENT_HZ)
        queued_at = (await desk.api.desk())["work"]["queued_at"]
        await desk.part("reset").click()
        await desk.part("reset-sure").click()
        await desk.shows_state("not_ready")
        await expect(desk.part("queue-human-service")).to_contain_text("1")
        await desk.part("ready").click()
        await desk.answer()
        assert (await desk.api.desk())["work"]["queued_at"] == queued_at
        await call.hears_tone(AGENT_HZ)
        await desk.part("next-sign-out").click()
        await expect(desk.part("next-state")).to_have_attribute("data-next", "signed_out")
        await call.hang_up()
        await desk.shows_state("wrap_up")
    await desk.part("end-wrap-up").click()
    await desk.shows_state("signed_out")


async def test_an_agent_hears_the_own_voice_before_going_ready(instance: Instance, chromium: Chromium) -> None:
    async with Api.signed_in(instance, "8002") as api:
        desk = BrowserAgent(await chromium.page(), api)
        await desk.sign_in(instance.url, "8002")
        await desk.take_seat()
        state = desk.part("voice-test-state")
        await expect(state).to_have_attribute("data-phase", "idle")
        await desk.part("voice-test").click()
        await expect(state).to_have_attribute("data-phase", "recording")
        await expect(state).to_have_attribute("data-phase", "playing")
        await desk.hears_tone(AGENT_HZ, part="voice-test-audio")
        await expect(state).to_have_attribute("data-phase", "heard", timeout=10_000)
        await desk.shows_state("not_ready")
        await api.leave_seat()
