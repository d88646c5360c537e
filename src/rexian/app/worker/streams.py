"""The streams the worker reads, made where they are missing."""

import asyncio

import structlog

from rexian.business.business_objects.contracts import RESULT_STREAM, RESULT_SUBJECT
from rexian.control.contracts.events import EVENT_STREAM, EVENT_SUBJECT, KEY_STREAM, KEY_SUBJECT
from rexian.kit.bus import Bus, BusUnavailable, StreamSettings

KEPT_SECONDS = 30 * 86400.0
"""How long the worker (or its database) may be away before something is lost; the copy of an erased key in the
stream is gone after the same time."""

DUPLICATE_SECONDS = 600.0
RETRY_SECONDS = 1.0

EVENTS = StreamSettings(
    EVENT_STREAM,
    (f"{EVENT_SUBJECT}.>",),
    max_age_seconds=KEPT_SECONDS,
    duplicate_window_seconds=DUPLICATE_SECONDS,
)
CONTACT_KEYS = StreamSettings(
    KEY_STREAM,
    (KEY_SUBJECT, f"{KEY_SUBJECT}.>"),
    max_age_seconds=KEPT_SECONDS,
    duplicate_window_seconds=DUPLICATE_SECONDS,
)
OBJECT_RESULTS = StreamSettings(
    RESULT_STREAM,
    (f"{RESULT_SUBJECT}.>",),
    max_age_seconds=KEPT_SECONDS,
    duplicate_window_seconds=DUPLICATE_SECONDS,
)

log = structlog.get_logger(__name__)


async def ensure_streams(bus: Bus) -> None:
    """Make all streams; waits for the bus as long as it takes."""
    for settings in (EVENTS, CONTACT_KEYS, OBJECT_RESULTS):
        while True:
            await bus.wait_connected()
            try:
                await bus.ensure_stream(settings)
                break
            except BusUnavailable as error:
                log.warning("stream could not be made", stream=settings.name, details=error.details)
                await asyncio.sleep(RETRY_SECONDS)
