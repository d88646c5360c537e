"""A flow is built from nothing in the studio, tried there, published, and a real call follows it."""

import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect
from tests.rig.citizen import Citizens
from tests.rig.desk import PASSWORDS, Api, Chromium
from tests.rig.instance import Instance
from tests.rig.records import Journal

from rexian.kit.waiting import until

pytestmark = pytest.mark.journey

ADMIN = "9000"
NUMBER = "96329"
FLOW = "night-line"
FAREWELL = "营业网点周一至周五上班，感谢来电，再见。"
TAKEN_SECONDS = 20.0
CHANGES = 2
"""Publishing and the number's rule: each grows the configuration's revision by one."""


class Studio:
    """The studio in an administrator's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def part(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await self.part("staff-number").fill(ADMIN)
        await self.part("password").fill(PASSWORDS[ADMIN])
        await self.part("sign-in").click()
        await self.part("nav-studio").click(timeout=20_000)
        await expect(self.part("studio")).to_be_visible(timeout=20_000)

    async def begin(self) -> None:
        """A flow with nothing in it."""
        await self.part("new-flow").click()
        await self.part("flow-id").fill(FLOW)
        await self.part("flow-title").fill("夜间值班")
        await self.part("create-flow").click()
        await expect(self.part("flow-editor")).to_have_attribute("data-state", "draft", timeout=20_000)

    async def add(self, kind: str, **texts: str) -> None:
        """Put a node on the canvas and fill its form."""
        await self.part(f"add-node-{kind}").click()
        await expect(self.part("node-form")).to_have_attribute("data-node", kind)
        for field, text in texts.items():
            await self.write(field.replace("__", "."), text)

    async def write(self, field: str, text: str) -> None:
        box = self.part(f"field-{field}").locator("textarea, input").first
        await box.fill(text)
        await box.blur()

    async def lead(self, field: str, node_id: str) -> None:
        """Choose in the form which node comes next."""
        await self.part(f"field-{field}").locator("input").first.fill(node_id)
        await self.page.keyboard.press("Enter")

    async def show(self, node_id: str) -> None:
        await self.part(f"node-{node_id}").locator("header").click()
        await expect(self.part("node-form")).to_have_attribute("data-node", node_id)


@pytest_asyncio.fixture
async def studio(instance: Instance, chromium: Chromium) -> Studio:
    studio = Studio(await chromium.page())
    await studio.open(instance.url)
    return studio


@pytest_asyncio.fixture
async def admin(instance: Instance) -> AsyncIterator[Api]:
    async with Api.signed_in(instance, ADMIN) as api:
        yield api


async def test_a_flow_is_built_tried_and_published_and_a_call_follows_it(
    studio: Studio, admin: Api, citizens: Citizens, journal: Journal, tmp_path: Path
) -> None:
    await studio.begin()
    await build(studio)
    await studio.part("tab-problems").click()
    await expect(studio.part("no-problems")).to_be_visible(timeout=20_000)
    await try_it(studio)
    await studio.page.screenshot(path=tmp_path / "studio.png")
    await studio.page.keyboard.press("Control+s")
    await expect(studio.part("flow-editor")).to_have_attribute("data-saved", "true", timeout=20_000)
    known = await taken_revision(admin)
    await studio.part("publish-flow").click()
    await studio.part("confirm-publish").click()
    await expect(studio.part("version-state")).to_have_attribute("data-state", "published", timeout=20_000)
    await lead_number(admin)
    assert await until(lambda: _has_taken(admin, known + CHANGES), deadline_seconds=TAKEN_SECONDS, what="taken")
    await follow(citizens, journal)
    await see_the_call(studio)


async def build(studio: Studio) -> None:
    """A welcome, a menu with two keys, a farewell and a way to a person."""
    await studio.add("play", text="您好，欢迎致电夜间值班。")
    await studio.add(
        "menu", text="查询网点请按一，人工服务请按零。", invalid_text="按键有误。", silence_text="没有收到按键。"
    )
    for key, label in (("1", "网点查询"), ("0", "人工服务")):
        await studio.part(f"add-options-{key}").click()
        await studio.write(f"options.{key}.label", label)
    await studio.add("hang_up", text=FAREWELL)
    await studio.add("queue")
    await studio.write("queue_id", "human-service")
    for refusal in ("closed", "no_agent", "full"):
        await studio.part(f"add-errors-{refusal}").click()
        await studio.lead(f"errors.{refusal}", "hang_up")
    await studio.page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    await studio.lead("operator", "queue")
    await studio.show("menu")
    await studio.lead("options.1.next", "hang_up")
    await studio.lead("options.0.next", "queue")
    await studio.lead("on_failure", "queue")
    await studio.page.get_by_role("button", name="自动排列").click()
    await studio.show("play")
    await studio.lead("next", "menu")
    await studio.page.get_by_role("button", name="自动排列").click()


async def try_it(studio: Studio) -> None:
    """The simulator lights the path that the keys take up."""
    await studio.part("tab-trial").click()
    await studio.part("start-trial").click()
    await expect(studio.part("simulator")).to_have_attribute("data-waits", "start_timer", timeout=20_000)
    await studio.part("trial-key-0").click()
    await expect(studio.part("trial-enqueued")).to_be_visible(timeout=20_000)
    await studio.part("start-trial").click()
    await expect(studio.part("simulator")).to_have_attribute("data-waits", "start_timer", timeout=20_000)
    await studio.part("trial-key-1").click()
    await expect(studio.part("transcript")).to_contain_text(FAREWELL, timeout=20_000)
    await expect(studio.part("node-hang_up")).to_have_attribute("data-passed", "true")
    await expect(studio.part("node-queue")).to_have_attribute("data-passed", "false")


async def see_the_call(studio: Studio) -> None:
    """The call that was made is on the ways it took."""
    day = studio.part("journey-day")
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()

    async def shown() -> bool:
        await day.fill("")
        await day.fill(today)
        await expect(studio.part("journey-runs")).to_be_visible(timeout=20_000)
        return await studio.part("traffic-hang_up").count() == 1

    assert await until(shown, deadline_seconds=60, what="the call is counted")
    await expect(studio.part("traffic-menu")).to_contain_text("进入 1")
    assert await studio.part("traffic-queue").count() == 0


async def lead_number(admin: Api) -> None:
    """Calls to the number run the flow from now on."""
    answer = await admin.client.put(
        f"/api/number-rules/{NUMBER}", json={"flow_id": FLOW}, headers={"Idempotency-Key": str(uuid.uuid4())}
    )
    assert answer.status_code == 200, answer.text


async def follow(citizens: Citizens, journal: Journal) -> None:
    """A real call hears the menu, presses a key, hears the farewell and is ended by it."""
    async with citizens.calling(number=NUMBER) as call:
        segment: dict[str, Any] = await journal.event("segment.started", contact_id=call.contact_id, kind="ivr")
        assert (segment["data"]["flow_id"], segment["data"]["flow_version"]) == (FLOW, 1)
        await call.heard_prompt("menu.text")
        await call.wait_for_sound()
        await call.press("1")
        await call.heard_prompt("hang_up.text")
        await call.ended(deadline_seconds=20)
        ended = await journal.event("contact.ended", contact_id=call.contact_id)
        assert ended["data"]["reason"] == "flow_ended"


async def taken_revision(admin: Api) -> int:
    """Which configuration control works with."""
    return int((await admin.get("/api/status"))["control"]["configuration_revision"])


async def _has_taken(admin: Api, revision: int) -> bool:
    return await taken_revision(admin) >= revision
