"""The process `objects`: hosts business objects and answers queries over the bus."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import CollectorRegistry

from rexian.app.demo.fund import FundDatabaseUnknown, fund_url
from rexian.app.object_host.commands import HostCommands
from rexian.app.object_host.frames import FundAccess
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.hosted_object import HostedObject
from rexian.app.object_host.notes import AnswerNotes
from rexian.app.object_host.opening import HostSettings
from rexian.app.object_host.settings import dropped_folders, installed_objects, shipped_folders
from rexian.app.settings import Settings
from rexian.business.audit.service import AuditTrail
from rexian.business.business_objects.service import BusinessObjects
from rexian.business.changes.service import Changes
from rexian.kit.bus import Bus
from rexian.kit.clock import Clock, SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.health import Check, HealthServer
from rexian.kit.ids import time_ordered_ids
from rexian.object_api.registry import discover

NAME = "objects"
DEFAULT_NATS_URL = "nats://127.0.0.1:4222"
DEFAULT_DATABASE_URL = "postgresql://127.0.0.1:5432/rexian"

log = structlog.get_logger(__name__)


async def run(settings: Settings) -> None:
    """Serve until cancelled; then every object is closed in order."""
    registry, clock = CollectorRegistry(), SystemClock()
    key_ring = KeyRing.load(settings.master_key_file)
    database = Database.connect(settings.database_url or DEFAULT_DATABASE_URL)
    bus = await Bus.connect(settings.nats_url or DEFAULT_NATS_URL, name=NAME)
    shipped, notes = shipped_folders(), AnswerNotes(key_ring, clock)
    host = ObjectHost(
        [*shipped, *dropped_folders(settings.home)],
        _host_settings(settings),
        clock=clock,
        registry=registry,
        folders=installed_objects(),
        noted=notes.note,
    )
    commands = HostCommands(host, _wishes(database, clock, key_ring))
    needed = discover(shipped)
    checks = {f"object {name}": _check(each, is_needed=name in needed) for name, each in host.objects.items()}
    checks["bus"] = _bus_check(bus)
    health = HealthServer(NAME, settings.health_port, checks, registry, run_folder=settings.run_folder, clock=clock)
    try:
        host.start()
        await host.serve(bus)
        await commands.serve(bus)
        await health.start()
        log.info("objects process serves", objects=sorted(host.objects))
        async with asyncio.TaskGroup() as group:
            group.create_task(notes.publish(bus))
            group.create_task(commands.follow_wishes())
            group.create_task(commands.look_for_folders())
    finally:
        await health.close()
        await bus.close()
        await host.close()
        await database.close()


def _wishes(database: Database, clock: Clock, key_ring: KeyRing) -> BusinessObjects:
    """Only read here; what changes them is the web process."""
    audit = AuditTrail(database, clock, time_ordered_ids(clock))
    return BusinessObjects(database, Changes(database, clock, audit), clock, key_ring)


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
