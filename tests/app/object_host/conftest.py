"""A host of test objects, and a short way to ask it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest_asyncio
from prometheus_client import CollectorRegistry

from rexian.app.object_host.breaker import BreakerSettings
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.opening import HostSettings
from rexian.kit.clock import SystemClock
from rexian.kit.ids import counted_ids
from rexian.kit.waiting import until
from rexian.object_api.contract import Request, Result

OBJECTS = Path(__file__).parent / "objects_for_tests"

Ask = Callable[..., Awaitable[Result]]


@pytest_asyncio.fixture
async def host() -> AsyncIterator[ObjectHost]:
    """Hosts `troublesome` and `calm`; the breaker stays out of the way unless a test fails often."""
    settings = HostSettings("Asia/Shanghai", breaker=BreakerSettings(limit=6, open_seconds=1.0))
    host = ObjectHost([OBJECTS], settings, clock=SystemClock(), registry=CollectorRegistry())
    host.start()
    yield host
    await host.close()


@pytest_asyncio.fixture
async def ask(host: ObjectHost) -> Ask:
    """`await ask(rule, argument=…, object_name=, deadline_seconds=)`, when all objects run.

    Starting may take longer than the objects' time limit on a busy machine.
    """
    await until(lambda: all(hosted.check().ok for hosted in host.objects.values()), deadline_seconds=30, what="objects")
    new_id = counted_ids()

    async def ask(
        rule: str, *, object_name: str = "troublesome", deadline_seconds: float = 20.0, **arguments: Any
    ) -> Result:
        return await host.query(Request(new_id(), object_name, rule, arguments, "contact-1", deadline_seconds))

    return ask
