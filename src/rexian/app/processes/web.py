"""The process `web`: HTTP API, live socket, the page's telephone socket and the page itself.

It starts and answers while control, the bus or the database are away (503 with Retry-After); nothing of a call runs
through it, so it may be killed and started again at any time.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from prometheus_client import CollectorRegistry

import rexian
from rexian.access.application import create_application
from rexian.access.control_link import ControlLink
from rexian.access.figures import WebFigures
from rexian.access.live.feed import LiveFeed
from rexian.access.object_link import ObjectLink
from rexian.access.parts import WebParts
from rexian.analysis.call_records.service import CallRecords
from rexian.analysis.flow_journeys.service import FlowJourneys
from rexian.analysis.routing.service import Routing
from rexian.app.flow_simulator import simulate
from rexian.app.settings import Settings
from rexian.app.trades import keeping_days, routing_trades
from rexian.app.trunk_files import shown_files
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import SignIns, Users
from rexian.business.audit.service import AuditTrail
from rexian.business.business_objects.results import ObjectResults
from rexian.business.business_objects.service import BusinessObjects
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.directory.service import Directory
from rexian.business.flows.service import Flows
from rexian.business.organisation.service import Organisations
from rexian.business.queues.contracts import Surroundings
from rexian.business.queues.service import Look, QueueSettings
from rexian.business.recordings.holds import LegalHolds
from rexian.business.recordings.service import Recordings
from rexian.business.recordings.store import FolderStore
from rexian.business.seats.service import Seats
from rexian.business.staff.service import Staff
from rexian.business.trunks.number_rules import NumberRules
from rexian.control.ivr.document import read_flow
from rexian.control.ivr.schema import flow_schema
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.health import Check, Checks, HealthServer
from rexian.kit.ids import time_ordered_ids
from rexian.kit.tasks import TaskKeeper

NAME = "web"
DEFAULT_HTTP_PORT = 8329
DEFAULT_NATS_URL = "nats://127.0.0.1:4222"
DEFAULT_SIP_PORT = 5060
DEFAULT_DATABASE_URL = "postgresql://127.0.0.1:5432/rexian"
LISTEN_BACKLOG = 1024
PROTOCOL_PING_SECONDS = 5.0
STOP_SECONDS = 2
STOP_LIMIT_SECONDS = 3.0
LOOPBACK_PROXIES = ["127.0.0.1", "::1"]
PAGE_FOLDER = Path(rexian.__file__).parents[2] / "web" / "dist"

log = structlog.get_logger(__name__)


class AddressTaken(RexianError):
    """The web application's port is taken, or its address is not this machine's."""

    code = "address_taken"
    kind = ErrorKind.CONFLICT


async def run(settings: Settings) -> None:
    """Serve until cancelled; then open requests have two seconds to end. Raises AddressTaken."""
    listener = _listen(settings)
    registry = CollectorRegistry()
    database = Database.connect(settings.database_url or DEFAULT_DATABASE_URL)
    bus = await Bus.connect(settings.nats_url or DEFAULT_NATS_URL, name=NAME)
    parts = wire(settings, database, bus, registry)
    health = HealthServer(NAME, settings.health_port, parts.checks, registry, run_folder=settings.run_folder)
    try:
        await parts.sign_ins.warm_up()
        await health.start()
        await _serve(create_application(parts), settings, listener)
    finally:
        await health.close()
        await bus.close()
        await database.close()


def wire(settings: Settings, database: Database, bus: Bus, registry: CollectorRegistry) -> WebParts:
    """Everything the endpoints work with."""
    clock = SystemClock()
    new_id = time_ordered_ids(clock)
    key_ring = KeyRing.load(settings.master_key_file)
    passwords = Passwords()
    audit = AuditTrail(database, clock, new_id)
    control = ControlLink(bus)
    trades = routing_trades(settings, database, key_ring)
    users, seats = Users(database, clock, new_id, passwords), Seats(database, key_ring)
    organisations = Organisations(database, clock)
    return WebParts(
        clock=clock,
        sign_ins=SignIns(database, clock, new_id, passwords, audit),
        users=users,
        audit=audit,
        organisations=organisations,
        seats=seats,
        queue_settings=QueueSettings(
            organisations,
            seats,
            trades.changes,
            trades.calendars,
            clock,
            look=_surroundings(trades.flows, trades.directory),
        ),
        staff=Staff(users, seats, organisations, trades.trunks, trades.changes),
        calendars=trades.calendars,
        caller_marks=trades.caller_marks,
        directory=trades.directory,
        trunks=trades.trunks,
        number_rules=NumberRules(organisations, trades.changes, trades.flows.titles),
        flows=trades.flows,
        publishing=trades.publishing,
        flow_routes=trades.flow_routes,
        flow_schema=flow_schema(),
        simulate_flow=simulate,
        flow_journeys=FlowJourneys(database, trades.zone),
        call_records=CallRecords(database, key_ring),
        routing=Routing(database, clock),
        recordings=Recordings(database, FolderStore(settings.recordings_folder), key_ring),
        legal_holds=LegalHolds(database, audit, clock),
        keeping_days=keeping_days(settings),
        trunk_files=partial(shown_files, settings),
        business_objects=BusinessObjects(database, trades.changes, clock, key_ring),
        object_results=ObjectResults(database, ContactKeys(database, key_ring, clock), key_ring),
        objects=ObjectLink(bus),
        control=control,
        live=LiveFeed(bus),
        checks=_checks(database, bus, control),
        figures=WebFigures(registry),
        hash_request=partial(key_ring.search_hash, purpose="request"),
        sip_socket_url=sip_socket_url(settings.ari_url),
        sip_server=f"{settings.sip_host}:{settings.sip_port or DEFAULT_SIP_PORT}",
        page_folder=PAGE_FOLDER,
    )


def _surroundings(flows: Flows, directory: Directory) -> Look:
    """What a queue may lead to: the flows and the directory as they are at the moment."""

    async def look() -> Surroundings:
        library = await flows.library()
        queues_of_flows = {
            flow_id: frozenset(read_flow(flow_id, document).queue_ids()) for flow_id, document in library.items()
        }
        entry_ids = frozenset(entry.entry_id for entry in await directory.all_entries())
        return Surroundings(frozenset(library), entry_ids, queues_of_flows)

    return look


def sip_socket_url(ari_url: str) -> str:
    """Where the media server's SIP socket is: on its HTTP server, path /ws."""
    return "ws" + ari_url.rstrip("/").removeprefix("http") + "/ws"


