"""An administrator switches off, breaks, puts back and replaces a business object while ten citizens use the others by
telephone: none of them is disturbed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import cycle, islice
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from tests.rig.citizen import CitizenCall, Citizens
from tests.rig.desk import PASSWORDS, Chromium
from tests.rig.instance import Instance
from tests.rig.records import Journal

from rexian.app.demo.fund_citizens import DEMO_CITIZENS, DemoCitizen
from rexian.app.object_queries import BusObjectQueries
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.ids import time_ordered_ids
from rexian.kit.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.long]

ADMIN = "9000"
CALLS = 10
OBJECT = "troublesome"
STATE_MS = 30_000
SLOWEST_MS = 1500


@pytest_asyncio.fixture
async def queries(instance: Instance) -> AsyncIterator[BusObjectQueries]:
    bus = await Bus.connect(str(instance.settings.nats_url), name="test")
    yield BusObjectQueries(bus, time_ordered_ids(SystemClock()))
    await bus.close()


class OperationsPage:
    """The page 业务对象 as an administrator sees it, looking at one object."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.row = page.get_by_test_id(f"object-{OBJECT}")

    async def sign_in(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.get_by_test_id("staff-number").fill(ADMIN)
        await self.page.get_by_test_id("password").fill(PASSWORDS[ADMIN])
        await self.page.get_by_test_id("sign-in").click()
        await expect(self.row).to_be_visible(timeout=STATE_MS)

    async def shows(self, state: str) -> None:
        await expect(self.row.get_by_test_id("object-state")).to_have_attribute("data-state", state, timeout=STATE_MS)

    async def shows_version(self, version: str) -> None:
        await expect(self.row.get_by_test_id("object-version")).to_contain_text(version, timeout=STATE_MS)

    async def press(self, part: str) -> None:
        await self.row.get_by_test_id(part).click()


async def test_ten_citizens_notice_nothing_of_an_object_that_is_switched_broken_and_replaced(
    instance: Instance,
    citizens: Citizens,
    journal: Journal,
    chromium: Chromium,
    queries: BusObjectQueries,
    dropped_objects: Path,
) -> None:
    page = OperationsPage(await chromium.page())
    await page.sign_in(instance.url)
    await page.shows("running")
    async with AsyncExitStack() as stack:
        callers = list(islice(cycle(DEMO_CITIZENS), CALLS))
        calls = [await stack.enter_async_context(citizens.calling(citizen)) for citizen in callers]
        async with asyncio.TaskGroup() as group:
            for citizen, call in zip(callers, calls, strict=True):
                group.create_task(hear_balance(citizen, call))
            group.create_task(operate(page, queries, dropped_objects))
    for call in calls:
        answered = [event["data"] for event in journal.events(call.contact_id) if event["type"] == "object.answered"]
        assert len(answered) >= 3
        assert {each["outcome"] for each in answered} == {"ok"}
        assert all(each["elapsed_ms"] < SLOWEST_MS for each in answered), answered


async def hear_balance(citizen: DemoCitizen, call: CitizenCall) -> None:
    await call.hear_balance(citizen)
    await call.hang_up()


async def operate(page: OperationsPage, queries: BusObjectQueries, folder: Path) -> None:
    """Everything that may be done to an object, and everything that may go wrong in one."""

    async def ask(rule: str, **arguments: object) -> str:
        return (await queries.query(OBJECT, rule, arguments, contact_id="", deadline_seconds=5.0)).outcome

    async def answers() -> bool:
        return await ask("echo", word="a") == "ok"

    await page.press("object-switch")
    await page.shows("switched_off")
    assert await ask("echo", word="a") == "unavailable"
    await page.press("object-switch")
    await page.shows("running")

    assert await ask("loop") == "timeout"
    await until(answers, deadline_seconds=30, what="the object answers after its loop")
    assert await ask("fill_memory", megabytes=2048) == "failed"
    for _ in range(5):
        await ask("raise")
    await page.shows("taken_out")
    await expect(page.page.get_by_test_id("object-alarm")).to_be_visible()
    await page.press("object-put-back")
    await page.shows("running")
    await until(answers, deadline_seconds=30, what="the object answers after it was put back")

    manifest = folder / OBJECT / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('version = "0.0.1"', 'version = "0.2.0"'))
    await page.press("object-reload")
    await page.shows_version("0.2.0")
    assert await answers()
