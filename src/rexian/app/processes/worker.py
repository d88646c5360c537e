"""The process `worker`: events become facts and call records, keys are kept, recordings are stored.

It never loses anything by dying: what is not acknowledged is delivered again, what is due stays due in the database.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from prometheus_client import CollectorRegistry

from rexian.analysis.call_records.derivation import CallRecordDerivation
from rexian.analysis.facts.service import Facts
from rexian.analysis.recordings.service import ExpectedRecordings
from rexian.app.settings import Settings
from rexian.app.trades import keeping_days
from rexian.app.worker.consumers import consume_facts, consume_keys, consume_recordings, consume_results
from rexian.app.worker.figures import WorkerFigures
from rexian.app.worker.holding_back import HoldingBack
from rexian.app.worker.loops import work_off
from rexian.app.worker.nightly import NightlyCheck
from rexian.app.worker.priority import step_back
from rexian.app.worker.streams import ensure_streams
from rexian.business.audit.service import AuditTrail
from rexian.business.business_objects.results import ObjectResults
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings.checking import RecordingChecks
from rexian.business.recordings.finalising import Finaliser, Places
from rexian.business.recordings.intake import RecordingIntake
from rexian.business.recordings.retention import Retention
from rexian.business.recordings.service import Recordings
from rexian.business.recordings.store import FolderStore
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.health import Check, HealthServer
from rexian.kit.ids import time_ordered_ids

NAME = "worker"
DEFAULT_NATS_URL = "nats://127.0.0.1:4222"
DEFAULT_DATABASE_URL = "postgresql://127.0.0.1:5432/rexian"
LAG_LIMIT_SECONDS = 30.0
STORING_LOOPS = 2
COUNT_EVERY_SECONDS = 10.0
CHECK_EVERY_SECONDS = 60.0
DELETE_EVERY_SECONDS = 60.0
STREAMS_EVERY_SECONDS = 30.0
STRAY_AGE = timedelta(minutes=10)
"""A track's event comes within seconds, unless control or the bus is away."""

log = structlog.get_logger(__name__)


def spool_folder(settings: Settings) -> Path:
    """Where Asterisk writes the raw tracks."""
    return settings.asterisk_folder / "spool" / "recording"


async def run(settings: Settings) -> None:
    """Work until cancelled; begins as soon as the database and the bus can be reached, and waits for them again."""
    step_back()
    database = Database.connect(settings.database_url or DEFAULT_DATABASE_URL, tests_connections=False)
    bus = await Bus.connect(settings.nats_url or DEFAULT_NATS_URL, name=NAME)
    worker = Worker(settings, database, bus)
    try:
        await worker.health.start()
        await worker.work()
    finally:
        await worker.health.close()
        await bus.close()
        await database.close()


class Worker:
    """All parts of the process, wired."""

    def __init__(self, settings: Settings, database: Database, bus: Bus) -> None:
        clock, registry = SystemClock(), CollectorRegistry()
        key_ring = KeyRing.load(settings.master_key_file)
        store = FolderStore(settings.recordings_folder)
        self._database, self._bus, self._clock = database, bus, clock
        self._spool = spool_folder(settings)
        self._stopped_recordings = asyncio.Event()
        self._strays: tuple[str, ...] = ()
        self._holding_back = HoldingBack(settings.storing_wait_seconds, clock)
        self._figures = WorkerFigures(registry, clock, holds_back=lambda: self._holding_back.rush)
        self._facts = Facts(database, clock, [CallRecordDerivation()])
        self._keys = ContactKeys(database, key_ring, clock)
        self._results = ObjectResults(database, self._keys, key_ring)
        self._recordings = Recordings(database, store, key_ring)
        self._intake = RecordingIntake(database, clock, self._stopped_recordings.set)
        self._finaliser = Finaliser(
            database,
            store,
            self._keys,
            Places(self._spool, settings.home / "work" / "recordings"),
            clock=clock,
            observe=self._figures.recording_settled,
        )
        self._retention = Retention(
            database,
            store,
            AuditTrail(database, clock, time_ordered_ids(clock)),
            keeping_days(settings),
            clock,
        )
        self._nightly = NightlyCheck(
            RecordingChecks(database, store, clock),
            ExpectedRecordings(database),
            ZoneInfo(settings.centre_zone),
            clock,
            self._figures.recordings_checked,
        )
        checks = {"database": self._check_database, "bus": self._check_bus, "lag": self._check_lag}
        self.health = HealthServer(
            NAME, settings.health_port, checks, registry, run_folder=settings.run_folder, clock=clock
        )

    async def work(self) -> None:
        """Run everything until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._consume())
            for _ in range(STORING_LOOPS):
                group.create_task(work_off("storing", self._store_next, self._stopped_recordings))
            group.create_task(
                work_off("deleting", self._retention.step, asyncio.Event(), idle_seconds=DELETE_EVERY_SECONDS)
            )
            group.create_task(work_off("clearing", self._finaliser.clear_next, asyncio.Event()))
            group.create_task(
                work_off("checking", self._nightly.step, asyncio.Event(), idle_seconds=CHECK_EVERY_SECONDS)
            )
            group.create_task(work_off("counting", self._count, asyncio.Event(), idle_seconds=COUNT_EVERY_SECONDS))

    async def _consume(self) -> None:
        await ensure_streams(self._bus)
        async with asyncio.TaskGroup() as group:
            group.create_task(consume_keys(self._bus, self._keys))
            group.create_task(consume_facts(self._bus, self._facts, self._figures))
            group.create_task(consume_recordings(self._bus, self._intake))
            group.create_task(consume_results(self._bus, self._results))
            group.create_task(
                work_off("streams", self._keep_streams, asyncio.Event(), idle_seconds=STREAMS_EVERY_SECONDS)
            )

    async def _store_next(self) -> bool:
        return await self._finaliser.store_next(overdue=self._holding_back.overdue())

    async def _keep_streams(self) -> bool:
        """A bus whose disk was lost comes back without streams."""
        await ensure_streams(self._bus)
        return False

    async def _count(self) -> bool:
        """Show the recordings by state, and what lies in the spool without an event: reported, never deleted."""
        self._figures.recordings_counted(await self._recordings.count_by_state())
        strays = await self._recordings.unknown_spool_files(self._spool, before=self._clock.now() - STRAY_AGE)
        if strays != self._strays:
            log.warning("spool files without a recording", count=len(strays), first=strays[:5])
            self._strays = strays
        self._figures.strays_found(len(strays))
        return False

    async def _check_database(self) -> Check:
        await self._database.ping()
        return Check(ok=True)

    async def _check_bus(self) -> Check:
        return Check(ok=self._bus.connected)

    async def _check_lag(self) -> Check:
        seconds = self._figures.lag.seconds
        return Check(ok=seconds < LAG_LIMIT_SECONDS, detail=f"{seconds:.0f} s behind")
