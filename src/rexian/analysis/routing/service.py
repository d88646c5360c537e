"""Routing as it was: reads facts, changes nothing."""

from datetime import datetime, timedelta

from rexian.analysis.facts import repository as facts
from rexian.analysis.facts.upcasts import current
from rexian.analysis.routing.contracts import Explanation, RecordedDay
from rexian.analysis.routing.errors import NeverQueued
from rexian.analysis.routing.explanation import explain
from rexian.analysis.routing.recorded import DAY_TYPES, STAY_TYPES, day_of, stays_of
from rexian.kit.clock import Clock
from rexian.kit.database import Database

LONGEST_TALK = timedelta(hours=4)
"""So long after the day its talks may end."""


class Routing:
    """Why contacts went their ways."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def explain(self, contact_id: str, organisation_ids: frozenset[str] | None = None) -> Explanation:
        """The stays in queues of a contact of one of these organisations (None = of any). Raises NeverQueued."""
        async with self._database.transaction() as session:
            found = await facts.facts_of(session, [contact_id], STAY_TYPES)
        stays = [
            stay
            for stay in stays_of([current(fact) for fact in found])
            if organisation_ids is None or stay.organisation_id in organisation_ids
        ]
        if not stays:
            raise NeverQueued
        return explain(contact_id, stays, self._clock.now())

    async def day(self, since: datetime, until: datetime) -> RecordedDay:
        """All that began in this span of time."""
        async with self._database.transaction() as session:
            found = await facts.facts_between(session, since, until + LONGEST_TALK, DAY_TYPES)
        return day_of([current(fact) for fact in found], since, until)
