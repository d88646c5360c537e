"""The web process while its neighbours are away: clear answers, no 500, and it goes on when they are back."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy.engine import make_url
from tests.app.web.conftest import PASSWORDS, CuttableLink, RunningWeb, a_desk, sign_in
from tests.conftest import NatsServer
from websockets.asyncio.client import ClientConnection, connect

from rexian.app.processes import web
from rexian.app.settings import Settings
from rexian.control.contracts.desk import AgentState
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "outage-0001"}


@pytest_asyncio.fixture
async def database_link(database_url: str) -> AsyncIterator[CuttableLink]:
    url = make_url(database_url)
    link = CuttableLink(url.host or "", url.port or 5432)
    await link.mend()
    yield link
    await link.cut()


@pytest.fixture
def settings(settings: Settings, database_url: str, database_link: CuttableLink) -> Settings:
    url = make_url(database_url).set(host="127.0.0.1", port=database_link.port)
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


async def test_desks_work_on_without_the_database(running_web: RunningWeb, database_link: CuttableLink) -> None:
    async with running_web.signed_in("8001") as browser, running_web.browser() as newcomer:
        await browser.get("/api/me")
        await database_link.cut()
        desk = await browser.get("/api/desk")
        command = await browser.post("/api/desk/ready", headers=KEY)
        me = await browser.get("/api/me")
        records = await browser.get("/api/call-records")
        stranger = await sign_in(newcomer, "8002", PASSWORDS["8002"])
        ready = await newcomer.get("/readyz")
        await database_link.mend()
        await until(lambda: _answers(browser, "/api/call-records"), deadline_seconds=10, what="records again")
        later = await sign_in(newcomer, "8002", PASSWORDS["8002"])

    assert [answer.status_code for answer in (desk, command, me)] == [200, 200, 200]
    for answer in (records, stranger):
        assert answer.status_code == 503
        assert answer.json()["code"] == "database_unavailable"
        assert int(answer.headers["retry-after"]) >= 1
    assert ready.status_code == 503
    assert [name for name, check in ready.json()["checks"].items() if not check["ok"]] == ["database"]
    assert later.status_code == 200


async def test_without_the_bus_desks_are_told_to_wait_and_are_right_afterwards(
    running_web: RunningWeb, nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed meanwhile was published by nobody; the open page shows it all the same."""
    monkeypatch.setattr("rexian.access.live.session.PING_SECONDS", 0.2)
    monkeypatch.setattr("rexian.access.live.session.SILENCE_SECONDS", 60)
    async with running_web.signed_in("8001") as browser:
        user_id = (await browser.get("/api/me")).json()["user_id"]
        running_web.control.desks[user_id] = a_desk(user_id, AgentState.READY)
        url = running_web.base_url.replace("http", "ws", 1) + "/api/live"
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        async with connect(url, additional_headers={"Cookie": cookie}, proxy=None) as socket:
            first = await _next_desk(socket)
            await nats_server.stop()
            away = await until(lambda: _unavailable(browser), deadline_seconds=15, what="503")
            running_web.control.desks[user_id] = a_desk(user_id, AgentState.NOT_READY)
            await nats_server.start()
            message = await _next_desk(socket)

    assert first["data"]["state"] == "ready"
    assert away.json()["code"] in {"control_unavailable", "control_no_answer"}
    assert int(away.headers["retry-after"]) >= 1
    assert message["data"]["state"] == "not_ready"


async def test_without_control_only_what_needs_it_waits(running_web: RunningWeb) -> None:
    await running_web.control.bus.close()
    async with running_web.signed_in("8100") as supervisor, running_web.signed_in("8001") as agent:
        desk = await agent.get("/api/desk")
        status = (await supervisor.get("/api/status")).json()
        records = await agent.get("/api/call-records")

    assert desk.status_code == 503
    assert desk.json()["code"] == "control_unavailable"
    assert records.status_code == 200
    assert {part["name"]: part["ok"] for part in status["parts"]} == {"database": True, "bus": True, "control": False}
    assert status["ok"] is False


async def test_the_process_stops_within_three_seconds_with_pages_open(
    settings: Settings, running_web: RunningWeb
) -> None:
    url = running_web.base_url.replace("http", "ws", 1) + "/api/live"
    async with running_web.signed_in("8001") as browser:
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        async with connect(url, additional_headers={"Cookie": cookie}, proxy=None) as socket:
            await socket.recv()
            start = time.monotonic()
            await running_web.stop()
            seconds = time.monotonic() - start
            await asyncio.wait_for(socket.wait_closed(), 2)

    assert seconds < 3
    with pytest.raises(httpx.ConnectError):
        async with running_web.browser() as late:
            await late.get("/healthz")


async def test_a_taken_port_is_one_clear_sentence(running_web: RunningWeb, settings: Settings) -> None:
    with pytest.raises(web.AddressTaken, match="REXIAN_HTTP_PORT"):
        await web.run(settings)


async def test_it_starts_while_everything_is_away(settings: Settings, database_link: CuttableLink) -> None:
    await database_link.cut()
    alone = settings.model_copy(update={"nats_url": "nats://127.0.0.1:1", "database_url": settings.database_url})
    process = asyncio.ensure_future(web.run(alone))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{alone.http_port}", trust_env=False) as client:
        await until(lambda: _is_up(client), deadline_seconds=10, what="alive")
        ready = await client.get("/readyz")
    process.cancel()
    await asyncio.wait({process})
    await database_link.mend()

    assert {name for name, check in ready.json()["checks"].items() if not check["ok"]} == {"database", "bus", "control"}


async def _next_desk(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while (message := json.loads(await socket.recv()))["type"] != "desk":
            pass
    return dict(message)


async def _answers(browser: httpx.AsyncClient, path: str) -> bool:
    return (await browser.get(path)).status_code == 200


async def _unavailable(browser: httpx.AsyncClient) -> httpx.Response | None:
    answer = await browser.get("/api/desk")
    assert answer.status_code in {200, 503}, answer.text
    return answer if answer.status_code == 503 else None


async def _is_up(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False