async def _serve(application: object, settings: Settings, listener: socket.socket) -> None:
    server = _Server(_server_configuration(application, settings))
    keeper = TaskKeeper()
    serving = keeper.start(server.serve(sockets=[listener]), "http server")
    log.info("web process serves", address=settings.http_host, port=listener.getsockname()[1])
    try:
        await asyncio.wait({serving})
    finally:
        server.should_exit = True
        await asyncio.wait({serving}, timeout=STOP_LIMIT_SECONDS)
        await keeper.close()


class _Server(uvicorn.Server):
    """Leaves signals alone: the process decides when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server_configuration(application: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,  # type: ignore[arg-type]  # an ASGI application
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=LOOPBACK_PROXIES,
        ws_ping_interval=PROTOCOL_PING_SECONDS,
        ws_ping_timeout=PROTOCOL_PING_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        lifespan="off",
    )


def _listen(settings: Settings) -> socket.socket:
    """The listening socket; a taken port is told before anything else is begun."""
    host, port = settings.http_host, settings.http_port or DEFAULT_HTTP_PORT
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(f"Cannot listen on {host}:{port}: set REXIAN_HTTP_PORT to another port.") from error
    listener.listen(LISTEN_BACKLOG)
    listener.setblocking(False)
    return listener


def _checks(database: Database, bus: Bus, control: ControlLink) -> Checks:
    async def database_check() -> Check:
        await database.ping()
        return Check(ok=True)

    async def bus_check() -> Check:
        return Check(ok=bus.connected)

    async def control_check() -> Check:
        await control.status()
        return Check(ok=True)

    checks: dict[str, Callable[[], Awaitable[Check]]] = {
        "database": database_check,
        "bus": bus_check,
        "control": control_check,
    }
    return checks
