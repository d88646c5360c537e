"""The live socket: the desk now, each change, what was missed, signs of life, and its end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from tests.app.web.conftest import AgentBusy, RunningWeb, a_desk, a_talk
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from rexian.access.live import session as live_session
from rexian.control.contracts.desk import AgentState
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


async def test_the_desk_comes_first_and_then_each_change_masked(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        user_id = await _user_id(browser)
        running_web.control.desks[user_id] = a_desk(user_id, AgentState.READY)
        async with _live(running_web, browser) as socket:
            first = await _next_desk(socket)
            sequence = await running_web.control.publish(a_desk(user_id, AgentState.TALKING, a_talk()))
            second = await _next_desk(socket)
            commands = running_web.control.commands
            assert await until(lambda: [c for c in commands if c["command"] == "sign_of_life"], deadline_seconds=5)

    assert first["data"]["state"] == "ready"
    assert second["sequence"] == sequence
    assert second["data"]["work"]["caller_number"] == "138****8000"


async def test_a_stale_view_in_the_stream_is_not_shown_on_connect(running_web: RunningWeb) -> None:
    """Control's own word counts, under the number of the last published view."""
    async with running_web.signed_in("8001") as browser:
        user_id = await _user_id(browser)
        sequence = await running_web.control.publish(a_desk(user_id, AgentState.TALKING, a_talk()))
        running_web.control.desks[user_id] = a_desk(user_id, AgentState.WRAP_UP)
        async with _live(running_web, browser) as socket:
            first = await _next_desk(socket)

    assert first["data"]["state"] == "wrap_up"
    assert first["sequence"] == sequence


async def test_a_resumed_socket_gets_what_it_missed_in_order(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser, running_web.signed_in("8002") as other:
        user_id, other_id = await _user_id(browser), await _user_id(other)
        seen = await running_web.control.publish(a_desk(user_id, AgentState.READY))
        missed = [
            await running_web.control.publish(a_desk(user_id, state))
            for state in (AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING)
        ]
        await running_web.control.publish(a_desk(other_id, AgentState.NOT_READY))
        async with _live(running_web, browser, after=seen) as socket:
            got = [await _next_desk(socket) for _ in missed]
            await running_web.control.publish(a_desk(user_id, AgentState.WRAP_UP))
            newest = await _next_desk(socket)

    assert [message["sequence"] for message in got] == missed
    assert [message["data"]["state"] for message in got] == ["reserved", "ringing", "talking"]
    assert newest["data"]["state"] == "wrap_up"
    assert {message["data"]["agent_id"] for message in got} == {user_id}


async def test_a_desk_that_was_never_published_is_told_after_a_resume(
    running_web: RunningWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view may be lost while the bus is away; the next sign of life brings control's own word."""
    monkeypatch.setattr(live_session, "PING_SECONDS", 0.2)
    async with running_web.signed_in("8001") as browser:
        user_id = await _user_id(browser)
        seen = await running_web.control.publish(a_desk(user_id, AgentState.TALKING, a_talk()))
        running_web.control.desks[user_id] = a_desk(user_id, AgentState.WRAP_UP)
        async with _live(running_web, browser, after=seen) as socket:
            message = await _next_desk(socket)

    assert message["data"]["state"] == "wrap_up"


async def test_both_sides_give_signs_of_life_and_silence_ends_the_socket(
    running_web: RunningWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_session, "PING_SECONDS", 0.1)
    monkeypatch.setattr(live_session, "SILENCE_SECONDS", 0.5)
    async with running_web.signed_in("8001") as browser, _live(running_web, browser) as socket:
        pings = 0
        while pings < 10:
            message = json.loads(await asyncio.wait_for(socket.recv(), 5))
            if message["type"] == "ping":
                pings += 1
                await socket.send('{"type":"ping"}')
        code = await _close_code(socket)

    assert code == live_session.SILENT_CODE


async def test_signing_out_ends_the_socket(running_web: RunningWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_session, "PING_SECONDS", 0.1)
    async with running_web.signed_in("8001") as browser, _live(running_web, browser) as socket:
        await _next_desk(socket)
        await browser.delete("/api/session")
        code = await _close_code(socket)

    assert code == live_session.SIGNED_OUT_CODE


async def test_without_control_the_page_is_told_to_try_again(running_web: RunningWeb) -> None:
    running_web.control.refusal = AgentBusy()
    async with running_web.signed_in("8001") as browser, _live(running_web, browser) as socket:
        code = await _close_code(socket)

    assert code == live_session.TRY_AGAIN_CODE


async def test_what_is_not_a_ping_ends_the_socket(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser, _live(running_web, browser) as socket:
        await socket.send('{"type":"hang_up"}')
        code = await _close_code(socket)

    assert code == live_session.NOT_UNDERSTOOD_CODE


@pytest.mark.parametrize(
    ("staff_number", "origin", "status"),
    [(None, None, 401), ("9000", None, 403), ("8001", "https://evil.example", 403)],
)
async def test_a_socket_is_refused(
    running_web: RunningWeb, staff_number: str | None, origin: str | None, status: int
) -> None:
    async with running_web.browser() as browser:
        if staff_number is not None:
            async with running_web.signed_in(staff_number) as signed_in:
                browser.cookies.update(dict(signed_in.cookies))
        with pytest.raises(InvalidStatus) as refused:
            async with _live(running_web, browser, origin=origin):
                pass

    assert refused.value.response.status_code == status


async def test_closed_pages_leave_nothing_behind(running_web: RunningWeb) -> None:
    before = len(asyncio.all_tasks())
    async with running_web.signed_in("8001") as browser:
        for _ in range(3):
            async with _live(running_web, browser) as socket:
                await _next_desk(socket)

    await until(lambda: len(asyncio.all_tasks()) <= before, deadline_seconds=5, what="tasks gone")


@asynccontextmanager
async def _live(
    running_web: RunningWeb, browser: httpx.AsyncClient, *, after: int | None = None, origin: str | None = None
) -> AsyncIterator[ClientConnection]:
    url = running_web.base_url.replace("http", "ws", 1) + "/api/live" + ("" if after is None else f"?after={after}")
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Cookie": cookie, **({} if origin is None else {"Origin": origin})}
    async with connect(url, additional_headers=headers, proxy=None) as socket:
        yield socket


async def _next_desk(socket: ClientConnection) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
        if message["type"] == "desk":
            return message


async def _close_code(socket: ClientConnection) -> int | None:
    """Read until the server closes."""
    async with asyncio.timeout(10):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code


async def _user_id(browser: httpx.AsyncClient) -> str:
    return str((await browser.get("/api/me")).json()["user_id"])
