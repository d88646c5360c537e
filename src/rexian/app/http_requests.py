"""Control's port to other computers, for the http node of a flow: only hosts the operator allows are asked."""

import asyncio
import json
from collections.abc import Collection, Mapping
from typing import Any

import httpx

from rexian.control.ports import QueryAnswer

MOST_BYTES = 256 * 1024
NOT_FOUND, FIRST_REFUSAL, FIRST_FAULT = 404, 400, 500


class HttpAsker:
    """Implements `rexian.control.ports.HttpRequests`. Never raises, follows no redirect, keeps no cookie."""

    def __init__(self, hosts: Collection[str], *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """`hosts`: names, or `name:port` for one port only."""
        self._hosts = frozenset(hosts)
        self._client = httpx.AsyncClient(trust_env=False, transport=transport)

    async def ask(self, method: str, url: str, arguments: Mapping[str, Any], *, deadline_seconds: float) -> QueryAnswer:
        """The answer's JSON object, or why there is none."""
        target = httpx.URL(url)
        if not self._hosts & {target.host, target.netloc.decode()}:
            return QueryAnswer("refused", {"reason": "host_not_allowed"})
        sent: dict[str, Any] = {"params": dict(arguments)} if method == "GET" else {"json": dict(arguments)}
        try:
            async with (
                asyncio.timeout(deadline_seconds),
                self._client.stream(method, target, timeout=deadline_seconds, **sent) as answer,
            ):
                body = await _body(answer)
        except (httpx.TimeoutException, TimeoutError):
            return QueryAnswer("timeout")
        except httpx.TransportError as error:
            return QueryAnswer("unavailable", {"reason": type(error).__name__})
        return _read(answer.status_code, body)

    async def close(self) -> None:
        await self._client.aclose()


async def _body(answer: httpx.Response) -> bytes | None:
    """What came, or None where it is too much."""
    body = b""
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return body


def _read(status: int, body: bytes | None) -> QueryAnswer:
    if status == NOT_FOUND:
        return QueryAnswer("not_found")
    if FIRST_REFUSAL <= status < FIRST_FAULT:
        return QueryAnswer("refused", {"reason": str(status)})
    try:
        values = json.loads(body or b"")
    except ValueError:
        values = None
    if not isinstance(values, dict) or not httpx.codes.is_success(status):
        return QueryAnswer("failed", {"reason": str(status)})
    return QueryAnswer("ok", values)
