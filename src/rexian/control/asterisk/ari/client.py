"""The ARI client: the only place that speaks ARI.

Keeps one websocket for events and requests, and a small HTTP pool for requests that are slow or connect outward. It
connects again by itself, sets the event filter each time, watches that Asterisk is alive, and stops for ever when
another control has taken the application's name (the websocket is the fencing token). What events and answers mean is
left to the adapter above.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import structlog

from rexian.control.asterisk.ari.errors import AriDisconnected, AriError, AriTimeout
from rexian.control.asterisk.ari.event_filter import WANTED_EVENTS
from rexian.control.asterisk.ari.requests import AriAddress, AriRequest, answer_of
from rexian.control.asterisk.ari.session import AriSession, Event
from rexian.kit.clock import Clock

log = structlog.get_logger(__name__)

Observe = Callable[[str, float, str], None]
"""Told of each request: its verb (no ids), the seconds it took, and `ok` or the error's code."""

Way = Callable[[AriRequest, float], Awaitable[Any]]

_LARGEST_MESSAGE_BYTES = 64 * 2**20
_SIP_MODULE = "chan_pjsip.so"
_BACK_OFF_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_WANTED = frozenset(WANTED_EVENTS)


class _ConnectionEndedError(Exception):
    """Tells the parts that share one connection that it is over."""


class AriListener(Protocol):
    """What the client tells the adapter. None of these may block; `on_event` gets events strictly in order."""

    def on_event(self, event: Event) -> None:
        """One event as Asterisk sent it."""

    async def on_connected(self) -> None:
        """The connection stands: compare everything with Asterisk. Events flow meanwhile; cancelled when it breaks."""

    def on_disconnected(self) -> None:
        """The connection broke. Nothing that happens until `on_connected` will be told."""

    def on_replaced(self) -> None:
        """Another control has taken over; this client has stopped."""


@dataclass(frozen=True, slots=True)
class AriTiming:
    """How patient the client is, in seconds. A frozen Asterisk is noticed after ping interval + ping deadline."""

    request_seconds: float = 5.0
    connect_seconds: float = 2.0
    ping_interval_seconds: float = 0.8
    ping_deadline_seconds: float = 1.7


def ignore_timings(_verb: str, _seconds: float, _outcome: str) -> None:
    """Measures nothing."""


