"""What the http node of a flow gets for each way in which another computer may answer, or not."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from rexian.app.http_requests import HttpAsker

pytestmark = pytest.mark.parts

ANSWERS = {
    "/good": (200, b'{"state": "done"}'),
    "/list": (200, b"[1]"),
    "/rubbish": (200, b"<html>"),
    "/gone": (404, b"{}"),
    "/denied": (403, b"{}"),
    "/broken": (500, b'{"state": "done"}'),
    "/elsewhere": (302, b"{}"),
    "/much": (200, b'{"a": "' + b"x" * 300_000 + b'"}'),
}


@pytest.fixture
async def host() -> AsyncIterator[str]:
    """A computer with these answers; /slow has none. What comes in the query or the body is of no account."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode()
        path = line.split()[1].partition("?")[0]
        if path in ANSWERS:
            status, body = ANSWERS[path]
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
            writer.close()
        else:
            await reader.read()
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"127.0.0.1:{port}"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/good", "ok"),
        ("/list", "failed"),
        ("/rubbish", "failed"),
        ("/gone", "not_found"),
        ("/denied", "refused"),
        ("/broken", "failed"),
        ("/elsewhere", "failed"),
        ("/much", "failed"),
        ("/slow", "timeout"),
    ],
)
async def test_every_answer_is_an_outcome(host: str, method: str, path: str, outcome: str) -> None:
    asker = HttpAsker({host})
    answer = await asker.ask(method, f"http://{host}{path}", {"n": "1"}, deadline_seconds=1.0)
    await asker.close()
    assert answer.outcome == outcome
    assert (answer.values == {"state": "done"}) is (outcome == "ok")


async def test_hosts_that_are_not_allowed_are_not_asked(host: str) -> None:
    asker = HttpAsker({"core.local"})
    answer = await asker.ask("GET", f"http://{host}/good", {}, deadline_seconds=1.0)
    await asker.close()
    assert (answer.outcome, answer.values["reason"]) == ("refused", "host_not_allowed")


async def test_nobody_there_is_unavailable() -> None:
    asker = HttpAsker({"127.0.0.1"})
    answer = await asker.ask("GET", "http://127.0.0.1:9/x", {}, deadline_seconds=1.0)
    await asker.close()
    assert answer.outcome == "unavailable"
