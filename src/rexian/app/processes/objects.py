"""The process `objects`: hosts business objects and answers queries over the bus."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import CollectorRegistry

from rexian.app.demo.fund import FundDatabaseUnknown, fund_url
from rexian.app.object_host.frames import FundAccess
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.hosted_object import HostedObject, HostSettings
from rexian.app.object_host.settings import dropped_folders, installed_objects, shipped_folders
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
    shipped = shipped_folders()
    roots = [*shipped, *dropped_folders(settings.home)]
    host = ObjectHost(roots, _host_settings(settings), clock=clock, registry=registry, folders=installed_objects())
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


def _host_settings(settings: Settings) -> HostSettings:
    try:
        books_url = fund_url(settings)
    except FundDatabaseUnknown:
        log.warning("no fund database is set; its objects cannot open")
        books_url = None
    token = settings.fund_service_token
    fund = FundAccess(
        books_url=books_url,
        mapping_file=str(settings.fund_mapping) if settings.fund_mapping else None,
        service_token=token.get_secret_value() if token else None,
        credentials_url=settings.credentials_database_url or books_url,
    )
    return HostSettings(settings.centre_zone, fund=fund, log_level=settings.log_level)


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
