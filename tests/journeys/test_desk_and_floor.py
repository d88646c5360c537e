"""What the buttons of the page do to a call: an agent holds and consults, a supervisor listens,
barges in and takes over."""

from pathlib import Path

import pytest
from playwright.async_api import expect
from tests.rig.citizen import WELCOME, CitizenCall, Citizens
from tests.rig.desk import CITIZENS_VOICE, LISTEN, Api, BrowserAgent, Chromium, PhoneAgent
from tests.rig.instance import Instance
from tests.rig.records import Journal
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, CLEAN_SHARE

from rexian.app.demo.centre import NUMBER, QUEUE
from rexian.app.demo.phone import now_ms
from rexian.kit.waiting import until

pytestmark = pytest.mark.journey

COLLEAGUE = "8003"
COLLEAGUE_HZ = 620
NOTE = "市民询问提前还款"
LOOK_MS = 1500
AUDIBLE_DB = -60


async def test_an_agent_holds_consults_and_leaves_the_call_to_a_colleague(
    instance: Instance, citizens: Citizens, browser_agent: BrowserAgent, tmp_path: Path
) -> None:
    desk = browser_agent
    async with (
        PhoneAgent.seated(instance, COLLEAGUE, tone_hz=COLLEAGUE_HZ, folder=tmp_path) as colleague,
        citizens.calling() as call,
    ):
        await call.wait_in_queue()
        await expect(desk.part("ring-banner")).to_be_visible(timeout=20_000)
        await desk.part("answer").click()
        await desk.shows_state("talking")
        await call.speak()
        await call.hears_tone(AGENT_HZ)
        await desk.part("call-hold").click()
        await expect(desk.part("party-citizen")).to_have_attribute("data-held", "true")
        await hears_music(call)
        await desk.page.keyboard.press("Alt+h")
        await expect(desk.part("party-citizen")).to_have_attribute("data-held", "false")
        await call.hears_tone(AGENT_HZ)
        await consult(desk, colleague)
        await hears_music(call)
        await desk.part("call-join").click()
        await expect(desk.part("party-citizen")).to_have_attribute("data-held", "false")
        await expect(desk.part("party-other")).to_have_attribute("data-place", "contact")
        await desk.part("call-complete").click()
        await desk.shows_state("wrap_up")
        await call.hears_tone(COLLEAGUE_HZ)
        await call.hang_up()
        await colleague.api.desk_state("wrap_up")


async def test_an_agent_is_mute_sends_to_the_menu_parks_picks_up_and_transfers_with_the_notes(
    instance: Instance, citizens: Citizens, browser_agent: BrowserAgent, journal: Journal, tmp_path: Path
) -> None:
    desk = browser_agent
    async with (
        PhoneAgent.seated(instance, COLLEAGUE, tone_hz=COLLEAGUE_HZ, folder=tmp_path) as colleague,
        citizens.calling() as call,
    ):
        await call.wait_in_queue()
        await desk.part("answer").click()
        await desk.shows_state("talking")
        await call.hears_tone(AGENT_HZ)
        await desk.part("call-mute").click()
        await hears_nobody(call)
        await desk.part("call-unmute").click()
        await call.hears_tone(AGENT_HZ)
        before = journal.end()
        await desk.part("call-send_to_menu").click()
        await desk.part(f"choose-{NUMBER.flow_id}").click()
        await call.heard_prompt(WELCOME, after=before)
        await desk.part("call-retrieve").click()
        await call.hears_tone(AGENT_HZ)
        await desk.part("call-park").click()
        await desk.shows_state("wrap_up")
        await desk.part("end-wrap-up").click()
        await desk.part("pick-up").click()
        await desk.shows_state("talking")
        await call.hears_tone(AGENT_HZ)
        await colleague.go_ready()
        await desk.part("draft-note").fill(NOTE)
        await desk.part("call-transfer").click()
        await desk.part("target-kind-queue").click()
        await desk.part(f"choose-{QUEUE.queue_id}").click()
        await colleague.answer()
        await call.hears_tone(COLLEAGUE_HZ)
        work = (await colleague.api.desk())["work"]
        assert (work["role"], work["handover"]["form"]["note"]) == ("agent", NOTE)
        await call.hang_up()


