"""The process `objects`: hosts business objects and answers queries over the bus."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry

import rexian.objects
from rexian.app.demo.fund import FundDatabaseUnknown, fund_url
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.hosted_object import HostedObject, HostSettings
from rexian.app.object_host.settings import ObjectHostSettings
from rexian.app.settings import Settings
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.health import Check, HealthServer
from rexian.object_api.registry import discover

NAME = "objects"
DEFAULT_NATS_URL = "nats://127.0.0.1:4222"

log = structlog.get_logger(__name__)


async def run(settings: Settings) -> None:
    """Serve until cancelled; then every object is closed in order."""
    registry, clock = CollectorRegistry(), SystemClock()
    shipped = [Path(path) for path in rexian.objects.__path__]
    host = ObjectHost([*shipped, *_extra_roots()], _host_settings(settings), clock=clock, registry=registry)
    bus = await Bus.connect(settings.nats_url or DEFAULT_NATS_URL, name=NAME)
    needed = discover(shipped)
    checks = {f"object {name}": _check(each, is_needed=name in needed) for name, each in host.objects.items()}
    checks["bus"] = _bus_check(bus)
    health = HealthServer(NAME, settings.health_port, checks, registry, run_folder=settings.run_folder, clock=clock)
    try:
        host.start()
        await host.serve(bus)
        await health.start()
        log.info("objects process serves", objects=sorted(host.objects))
        await asyncio.get_running_loop().create_future()
    finally:
        await health.close()
        await bus.close()
        await host.close()


def _extra_roots() -> list[Path]:
    extra = ObjectHostSettings().extra_objects
    return [extra] if extra else []


def _host_settings(settings: Settings) -> HostSettings:
    try:
        databases = {"fund": fund_url(settings)}
    except FundDatabaseUnknown:
        log.warning("no fund database is set; its objects cannot open")
        databases = {}
    return HostSettings(zone=settings.centre_zone, databases=databases, log_level=settings.log_level)


def _check(hosted: HostedObject, *, is_needed: bool) -> Callable[[], Awaitable[Check]]:
    """An object that a site added is shown, but keeps nothing from starting."""

    async def check() -> Check:
        state = hosted.check()
        return state if is_needed or state.ok else Check(ok=True, detail=f"not in service: {state.detail}")

    return check


def _bus_check(bus: Bus) -> Callable[[], Awaitable[Check]]:
    async def check() -> Check:
        return Check(ok=bus.connected)

    return check
