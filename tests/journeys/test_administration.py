"""What is set up in the pages of the administration, in a real browser, and how real calls then run."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from tests.rig.citizen import ANSWER_SECONDS, HOTLINE, MAIN_MENU, WELCOME, Citizens
from tests.rig.desk import PASSWORDS, Api, Chromium
from tests.rig.instance import Instance
from tests.rig.records import Journal

from rexian.app.demo.centre import QUEUE
from rexian.app.demo.fund_citizens import DEMO_CITIZENS
from rexian.app.demo.phone import Phone, PhoneSettings, now_ms
from rexian.app.demo.phone_events import Disconnected
from rexian.kit.waiting import until

pytestmark = pytest.mark.journey

OWN_TEXT = (
    "本中心今天休息，人工坐席不上班。如需查询账户余额、办理提取或者咨询贷款进度，请使用自助语音、手机应用或者"
    "网上服务大厅。人工服务将于{next_opening}恢复，届时欢迎您再次来电。"
)
LONGER_THAN_THE_HOUSE_SECONDS = 14.0
"""The sentence of the house and the farewell last about nine; this one some twenty."""
SPEAK_SECONDS = 60.0


@pytest_asyncio.fixture
async def supervisor(instance: Instance) -> AsyncIterator[Api]:
    """Sets the queue as it was afterwards, and takes away what was made: other journeys share the instance."""
    async with Api.signed_in(instance, "8100") as api:
        before = next(each for each in (await api.get("/api/queues"))["queues"] if each["queue_id"] == QUEUE.queue_id)
        yield api
        for calendar in (await api.get("/api/calendars"))["calendars"]:
            path = f"/api/calendars/{calendar['calendar_id']}"
            await _send(api, "PUT", path, {**calendar, "queue_ids": [], "called_numbers": []})
            await _send(api, "DELETE", path)
        for mark in await api.get("/api/caller-marks"):
            await _send(api, "DELETE", f"/api/caller-marks/{mark['mark_id']}")
        now = next(each for each in (await api.get("/api/queues"))["queues"] if each["queue_id"] == QUEUE.queue_id)
        await _send(api, "PUT", f"/api/queues/{QUEUE.queue_id}", {**before, "version": now["version"]})


async def test_what_a_supervisor_sets_up_is_what_callers_meet(
    instance: Instance, supervisor: Api, chromium: Chromium, citizens: Citizens, journal: Journal
) -> None:
    page = await _signed_in(instance, await chromium.page(), "8100")
    await _write_closed_text(page, instance.url)
    await _close_today(page, instance.url)
    await _mark(page, instance.url, DEMO_CITIZENS[1].mobile)
    await _control_knows(instance, supervisor)

    async with citizens.calling(DEMO_CITIZENS[0]) as call:
        await call.heard_prompt(WELCOME)
        await call.press("#")
        await call.heard_prompt(MAIN_MENU)
        await call.press("0")
        asked_ms = now_ms()
        await journal.event("contact.turned_away", contact_id=call.contact_id, answer="closed")
        await call.ended(deadline_seconds=SPEAK_SECONDS)
        heard = await call.measure(asked_ms, now_ms())
    assert heard.active_seconds > LONGER_THAN_THE_HOUSE_SECONDS

    settings = PhoneSettings(user=DEMO_CITIZENS[1].mobile, listen_host=instance.settings.trunk_peers)
    async with Phone(settings) as phone:
        number = await phone.call(HOTLINE, host=instance.trunk_address)
        refused = await phone.next_event(Disconnected, deadline_seconds=ANSWER_SECONDS, call=number)
    assert refused.code == 403


async def test_an_administrator_changes_how_numbers_are_dialled(instance: Instance, chromium: Chromium) -> None:
    page = await _signed_in(instance, await chromium.page(), "9000")
    await page.get_by_test_id("section-trunks").click()
    row = page.get_by_test_id("registry-row").first
    await row.click()
    await page.get_by_role("tab", name="外呼规则").click()
    await page.get_by_test_id("add-outbound").click()
    await page.get_by_test_id("rule-prefix").last.fill("9")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_test_id("record-editor")).to_be_hidden()
    async with Api.signed_in(instance, "9000") as api:
        (trunk,) = await api.get("/api/trunks")
        assert trunk["content"]["outbound"][-1]["prefix"] == "9"
        content = {**trunk["content"], "outbound": trunk["content"]["outbound"][:-1]}
        body = {"content": content, "password": None, "version": trunk["version"]}
        await _send(api, "PUT", f"/api/trunks/{trunk['trunk_id']}", body)


async def _signed_in(instance: Instance, page: Page, staff_number: str) -> Page:
    await page.goto(f"{instance.url}/administration")
    await page.get_by_test_id("staff-number").fill(staff_number)
    await page.get_by_test_id("password").fill(PASSWORDS[staff_number])
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("administration")).to_be_visible()
    return page


async def _write_closed_text(page: Page, url: str) -> None:
    """A text that nothing can fill is refused by name; the right one is taken."""
    await page.goto(f"{url}/administration/queues/{QUEUE.queue_id}")
    await page.get_by_role("tab", name="等待与播报").click()
    text = page.get_by_test_id("queue-closed_text")
    await text.fill(OWN_TEXT.replace("next_opening", "when"))
    await page.get_by_test_id("record-save").click()
    await expect(page.get_by_text("系统无法填写：{when}")).to_be_visible()
    await text.fill(OWN_TEXT)
    await _saved(page)


async def _close_today(page: Page, url: str) -> None:
    await page.goto(f"{url}/administration/calendars/new")
    await page.get_by_test_id("calendar-name").fill("今天休息")
    await page.get_by_role("tab", name="节假日").click()
    await page.get_by_test_id("add-own-day").click()
    await page.get_by_role("tab", name="适用对象").click()
    await page.get_by_test_id("calendar-queues").click()
    await page.get_by_title(QUEUE.name).last.click()
    await page.get_by_test_id("calendar-name").click()
    await _saved(page)


async def _mark(page: Page, url: str, number: str) -> None:
    await page.goto(f"{url}/administration/caller-marks/new")
    await page.get_by_test_id("mark-number").fill(number)
    await page.get_by_test_id("mark-reason").fill("多次骚扰")
    await page.get_by_test_id("level-refuse").click()
    await _saved(page)


async def _saved(page: Page) -> None:
    await page.get_by_test_id("record-save").click()
    await expect(page.get_by_test_id("record-editor")).to_be_hidden()


async def _control_knows(instance: Instance, api: Api) -> None:
    """Control has said that it took a configuration after the last change."""
    changed = len(instance.log("control", 10_000).split("configuration taken"))
    await _send(
        api, "POST", "/api/directory", {"name": "占位", "kind": "other", "number": "12345", "calendar_id": None}
    )
    made = next(entry for entry in await api.get("/api/directory") if entry["name"] == "占位")
    await _send(api, "DELETE", f"/api/directory/{made['entry_id']}")

    def taken() -> bool:
        return len(instance.log("control", 10_000).split("configuration taken")) > changed

    assert await until(taken, deadline_seconds=30, what="control has taken the configuration")


async def _send(api: Api, method: str, path: str, body: dict[str, Any] | None = None) -> None:
    answer = await api.client.request(method, path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.is_success, answer.text
