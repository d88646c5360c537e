"""Following a stream without a durable place: replay after a sequence, then what comes.

The server pushes through a short-lived consumer with heartbeats. A gap in its numbers, a missing heartbeat or a lost
connection makes a new one after the last message given, so that the reader sees every message once and in order.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import JetStreamContext, api

from rexian.kit.bus.errors import BusUnavailable
from rexian.kit.bus.link import Link
from rexian.kit.bus.streams import API_SECONDS, StreamMessage, read

HEARTBEAT_SECONDS = 1.0
SILENCE_LIMIT_SECONDS = 3.5
IDLE_LIMIT_SECONDS = 30.0
RETRY_SECONDS = 0.25

log = structlog.get_logger(__name__)


async def follow(
    bus: Link, stream: str, subject: str, after_sequence: int | None
) -> AsyncGenerator[StreamMessage, None]:
    """See Bus.follow."""
    last = after_sequence
    while True:
        await bus.wait_connected()
        try:
            async with aclosing(_follow_on_connection(bus.client(), stream, subject, last)) as messages:
                async for message in messages:
                    last = message.sequence
                    yield message
        except (nats.errors.Error, BusUnavailable, OSError) as error:
            log.debug("stream is followed again", stream=stream, error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)


async def _follow_on_connection(
    client: Client, stream: str, subject: str, last: int | None
) -> AsyncGenerator[StreamMessage, None]:
    manager = client.jsm(timeout=API_SECONDS)
    state = (await manager.stream_info(stream)).state
    if last is not None and not state.first_seq - 1 <= last <= state.last_seq:
        last = None
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    try:
        await manager.add_consumer(stream, _consumer(inbox, subject, last))
        async with aclosing(_deliveries(subscription)) as deliveries:
            async for delivery in deliveries:
                if (message := read(delivery)) is not None:
                    yield message
    finally:  # the server drops the consumer by itself when nobody listens to its inbox
        with suppress(nats.errors.Error, OSError):
            await subscription.unsubscribe()


def _consumer(inbox: str, subject: str, last: int | None) -> api.ConsumerConfig:
    policy = api.DeliverPolicy.LAST_PER_SUBJECT if last is None else api.DeliverPolicy.BY_START_SEQUENCE
    return api.ConsumerConfig(
        deliver_subject=inbox,
        deliver_policy=policy,
        opt_start_seq=None if last is None else last + 1,
        ack_policy=api.AckPolicy.NONE,
        filter_subject=subject,
        idle_heartbeat=HEARTBEAT_SECONDS,
        inactive_threshold=IDLE_LIMIT_SECONDS,
        mem_storage=True,
        num_replicas=1,
    )


async def _deliveries(subscription: Subscription) -> AsyncGenerator[Msg, None]:
    """Messages in the consumer's own order; ends at the first gap or silence."""
    expected = 1
    while True:
        try:
            message = await subscription.next_msg(timeout=SILENCE_LIMIT_SECONDS)
        except nats.errors.TimeoutError:
            return
        if JetStreamContext.is_status_msg(message):
            delivered = int((message.headers or {}).get(api.Header.LAST_CONSUMER, expected - 1))
            if delivered != expected - 1:
                return
            continue
        if message.metadata.sequence.consumer != expected:
            return
        expected += 1
        yield message
