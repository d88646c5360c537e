"""A durable place in a stream: each message at least once, in order.

A reader that may be a little behind says for how long it gathers (`gather_seconds`): what comes in that time after a
first message is given to it together, so that under load it works on few large batches instead of many small ones.

A batch that fails is kept and given again here, instead of handed back to the server, since messages handed back
would come after newer ones. While it is held, the server is told that work goes on; when this process dies, the
server gives the batch to the next one. A new consumer asks for everything unacknowledged at once (consumer reset).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext, api

from rexian.kit.bus.errors import BusUnavailable
from rexian.kit.bus.link import Link
from rexian.kit.bus.streams import API_SECONDS, StreamMessage, read

ACK_WAIT_SECONDS = 15.0
PROGRESS_EVERY_SECONDS = 5.0
FETCH_SECONDS = 2.0
MORE_SECONDS = 1.0
RETRY_FIRST_SECONDS = 0.25
RETRY_LIMIT_SECONDS = 10.0

Handler = Callable[[list[StreamMessage]], Awaitable[None]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a consumer reads: `durable` names the place, `subject` narrows the stream, `batch` bounds one delivery and
    `gather_seconds` is how long it waits for more after the first message."""

    stream: str
    durable: str
    subject: str | None
    batch: int
    gather_seconds: float = 0.0


async def consume(bus: Link, place: Place, handler: Handler) -> None:
    """See Bus.consume."""
    while True:
        await bus.wait_connected()
        try:
            await _consume_on_connection(bus, place, handler)
        except (nats.errors.Error, BusUnavailable, OSError) as error:
            log.info("stream consumer starts again", stream=place.stream, durable=place.durable, error=str(error))
            await asyncio.sleep(RETRY_FIRST_SECONDS)


async def _consume_on_connection(bus: Link, place: Place, handler: Handler) -> None:
    client = bus.client()
    await _take_place(client.jsm(timeout=API_SECONDS), place)
    subscription = await client.jetstream(timeout=API_SECONDS).pull_subscribe_bind(place.durable, stream=place.stream)
    try:
        while True:
            messages = await _fetch(subscription, place)
            if not messages:
                bus.client()  # raises when the connection is lost, so that the place is taken again
                continue
            if held := await _readable(messages):
                await _handle(held, place, handler)
            for each in held:
                await each.message.ack()
    finally:
        with suppress(nats.errors.Error, OSError, ValueError):
            await subscription.unsubscribe()


async def _take_place(manager: "nats.js.manager.JetStreamManager", place: Place) -> None:
    await manager.add_consumer(
        place.stream,
        api.ConsumerConfig(
            durable_name=place.durable,
            name=place.durable,
            ack_policy=api.AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            deliver_policy=api.DeliverPolicy.ALL,
            filter_subject=place.subject,
            max_ack_pending=place.batch,
        ),
    )
    with suppress(nats.js.errors.ServiceUnavailableError):  # a server before 2.14 gives them again after ACK_WAIT
        await manager.reset_consumer(place.stream, place.durable)


async def _fetch(subscription: JetStreamContext.PullSubscription, place: Place) -> list[Msg]:
    """What is there once the gathering is over, at most a batch; waits for the first message, never for more."""
    try:
        messages = await subscription.fetch(1, timeout=FETCH_SECONDS)
    except nats.errors.TimeoutError:
        return []
    await asyncio.sleep(place.gather_seconds)
    waiting = await _waiting(subscription, messages[0], place)
    if waiting > 0:
        with suppress(nats.errors.TimeoutError):
            messages += await subscription.fetch(waiting, timeout=MORE_SECONDS)
    return messages


async def _waiting(subscription: JetStreamContext.PullSubscription, first: Msg, place: Place) -> int:
    """How many messages may be fetched at once without waiting for one that is not there."""
    if first.metadata.num_pending >= place.batch - 1 or not place.gather_seconds:
        return min(place.batch - 1, first.metadata.num_pending)
    return min(place.batch - 1, (await subscription.consumer_info()).num_pending or 0)


@dataclass(frozen=True)
class _Held:
    """A delivery that is not acknowledged yet, and what it carries."""

    message: Msg
    content: StreamMessage


async def _readable(messages: Sequence[Msg]) -> list[_Held]:
    """The deliveries that can be read; one that cannot is ended here and not given again."""
    held = []
    for message in messages:
        content = read(message)
        if content is None:
            await message.term()
        else:
            held.append(_Held(message, content))
    return held


async def _handle(held: Sequence[_Held], place: Place, handler: Handler) -> None:
    batch = [each.content for each in held]
    pause_seconds = RETRY_FIRST_SECONDS
    async with asyncio.TaskGroup() as group:
        progress = group.create_task(_tell_progress([each.message for each in held]))
        while True:
            try:
                await handler(batch)
                break
            except Exception as error:  # outermost loop of the consumer: the batch is given again
                log.warning("stream handler failed", stream=place.stream, durable=place.durable, exc_info=error)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, RETRY_LIMIT_SECONDS)
        progress.cancel()


async def _tell_progress(messages: Sequence[Msg]) -> None:
    while True:
        await asyncio.sleep(PROGRESS_EVERY_SECONDS)
        for message in messages:
            with suppress(nats.errors.Error, OSError):
                await message.in_progress()
