"""The connection of one process to the bus: requests and notices, taken up again after every loss of the server."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import nats.errors
import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from rexian.kit.bus import consuming, following, streams
from rexian.kit.bus.errors import BusTimeout, BusUnavailable, error_reply, raise_error_reply
from rexian.kit.bus.streams import StreamMessage, StreamSettings
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper

RECONNECT_WAIT_SECONDS = 0.25
PING_INTERVAL_SECONDS = 2
CONNECT_SECONDS = 2
FIRST_CONNECT_SECONDS = 1.0
DRAIN_SECONDS = 2.0

Payload = dict[str, Any]
RequestHandler = Callable[[Payload], Awaitable[Payload]]
NoticeHandler = Callable[[Payload], Awaitable[None]]

log = structlog.get_logger(__name__)


@dataclass
class _Registration:
    """Something served or listened to; `subscription` belongs to the current client."""

    subject: str
    group: str
    receive: Callable[[Msg], Awaitable[None]]
    subscription: Subscription | None = None


class Bus:
    """Requests, notices and streams. Make it with `connect`; every method may be used from the first moment on."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._client: Client | None = None
        self._registrations: list[_Registration] = []
        self._keeper = TaskKeeper()
        self._closed = asyncio.Event()
        self._up = asyncio.Event()
        self._joined = False  # the current client has been connected once and renews its subscriptions itself

    @classmethod
    async def connect(cls, url: str, *, name: str) -> "Bus":
        """Connect in the background; waits at most 1 s, then returns whether or not the server is there."""
        bus = cls(url, name)
        bus._keeper.start(bus._stay_connected(), "bus connection")
        with suppress(TimeoutError):
            await bus.wait_connected(FIRST_CONNECT_SECONDS)
        return bus

    @property
    def connected(self) -> bool:
        """Whether the server is reached now."""
        return self._client is not None and self._client.is_connected

    async def wait_connected(self, timeout_seconds: float | None = None) -> None:
        """Wait until the server is reached. Raises TimeoutError."""
        async with asyncio.timeout(timeout_seconds):
            await self._up.wait()

    async def close(self) -> None:
        """Finish what is being sent and leave; nothing is served or consumed afterwards."""
        self._closed.set()
        client = self._client
        if client is not None and client.is_connected:
            with suppress(nats.errors.Error, TimeoutError):
                await asyncio.wait_for(client.flush(), DRAIN_SECONDS)
        await self._keeper.close()
        if client is not None:
            with suppress(nats.errors.Error, OSError):
                await client.close()

    async def request(self, subject: str, payload: Payload, *, timeout_seconds: float) -> Payload:
        """Ask whoever serves `subject`. Raises BusUnavailable, BusTimeout, or RemoteError when it refused."""
        client = self._connected_client()
        try:
            answer = await client.request(subject, orjson.dumps(payload), timeout=timeout_seconds)
        except nats.errors.TimeoutError as error:
            raise BusTimeout(subject=subject) from error
        except (nats.errors.Error, OSError) as error:
            raise BusUnavailable(subject=subject) from error
        reply: Payload = orjson.loads(answer.data)
        raise_error_reply(reply)
        return reply

    async def serve(self, subject: str, handler: RequestHandler, *, group: str | None) -> None:
        """Answer requests, several at a time; processes with the same `group` share them.

        A RexianError becomes the error reply; any other exception is logged and answered as `internal`.
        """

        async def receive(message: Msg) -> None:
            self._keeper.start(self._answer(message, handler), f"request {message.subject}")

        await self._register(_Registration(subject, group or "", receive))

    async def notify(self, subject: str, payload: Payload) -> None:
        """Tell whoever listens now; nobody listening is no error. Raises BusUnavailable when not connected."""
        client = self._connected_client()
        try:
            await client.publish(subject, orjson.dumps(payload))
        except (nats.errors.Error, OSError) as error:
            raise BusUnavailable(subject=subject) from error

    async def listen(self, subject: str, handler: NoticeHandler) -> None:
        """Call `handler` for each notice, one after the other; an exception in it is logged."""

        async def receive(message: Msg) -> None:
            try:
                await handler(orjson.loads(message.data))
            except Exception:  # outermost loop of the listener
                log.exception("notice handler failed", subject=message.subject)

        await self._register(_Registration(subject, "", receive))

    async def ensure_stream(self, settings: StreamSettings) -> None:
        """Make the stream, or bring it to these settings. Raises BusUnavailable."""
        await streams.ensure(self._connected_client(), settings)

    async def publish(self, subject: str, payload: Payload, *, message_id: str) -> int:
        """Store in the stream that holds `subject`; gives the stream sequence once the server has it.

        The same `message_id` within the stream's duplicate window is stored once. Raises BusUnavailable, or
        BusTimeout when it is not known whether it was stored: publish it again with the same id.
        """
        return await streams.publish(self._connected_client(), subject, orjson.dumps(payload), message_id)

    async def last_sequence(self, stream: str) -> int:
        """The sequence of the stream's newest message (0 = none yet): `follow` after it misses nothing from now on.

        Raises BusUnavailable, also where there is no such stream.
        """
        return await streams.last_sequence(self._connected_client(), stream)

    async def consume(
        self,
        stream: str,
        durable: str,
        handler: Callable[[list[StreamMessage]], Awaitable[None]],
        *,
        subject: str | None = None,
        batch: int = 200,
        gather_seconds: float = 0.0,
    ) -> None:
        """Give each stored message to `handler` at least once, in order, in batches; runs until cancelled.

        After the first message of a batch, more are waited for during `gather_seconds`: a reader that may be so far
        behind works on fewer and larger batches.

        A batch is acknowledged after `handler` has returned; when it raised, the same batch is given again after a
        pause. The place is kept under the name `durable`; one consumer at a time may use it, or order is lost.
        """
        place = consuming.Place(stream, durable, subject, batch, gather_seconds)
        await consuming.consume(self, place, handler)

    def follow(self, stream: str, subject: str, *, after_sequence: int | None) -> AsyncGenerator[StreamMessage, None]:
        """Messages on `subject` after a stream sequence, in order, then new ones, until the caller closes it.

        None = the last message of each subject, then new ones. The same is done when the stream has been begun anew
        (memory storage and a new server) or what follows `after_sequence` is no longer held; a reader that needs to
        know sees it by the sequence of the first message.
        """
        return following.follow(self, stream, subject, after_sequence)

    def client(self) -> Client:
        """The connected NATS client, for this package only. Raises BusUnavailable."""
        return self._connected_client()

    def _connected_client(self) -> Client:
        if self._client is None or not self._client.is_connected:
            raise BusUnavailable
        return self._client

    async def _register(self, registration: _Registration) -> None:
        self._registrations.append(registration)
        if self._client is not None and self._joined:
            await self._subscribe(self._client, registration)

    async def _subscribe(self, client: Client, registration: _Registration) -> None:
        registration.subscription = await client.subscribe(
            registration.subject, queue=registration.group, cb=registration.receive
        )

    async def _answer(self, message: Msg, handler: RequestHandler) -> None:
        try:
            reply = await handler(orjson.loads(message.data))
        except RexianError as error:
            reply = error_reply(error)
        except Exception:  # outermost loop of a request
            log.exception("request handler failed", subject=message.subject)
            reply = {"error": {"code": "internal", "kind": str(ErrorKind.INTERNAL), "message": "", "details": {}}}
        if message.reply:
            with suppress(nats.errors.Error, OSError):
                await message.respond(orjson.dumps(reply))

    async def _stay_connected(self) -> None:
        """Hold a client; the library renews a lost connection itself, a client that gave up is replaced."""
        while not self._closed.is_set():
            gave_up = asyncio.Event()
            client = Client()
            self._client = client
            try:
                await self._open(client, gave_up)
                for registration in self._registrations:
                    await self._subscribe(client, registration)
                self._joined = True
                self._up.set()
                log.info("bus connected", name=self._name)
                await gave_up.wait()
            except (nats.errors.Error, OSError, TimeoutError) as error:
                log.warning("bus connection failed", error=type(error).__name__)
            self._joined = False
            self._up.clear()
            await asyncio.sleep(RECONNECT_WAIT_SECONDS)

    async def _open(self, client: Client, gave_up: asyncio.Event) -> None:
        async def on_closed() -> None:
            gave_up.set()

        async def on_disconnected() -> None:
            self._up.clear()

        async def on_reconnected() -> None:
            self._up.set()
            log.info("bus connected again", name=self._name)

        async def on_error(error: Exception) -> None:
            log.debug("bus error", error=type(error).__name__)

        await client.connect(
            self._url,
            name=self._name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_WAIT_SECONDS,  # type: ignore[arg-type]  # seconds, fractions work
            connect_timeout=CONNECT_SECONDS,
            ping_interval=PING_INTERVAL_SECONDS,
            max_outstanding_pings=2,
            closed_cb=on_closed,
            disconnected_cb=on_disconnected,
            reconnected_cb=on_reconnected,
            error_cb=on_error,
        )