class AriClient:
    """One application's link to one Asterisk. Run `run()` as a task; use `request()` from anywhere."""

    def __init__(
        self,
        address: AriAddress,
        listener: AriListener,
        *,
        clock: Clock,
        observe: Observe = ignore_timings,
        timing: AriTiming | None = None,
    ) -> None:
        self._address = address
        self._listener = listener
        self._clock = clock
        self._observe = observe
        self._timing = timing or AriTiming()
        self._http: aiohttp.ClientSession | None = None
        self._session: AriSession | None = None
        self._is_replaced = False

    @property
    def is_connected(self) -> bool:
        """Whether requests over the websocket can be sent now."""
        return self._session is not None

    async def request(
        self,
        method: str,
        uri: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        timeout_seconds: float | None = None,
        via_http: bool = False,
    ) -> Any:
        """Ask Asterisk and return the answer's JSON value, None when it has none.

        `uri` is the path below `/ari/`, its parts already quoted. Use `via_http` for what may take long or connects
        outward: requests on the websocket wait for each other. Raises AriError.
        """
        request = AriRequest(method, uri, query or {}, body)
        seconds = self._timing.request_seconds if timeout_seconds is None else timeout_seconds
        return await self._observed(self._over_http if via_http else self._over_websocket, request, seconds)

    async def _observed(self, way: Way, request: AriRequest, timeout_seconds: float) -> Any:
        """Send it that way, and tell how long it took."""
        began = self._clock.monotonic()
        outcome = "cancelled"
        try:
            answer = await way(request, timeout_seconds)
            outcome = "ok"
            return answer
        except AriError as error:
            outcome = error.code
            raise
        finally:
            self._observe(request.verb, self._clock.monotonic() - began, outcome)

    async def _over_websocket(self, request: AriRequest, timeout_seconds: float) -> Any:
        if self._session is None:
            raise AriDisconnected(verb=request.verb)
        return await self._session.request(request, timeout_seconds)

    async def _over_http(self, request: AriRequest, timeout_seconds: float) -> Any:
        if self._http is None:
            raise AriDisconnected(verb=request.verb)
        try:
            async with self._http.request(
                request.method,
                f"{self._address.url}/{request.uri}",
                params=request.query,
                json=request.body,
                timeout=aiohttp.ClientTimeout(total=timeout_seconds),
            ) as response:
                body = await response.read()
                return answer_of(response.status, body, request.verb)
        except TimeoutError:
            raise AriTimeout(verb=request.verb) from None
        except aiohttp.ClientError:
            raise AriDisconnected(verb=request.verb) from None

    async def run(self) -> None:
        """Stay connected until cancelled, or until another control takes over (then it returns)."""
        headers = {"Authorization": aiohttp.encode_basic_auth(self._address.user, self._address.password)}
        async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=8)) as http:
            self._http = http
            try:
                await self._stay_connected(http)
            finally:
                self._http = None

    async def _stay_connected(self, http: aiohttp.ClientSession) -> None:
        attempt = 0
        while not self._is_replaced:
            try:
                websocket = await self._connect(http)
            except (AriError, aiohttp.ClientError, TimeoutError) as error:
                if attempt == 0:
                    log.warning("asterisk cannot be reached", reason=type(error).__name__)
            else:
                if await self._use(websocket):
                    attempt = 0
            if not self._is_replaced:
                await asyncio.sleep(_BACK_OFF_SECONDS[min(attempt, len(_BACK_OFF_SECONDS) - 1)])
                attempt += 1
        log.error("another control has taken over the application")
        self._listener.on_replaced()

    async def _connect(self, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        """Open the websocket, once Asterisk has said over HTTP that SIP runs.

        Without that question a websocket given up while Asterisk was frozen could be opened late by Asterisk and
        replace a newer one of our own; and the listener would compare endpoints with an Asterisk that still starts.

        All sources are subscribed to, and the filter makes it few events again: phones' comings and goings are told
        only so, and an inbound channel's end after it has left Stasis; subscribing to endpoints doubles events.
        """
        seconds = self._timing.connect_seconds
        module = await self._over_http(AriRequest("GET", f"asterisk/modules/{_SIP_MODULE}", {}, None), seconds)
        if module["status"] != "Running":
            raise AriDisconnected
        async with asyncio.timeout(seconds):
            return await http.ws_connect(
                f"{self._address.url}/events",
                params={"app": self._address.application, "subscribeAll": "true"},
                max_msg_size=_LARGEST_MESSAGE_BYTES,
                timeout=aiohttp.ClientWSTimeout(ws_close=0.2),
            )

    async def _use(self, websocket: aiohttp.ClientWebSocketResponse) -> bool:
        """Live with one connection until it ends; whether it ever came so far as to be used."""
        session = AriSession(websocket, self._take)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read(session))
                group.create_task(self._watch(session))
                group.create_task(self._greet(session))
        except* _ConnectionEndedError:
            pass
        finally:
            was_used, self._session = self._session is not None, None
            if was_used:
                log.warning("the connection to asterisk ended")
                self._listener.on_disconnected()
            await session.close()
        return was_used

    async def _read(self, session: AriSession) -> None:
        await session.read()
        raise _ConnectionEndedError

    async def _greet(self, session: AriSession) -> None:
        """Set the filter, let requests through and tell the listener, whose failure to compare means: again."""
        body = {"allowed": [{"type": name} for name in WANTED_EVENTS]}
        uri = f"applications/{self._address.application}/eventFilter"
        try:
            await session.request(AriRequest("PUT", uri, {}, body), self._timing.request_seconds)
            self._session = session
            log.info("connected to asterisk")
            await self._listener.on_connected()
        except AriError as error:
            log.warning("asterisk did not take the greeting", reason=error.code, **error.details)
            raise _ConnectionEndedError from error

    async def _watch(self, session: AriSession) -> None:
        """Ask for a sign of life again and again; without one in time the connection is given up."""
        ping = AriRequest("GET", "asterisk/ping", {}, None)
        while True:
            await asyncio.sleep(self._timing.ping_interval_seconds)
            try:
                await self._observed(session.request, ping, self._timing.ping_deadline_seconds)
            except AriError as error:
                log.warning("asterisk gives no sign of life", reason=error.code)
                raise _ConnectionEndedError from error

    def _take(self, event: Event) -> None:
        name = event.get("type")
        if name == "ApplicationReplaced":
            self._is_replaced = True
            raise _ConnectionEndedError
        if name not in _WANTED:
            return
        try:
            self._listener.on_event(event)
        except Exception:  # one event that cannot be understood must not end all calls
            log.exception("an event could not be taken", event_type=name)
