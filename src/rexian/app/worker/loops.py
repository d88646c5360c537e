"""Loops that work off what is due, survive whatever a step raises, and rest when there is nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

IDLE_SECONDS = 2.0
RETRY_FIRST_SECONDS = 0.5
RETRY_LIMIT_SECONDS = 10.0

log = structlog.get_logger(__name__)


async def work_off(
    name: str, step: Callable[[], Awaitable[bool]], news: asyncio.Event, *, idle_seconds: float = IDLE_SECONDS
) -> None:
    """Call `step` as long as it finds something (True), then wait for news or `idle_seconds`. Ends when cancelled."""
    pause_seconds = RETRY_FIRST_SECONDS
    while True:
        news.clear()
        try:
            while await step():
                pause_seconds = RETRY_FIRST_SECONDS
        except Exception as error:  # outermost loop: what is due stays due, and is tried again
            log.warning("work waits", work=name, pause_seconds=pause_seconds, exc_info=error)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, RETRY_LIMIT_SECONDS)
            continue
        pause_seconds = RETRY_FIRST_SECONDS
        with suppress(TimeoutError):
            async with asyncio.timeout(idle_seconds):
                await news.wait()
