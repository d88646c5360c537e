"""One websocket to Asterisk, from connect to break: requests out, answers and events in.

Requests over it are served strictly one after the other by Asterisk: what connects outward belongs on HTTP.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

from rexian.control.asterisk.ari.errors import AriDisconnected, AriTimeout
from rexian.control.asterisk.ari.requests import AriRequest, answer_of

Event = dict[str, Any]


class AriSession:
    """Sends requests and hands events on, in the order they come, until the websocket ends."""

    def __init__(self, websocket: aiohttp.ClientWebSocketResponse, on_event: Callable[[Event], None]) -> None:
        self._websocket = websocket
        self._on_event = on_event
        self._waiting: dict[str, asyncio.Future[Event]] = {}
        self._last_id = 0
        self._is_open = True

    async def request(self, request: AriRequest, timeout_seconds: float) -> Any:
        """Send and wait for the answer's value. Raises AriError."""
        if not self._is_open:
            raise AriDisconnected(verb=request.verb)
        self._last_id += 1
        request_id = str(self._last_id)
        answer: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._waiting[request_id] = answer
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._websocket.send_str(request.frame(request_id))
                response = await answer
        except TimeoutError:
            raise AriTimeout(verb=request.verb) from None
        except (aiohttp.ClientError, ConnectionError):
            raise AriDisconnected(verb=request.verb) from None
        finally:
            self._waiting.pop(request_id, None)
        return answer_of(int(response["status_code"]), response.get("message_body"), request.verb)

    async def read(self) -> None:
        """Read until the websocket ends for whatever reason."""
        try:
            async for message in self._websocket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(orjson.loads(message.data))
        finally:
            self._fail_waiting()

    def _take(self, event: Event) -> None:
        if event.get("type") != "RESTResponse":
            self._on_event(event)
            return
        answer = self._waiting.get(str(event.get("request_id")))
        if answer is not None and not answer.done():
            answer.set_result(event)

    def _fail_waiting(self) -> None:
        self._is_open = False
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(AriDisconnected())

    async def close(self) -> None:
        """End the websocket without waiting for a peer that may be frozen."""
        self._fail_waiting()
        await self._websocket.close()
