"""Agents: one at a page in a real browser, one with a SIP telephone and the API."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from playwright.async_api import Browser, Page, async_playwright, expect
from tests.rig.instance import Instance
from tests.rig.sound import hears_loudly, hears_tone, measure

from rexian.app.demo.centre import DEMO_SIGN_INS
from rexian.app.demo.phone import Measurement, Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Incoming, Registered
from rexian.kit.waiting import until

PASSWORDS = {sign_in.staff_number: sign_in.password for sign_in in DEMO_SIGN_INS}
PAGE_HEADERS = {"X-Rexian-Request": "1"}
STATE_SECONDS = 20.0
REGISTER_SECONDS = 15.0

BROWSER = "/usr/bin/chromium"
WINDOW = {"width": 1366, "height": 768}

LISTEN = """async ([frequency, seconds, part]) => {
  const voice = document.querySelector(`[data-testid="${part}"]`);
  if (voice === null || voice.srcObject === null) return null;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(voice.srcObject).connect(analyser);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  const width = context.sampleRate / analyser.fftSize;
  await context.close();
  const loudest = levels.indexOf(Math.max(...levels.slice(1)));
  return { loudest_hz: loudest * width, level_db: levels[Math.round(frequency / width)] };
}"""
"""Hears what a part of the page plays to the agent: its strongest frequency."""

CITIZENS_VOICE = "remote-voice"


class Api:
    """A signed-in user of the HTTP API."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    @classmethod
    @asynccontextmanager
    async def signed_in(cls, instance: Instance, staff_number: str) -> AsyncIterator["Api"]:
        async with httpx.AsyncClient(
            base_url=instance.url, headers=PAGE_HEADERS, trust_env=False, timeout=20
        ) as client:
            answer = await client.post(
                "/api/session", json={"staff_number": staff_number, "password": PASSWORDS[staff_number]}
            )
            assert answer.status_code == 200, answer.text
            yield cls(client)

    async def get(self, path: str) -> Any:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Change something; gives the answer."""
        answer = await self.client.post(path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def audio(self, recording_id: str) -> bytes:
        answer = await self.client.get(f"/api/recordings/{recording_id}/audio")
        assert answer.status_code == 200, answer.text
        return answer.content

    async def command(self, name: str, body: dict[str, Any] | None = None) -> Any:
        """A command of the desk; gives the desk as it then stands."""
        return await self.post(f"/api/desk/{name}", body)

    async def desk(self) -> Any:
        return await self.get("/api/desk")

    async def desk_state(self, state: str, *, deadline_seconds: float = STATE_SECONDS) -> Any:
        """Wait until the desk is in that state; gives the desk."""

        async def look() -> Any:
            desk = await self.desk()
            return desk if desk["state"] == state else None

        return await until(look, deadline_seconds=deadline_seconds, what=f"desk {state}")

    async def leave_seat(self) -> None:
        """Give up the seat, whatever the desk is busy with: the next test finds everybody away."""
        if (await self.desk())["state"] == "talking":
            await self.command("hang-up")

        async def free() -> bool:
            return (await self.desk())["state"] not in ("talking", "ringing", "reserved")

        assert await until(free, deadline_seconds=STATE_SECONDS, what="desk is free")
        await self.command("sign-out")


class PhoneAgent:
    """An agent with a SIP telephone who answers and talks (a tone) without a human."""

    def __init__(self, api: Api, phone: Phone, tone_hz: int) -> None:
        self.api = api
        self.phone = phone
        self._tone_hz = tone_hz

    @classmethod
    @asynccontextmanager
    async def seated(cls, instance: Instance, staff_number: str, *, tone_hz: int, folder: Path) -> AsyncIterator[Self]:
        """Signed in, registered and seated, not yet ready. Leaves the seat at the end."""
        async with Api.signed_in(instance, staff_number) as api:
            account = await api.get("/api/softphone")
            settings = PhoneSettings(
                user=account["sip_username"],
                password=account["password"],
                registrar=instance.trunk_address,
                recordings=folder,
            )
            async with Phone(settings) as phone:
                await phone.next_event(Registered, deadline_seconds=REGISTER_SECONDS)
                await api.command("sign-in")
                try:
                    yield cls(api, phone, tone_hz)
                finally:
                    await api.leave_seat()

    async def go_ready(self) -> None:
        async def registered() -> bool:
            return bool((await self.api.desk())["phone_registered"])

        assert await until(registered, deadline_seconds=STATE_SECONDS, what="phone known to the desk")
        await self.api.command("ready")

    async def answer(self) -> int:
        """Take the next call and speak; gives the phone's number for it."""
        incoming = await self.phone.next_event(Incoming, deadline_seconds=STATE_SECONDS)
        await self.phone.answer(call=incoming.call)
        await self.phone.next_event(Confirmed, deadline_seconds=STATE_SECONDS, call=incoming.call)
        await self.phone.play_tone(self._tone_hz, call=incoming.call)
        return incoming.call

    async def measure(self, from_ms: float, to_ms: float, *, call: int) -> Measurement:
        return await measure(self.phone, call, from_ms, to_ms)

    async def hears_tone(self, frequency_hz: int, *, call: int) -> float:
        return await hears_tone(self.phone, call, frequency_hz)

    async def hears_loudly(self, frequency_hz: int, *, call: int) -> None:
        """Wait for that tone, among others or alone."""
        await hears_loudly(self.phone, call, frequency_hz)


