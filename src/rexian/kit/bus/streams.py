"""Streams: what they are made of, and storing a message with certainty."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import nats.errors
import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import api
from nats.js.errors import NotFoundError

from rexian.kit.bus.errors import BusTimeout, BusUnavailable

API_SECONDS = 5.0
PUBLISH_SECONDS = 5.0
UNLIMITED = -1

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class StreamSettings:
    """How a stream keeps its messages; None = without that limit. Memory storage ends with the server."""

    name: str
    subjects: tuple[str, ...]
    storage: Literal["file", "memory"] = "file"
    max_age_seconds: float | None = None
    max_messages_per_subject: int | None = None
    duplicate_window_seconds: float = 120.0
    max_bytes: int | None = None


@dataclass(frozen=True)
class StreamMessage:
    """A stored message; `time` is when the server stored it (UTC), `sequence` counts in the whole stream."""

    sequence: int
    subject: str
    payload: dict[str, Any]
    time: datetime


def read(message: Msg) -> StreamMessage | None:
    """The stored message that a delivery carries; None, and a line in the log, where it is no JSON object.

    No handler could ever take such a message, so that giving it again would hold up everything behind it.
    """
    metadata = message.metadata
    sequence = metadata.sequence.stream
    try:
        payload = orjson.loads(message.data)
    except orjson.JSONDecodeError:
        payload = None
    if not isinstance(payload, dict):
        log.error("stream message is not a JSON object", stream=metadata.stream, sequence=sequence)
        return None
    return StreamMessage(sequence, message.subject, payload, metadata.timestamp)


async def ensure(client: Client, settings: StreamSettings) -> None:
    """See Bus.ensure_stream."""
    manager = client.jsm(timeout=API_SECONDS)
    config = _configuration(settings)
    try:
        await manager.stream_info(settings.name)
    except NotFoundError:
        change = manager.add_stream
    except (nats.errors.Error, OSError) as error:
        raise BusUnavailable(stream=settings.name) from error
    else:
        change = manager.update_stream
    try:
        await change(config)
    except (nats.errors.Error, OSError) as error:
        raise BusUnavailable(stream=settings.name, reason=str(error)) from error


async def publish(client: Client, subject: str, content: bytes, message_id: str) -> int:
    """See Bus.publish."""
    headers = {api.Header.MSG_ID.value: message_id}
    try:
        answer = await client.request(subject, content, timeout=PUBLISH_SECONDS, headers=headers)
    except nats.errors.TimeoutError as error:
        raise BusTimeout(subject=subject) from error
    except (nats.errors.Error, OSError) as error:
        raise BusUnavailable(subject=subject) from error
    acknowledgement = orjson.loads(answer.data)
    if "error" in acknowledgement:
        raise BusUnavailable(subject=subject, reason=acknowledgement["error"].get("description"))
    return int(acknowledgement["seq"])


async def last_sequence(client: Client, stream: str) -> int:
    """See Bus.last_sequence."""
    try:
        info = await client.jsm(timeout=API_SECONDS).stream_info(stream)
    except (nats.errors.Error, OSError) as error:
        raise BusUnavailable(stream=stream) from error
    return info.state.last_seq


def _configuration(settings: StreamSettings) -> api.StreamConfig:
    return api.StreamConfig(
        name=settings.name,
        subjects=list(settings.subjects),
        storage=api.StorageType(settings.storage),
        max_age=settings.max_age_seconds or 0,
        max_msgs_per_subject=settings.max_messages_per_subject or UNLIMITED,
        duplicate_window=min(settings.duplicate_window_seconds, settings.max_age_seconds or float("inf")),
        max_bytes=settings.max_bytes or UNLIMITED,
        max_msgs=UNLIMITED,
        num_replicas=1,
        discard=api.DiscardPolicy.OLD,
    )
