"""An agent at the page calls somebody outside, presses keys, and leaves citizens to a group or a number."""

from pathlib import Path

import pytest
from playwright.async_api import expect
from tests.rig.citizen import Citizens
from tests.rig.desk import Api, BrowserAgent, PhoneAgent
from tests.rig.exchange import EXCHANGE_HZ, Exchange
from tests.rig.instance import Instance
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ

from rexian.app.demo.centre import LOAN_DESK

pytestmark = pytest.mark.journey

COLLEAGUE = "8003"
COLLEAGUE_HZ = 620
DEPARTMENT = "037166668888"
BANK = "037155556666"
KEY_MS = range(40, 500)


async def test_an_agent_calls_out_and_the_other_side_hears_voice_and_keys(
    instance: Instance, browser_agent: BrowserAgent, tmp_path: Path
) -> None:
    desk = browser_agent
    async with Exchange.listening(instance, tmp_path) as exchange:
        await desk.part("call-dial").click()
        await desk.call_number("0371-6666 8888")
        call = await exchange.answer(DEPARTMENT)
        await desk.shows_state("talking")
        await exchange.hears_tone(AGENT_HZ, call)
        await desk.hears_tone(EXCHANGE_HZ)
        await desk.page.keyboard.press("Alt+k")
        await desk.part("key-7").click()
        await desk.part("key-#").click()
        await desk.page.keyboard.press("4")
        await expect(desk.part("keys-sent")).to_have_text("7#4")
        keys = await exchange.keys(3, call)
        assert [key.digit for key in keys] == ["7", "#", "4"]
        assert all(key.duration_ms in KEY_MS for key in keys), keys
        await desk.page.keyboard.press("Escape")
        await desk.part("hang-up").click()
        await exchange.ended(call)
        await desk.shows_state("ready")


async def test_an_agent_leaves_citizens_to_a_group_a_number_and_an_entry_of_the_directory(
    instance: Instance, citizens: Citizens, browser_agent: BrowserAgent, tmp_path: Path
) -> None:
    desk = browser_agent
    async with (
        Exchange.listening(instance, tmp_path) as exchange,
        PhoneAgent.seated(instance, COLLEAGUE, tone_hz=COLLEAGUE_HZ, folder=tmp_path) as colleague,
        Api.signed_in(instance, "8100") as supervisor,
    ):
        bank = {"name": "银行网点", "kind": "bank_clerk", "number": BANK, "calendar_id": None}
        entry_id = (await supervisor.post("/api/directory", bank))["entry_id"]
        async with citizens.calling() as call:
            await call.wait_in_queue()
            await desk.answer()
            await call.speak()
            await call.hears_tone(AGENT_HZ)
            await colleague.go_ready()
            await desk.page.keyboard.press("Alt+t")
            await desk.part("target-kind-group").click()
            await desk.part(f"choose-{LOAN_DESK.group_id}").click()
            on_phone = await colleague.answer()
            await call.hears_tone(COLLEAGUE_HZ)
            await colleague.hears_tone(CITIZEN_HZ, call=on_phone)
            await colleague.api.command("not-ready", {"reason": "other"})
            await desk.shows_state("wrap_up")
        await desk.part("end-wrap-up").click()
        async with citizens.calling() as call:
            await call.wait_in_queue()
            await desk.answer()
            await call.speak()
            await desk.part("call-transfer").click()
            await desk.part("target-kind-number").click()
            await desk.call_number("0371 6666 8888")
            outside = await exchange.answer(DEPARTMENT)
            await call.hears_tone(EXCHANGE_HZ)
            await exchange.hears_tone(CITIZEN_HZ, outside)
            await desk.shows_state("wrap_up")
        await exchange.ended(outside)
        await desk.part("end-wrap-up").click()
        async with citizens.calling() as call:
            await call.wait_in_queue()
            await desk.answer()
            await desk.part("call-transfer").click()
            await desk.part("target-kind-entry").click()
            await expect(desk.page.get_by_test_id("target").filter(has_text="银行网点")).not_to_contain_text(BANK)
            await desk.part(f"choose-{entry_id}").click()
            await exchange.answer(BANK)
            await call.hears_tone(EXCHANGE_HZ)
            await desk.shows_state("wrap_up")