async def consult(desk: BrowserAgent, colleague: PhoneAgent) -> None:
    """Ask the colleague, who gets the notes with the ring, and hear one another."""
    await colleague_is_free(colleague)
    await desk.part("draft-note").fill(NOTE)
    await desk.part("call-consult").click()
    colleague_id = (await colleague.api.desk())["agent_id"]
    await desk.part(f"choose-{colleague_id}").click()
    await expect(desk.part("party-other")).to_have_attribute("data-ringing", "true")
    on_phone = await colleague.answer()
    await expect(desk.part("party-other")).to_have_attribute("data-ringing", "false")
    await colleague.hears_tone(AGENT_HZ, call=on_phone)
    await desk.hears_tone(COLLEAGUE_HZ)
    work = (await colleague.api.desk())["work"]
    assert (work["role"], work["handover"]["form"]["note"]) == ("consultant", NOTE)


async def hears_music(call: CitizenCall) -> None:
    """Sound that is no clean tone: nobody's voice."""

    async def music() -> bool:
        begin_ms = now_ms()
        heard = await call.measure(begin_ms, begin_ms + LOOK_MS)
        return heard.active_seconds > LOOK_MS / 2000 and heard.dominant_share < CLEAN_SHARE

    assert await until(music, deadline_seconds=15, what="music for the citizen")


async def colleague_is_free(colleague: PhoneAgent) -> None:
    async def free() -> bool:
        return "dial" in (await colleague.api.desk())["verbs"]

    assert await until(free, deadline_seconds=15, what="the colleague can be called")


async def test_a_supervisor_listens_unheard_is_heard_after_barging_in_and_takes_over(
    instance: Instance, citizens: Citizens, chromium: Chromium, tmp_path: Path
) -> None:
    async with (
        Api.signed_in(instance, "8100") as api,
        PhoneAgent.seated(instance, COLLEAGUE, tone_hz=COLLEAGUE_HZ, folder=tmp_path) as agent,
        citizens.calling() as call,
    ):
        supervisor = BrowserAgent(await chromium.page(), api)
        await supervisor.sign_in(instance.url, "8100")
        await supervisor.take_seat()
        await supervisor.part("nav-supervision").click()
        await agent.go_ready()
        await call.wait_in_queue()
        await agent.answer()
        await call.speak()
        await call.hears_tone(COLLEAGUE_HZ)
        seat = supervisor.part(f"seat-{COLLEAGUE}")
        await expect(seat).to_have_attribute("data-state", "talking")
        await seat.get_by_test_id("step-listen").click()
        bar = supervisor.part("supervisor-bar")
        await expect(bar).to_have_attribute("data-step", "listen", timeout=20_000)
        await hears_both(supervisor)
        await agent.api.command("mute")
        await hears_nobody(call)
        await bar.get_by_test_id("step-barge").click()
        await expect(bar).to_have_attribute("data-step", "barge")
        await call.hears_tone(AGENT_HZ)
        await bar.get_by_test_id("step-take_over").click()
        await agent.api.desk_state("wrap_up")
        await supervisor.part("hang-up").click()
        await call.ended()
        await api.leave_seat()


async def hears_both(supervisor: BrowserAgent) -> None:
    async def both() -> bool:
        found = [
            await supervisor.page.evaluate(LISTEN, [tone, 0.4, CITIZENS_VOICE]) for tone in (CITIZEN_HZ, COLLEAGUE_HZ)
        ]
        return all(heard is not None and heard["level_db"] > AUDIBLE_DB for heard in found)

    assert await until(both, deadline_seconds=15, what="citizen and agent in the supervisor's page")


async def hears_nobody(call: CitizenCall) -> None:
    """The agent is muted, and the supervisor's microphone, which is open, does not reach the citizen."""

    async def quiet() -> bool:
        begin_ms = now_ms()
        return (await call.measure(begin_ms, begin_ms + LOOK_MS)).active_seconds < LOOK_MS / 10_000

    assert await until(quiet, deadline_seconds=15, what="silence for the citizen")
