"""One agent's connection to the web application, as a page has it: sign-in, desk commands, live socket.

Used by the agent without a human. Decides nothing of a call; it renews the live socket after every loss.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar, Self

import aiohttp
import structlog
from pydantic import TypeAdapter

from rexian.access.live.messages import SILENCE_SECONDS, DeskMessage, ServerMessage
from rexian.control.contracts.desk import DeskView
from rexian.kit.clock import SystemClock
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.ids import time_ordered_ids

REQUEST_SECONDS = 10.0
RETRY_SECONDS = 0.5
HEADERS = {"X-Rexian-Request": "1", "Accept-Language": "en"}

ShowDesk = Callable[[DeskView], Awaitable[None]]

_DESK = TypeAdapter(DeskView)
_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
_PING = '{"type":"ping"}'

log = structlog.get_logger(__name__)


class WebUnreachable(RexianError):
    """The web application does not answer."""

    code: ClassVar[str] = "web_unreachable"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class WebRefused(RexianError):
    """The web application refused; `reason` is its stable code."""

    code: ClassVar[str] = "web_refused"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


@dataclass(frozen=True)
class PhoneAccount:
    """The agent's SIP account. `sip_server` (host:port) is there for phones outside the page only."""

    phone_kind: str
    sip_username: str
    password: str = field(repr=False)
    sip_server: str | None


class DeskClient:
    """One signed-in agent. Methods raise WebUnreachable or WebRefused."""

    def __init__(self, base_url: str, *, certificate: Path | None = None) -> None:
        """`certificate` is the application's own TLS certificate, trusted as it is."""
        self._base_url = base_url
        self._tls = _trusting(certificate) if certificate else True
        self._new_id = time_ordered_ids(SystemClock())
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers=HEADERS,
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # cookies of an address without a name
            timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open_session().close()

    async def sign_in(self, staff_number: str, password: str) -> str:
        """Sign in; gives the user's id."""
        me = await self._ask("POST", "/api/session", {"staff_number": staff_number, "password": password})
        return str(me["user_id"])

    async def sign_out(self) -> None:
        """End the sign-in."""
        await self._ask("DELETE", "/api/session")

    async def phone_account(self) -> PhoneAccount:
        """The SIP account of the agent's own seat."""
        document = await self._ask("GET", "/api/softphone")
        return PhoneAccount(**{name: document[name] for name in PhoneAccount.__dataclass_fields__})

    async def command(self, name: str, body: Mapping[str, Any] | None = None) -> DeskView:
        """A button of the desk (`sign-in`, `ready`, `not-ready`, …); gives the desk as it stands afterwards."""
        return _DESK.validate_python(await self._ask("POST", f"/api/desk/{name}", body))

    async def follow(self, show: ShowDesk) -> None:
        """Show every desk that the live socket brings, and the last one again at each sign of life. Runs for ever."""
        while True:
            try:
                await self._follow_once(show)
            except aiohttp.WSServerHandshakeError as error:
                if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                    raise WebRefused("sign_in_required", "The agent is signed in no longer.") from None
                log.info("live socket refused", status=error.status)
            except (aiohttp.ClientError, TimeoutError) as error:
                log.info("live socket lost", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow_once(self, show: ShowDesk) -> None:
        limits = aiohttp.ClientWSTimeout(ws_receive=SILENCE_SECONDS)
        last: DeskView | None = None
        async with self._open_session().ws_connect(
            f"{self._base_url}/api/live", timeout=limits, ssl=self._tls
        ) as socket:
            async for frame in socket:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    continue
                message = _MESSAGE.validate_json(frame.data)
                if isinstance(message, DeskMessage):
                    last = message.data
                else:
                    await socket.send_str(_PING)
                if last is not None:
                    await show(last)

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {"Idempotency-Key": self._new_id()} if method == "POST" else {}
        url = self._base_url + path
        try:
            async with self._open_session().request(method, url, json=body, headers=headers, ssl=self._tls) as answer:
                document: Any = await answer.json(content_type=None) or {}
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise WebUnreachable(error=type(error).__name__) from error
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise WebRefused(str(document.get("code", "")), str(document.get("title", answer.reason)))
        return document

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use the client inside `async with`")
        return self._session


def _trusting(certificate: Path) -> ssl.SSLContext:
    """The instance's own certificate, whatever name stands in it: it is read from this machine's own disk."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    return context
