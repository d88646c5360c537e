"""What the simulation reads of an instance: a recorded day, the centre as it is configured now, one contact's way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from rexian.analysis.routing.contracts import Explanation, RecordedDay
from rexian.analysis.routing.service import Routing
from rexian.app.acd.errors import NothingRecorded
from rexian.app.acd.replay import span_of
from rexian.app.configuration import read_centre_configuration
from rexian.app.launcher.instance import running_settings
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database


@dataclass(frozen=True)
class Names:
    """How people call what the facts know by ids: staff numbers of agents, names of queues. Times are told
    in the centre's zone."""

    agents: dict[str, str]
    queues: dict[str, str]
    time_zone: str


async def read_day(day: date) -> tuple[RecordedDay, CentreConfiguration]:
    """A day from midnight to midnight in the centre's zone. Raises NothingRecorded, NotRunning, DatabaseUnavailable."""
    async with _opened() as (settings, database):
        configuration = await _configuration(settings, database)
        since, until = span_of(day, configuration.time_zone)
        recorded = await Routing(database, SystemClock()).day(since, until)
    if not recorded.stays:
        raise NothingRecorded(f"No contact entered a queue on {day}.")
    return recorded, configuration


async def read_explanation(contact_id: str) -> tuple[Explanation, Names]:
    """One contact's way, and how to call those on it. Raises NeverQueued, NotRunning, DatabaseUnavailable."""
    async with _opened() as (settings, database):
        explanation = await Routing(database, SystemClock()).explain(contact_id)
        configuration = await _configuration(settings, database)
    agents = {agent.agent_id: agent.staff_number for agent in configuration.agents}
    queues = {queue.queue_id: queue.name for queue in configuration.queues}
    return explanation, Names(agents, queues, configuration.time_zone)


async def _configuration(settings: Settings, database: Database) -> CentreConfiguration:
    key_ring = KeyRing.load(settings.master_key_file)
    return await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Settings, Database]]:
    """The database of REXIAN_DATABASE_URL or of the running instance."""
    settings = Settings()
    url = settings.database_url or running_settings(settings).database_url
    database = Database.connect(str(url))
    try:
        yield settings, database
    finally:
        await database.close()