class BrowserAgent:
    """An agent at the page, in a real browser with a fake microphone."""

    def __init__(self, page: Page, api: Api) -> None:
        self.page = page
        self.api = api

    def part(self, test_id: str) -> Any:
        return self.page.get_by_test_id(test_id)

    async def sign_in(self, url: str, staff_number: str) -> None:
        await self.page.goto(url)
        await self.part("staff-number").fill(staff_number)
        await self.part("password").fill(PASSWORDS[staff_number])
        await self.part("sign-in").click()
        await expect(self.part("state-bar")).to_be_visible()

    async def take_seat(self) -> None:
        """Until the telephone is registered and the microphone open."""
        await self.part("desk-sign-in").click()
        await expect(self.part("softphone-state")).to_have_attribute("data-health", "ready", timeout=15_000)

    async def go_ready(self) -> None:
        await self.part("ready").click()
        await self.shows_state("ready")

    async def answer(self) -> None:
        """Take the call that rings in the page."""
        await self.part("answer").click(timeout=STATE_SECONDS * 1000)
        await self.shows_state("talking")

    async def call_number(self, number: str) -> None:
        """Key it into the dialog that is open, and call."""
        await self.part("number-to-call").fill(number)
        await self.part("call-number").click()

    async def shows_state(self, state: str, *, deadline_seconds: float = STATE_SECONDS) -> None:
        await expect(self.part("agent-state")).to_have_attribute("data-state", state, timeout=deadline_seconds * 1000)

    async def hears_tone(
        self, frequency_hz: int, *, part: str = CITIZENS_VOICE, deadline_seconds: float = 10.0
    ) -> None:
        async def heard() -> bool:
            found = await self.page.evaluate(LISTEN, [frequency_hz, 0.4, part])
            return found is not None and abs(found["loudest_hz"] - frequency_hz) < 15 and found["level_db"] > -60

        assert await until(heard, deadline_seconds=deadline_seconds, what=f"{frequency_hz} Hz in the page")


class Chromium:
    """One headless browser whose microphone is a file."""

    def __init__(self, microphone: Path) -> None:
        self._microphone = microphone
        self._playwright = async_playwright()
        self._browser: Browser | None = None

    async def __aenter__(self) -> Self:
        playwright = await self._playwright.start()
        self._browser = await playwright.chromium.launch(
            executable_path=BROWSER,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-proxy-server",
                "--disable-background-networking",
                "--disable-component-update",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={self._microphone}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._browser is not None
        await self._browser.close()
        await self._playwright.__aexit__(kind, error, trace)

    async def page(self) -> Page:
        """An empty page of a user of its own."""
        assert self._browser is not None
        context = await self._browser.new_context(viewport=WINDOW, locale="zh-CN")
        await context.grant_permissions(["microphone"])
        return await context.new_page()
