"""An agent at the page in a real browser who answers, talks, reloads the page in the middle of talks, and hangs up."""

import asyncio
from collections.abc import Callable

import httpx
from playwright.async_api import Error as PlaywrightError
from tests.rig.desk import BrowserAgent
from tests.rig.soak.plan import Doings

CLICK_MS = 2000
RELOAD = 0.3
HANG_UP = 0.1


class SoakPage:
    """Clicks at random. A button that is gone before it is clicked is no error: the citizen was quicker."""

    def __init__(self, agent: BrowserAgent, doings: Doings) -> None:
        self._agent = agent
        self._doings = doings
        self._chance = doings.chance("page")

    async def work(self, over: Callable[[], bool]) -> None:
        """Until `over`; a talk may then still go on."""
        while not over():
            await asyncio.sleep(self._chance.uniform(0.5, 2))
            try:
                await self._do_something()
            except PlaywrightError as gone:
                self._doings.refused[f"page: {type(gone).__name__}"] += 1

    async def _do_something(self) -> None:
        match await self._agent.part("agent-state").get_attribute("data-state", timeout=CLICK_MS):
            case "ringing":
                await self._click("answer")
            case "wrap_up":
                await self._click("end-wrap-up")
            case "not_ready":
                await self._click("ready")
            case "talking":
                await self._talk()

    async def _talk(self) -> None:
        choice = self._chance.random()
        if choice < RELOAD:
            self._doings.done["page reloaded"] += 1
            await self._agent.page.reload()
        elif choice < RELOAD + HANG_UP:
            contact_id = await self._contact_id()
            if contact_id is not None:
                self._doings.hung_up_by_agents.add(contact_id)
                await self._click("hang-up")

    async def _contact_id(self) -> str | None:
        """The contact on the desk; None where there is none, and while control is away."""
        try:
            answer = await self._agent.api.client.get("/api/desk")
        except httpx.HTTPError as error:
            self._doings.refused[f"page: {type(error).__name__}"] += 1
            return None
        work = answer.json()["work"] if answer.is_success else None
        return None if work is None else str(work["contact_id"])

    async def _click(self, name: str) -> None:
        await self._agent.part(name).click(timeout=CLICK_MS)
        self._doings.done[f"page: {name}"] += 1
