"""The bus of a running instance, for the demo commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rexian.app.launcher.errors import NotRunning
from rexian.app.settings import Settings
from rexian.kit.bus import Bus


@asynccontextmanager
async def instance_bus(instance: Settings, name: str) -> AsyncIterator[Bus]:
    """A connection for as long as the context lasts. Raises NotRunning where the instance does not run now."""
    bus = await Bus.connect(str(instance.nats_url), name=name)
    try:
        if not bus.connected:
            raise NotRunning(f"No instance runs on {instance.home} now: start it with `rexian up` first.")
        yield bus
    finally:
        await bus.close()
