"""Callers' ways through a flow on a day: reads facts, changes nothing."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rexian.analysis.facts import repository as facts
from rexian.analysis.facts.upcasts import current
from rexian.analysis.flow_journeys.contracts import FlowJourney
from rexian.analysis.flow_journeys.rules import JOURNEY_TYPES, journey
from rexian.kit.database import Database


class FlowJourneys:
    """The ways that were taken. Days begin at midnight in `zone`."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    async def on(self, day: date, flow_id: str, version: int, organisation_ids: frozenset[str]) -> FlowJourney:
        """What callers did in that version on that day. A call across midnight counts on each day for its part."""
        since = datetime.combine(day, time(), self._zone)
        until = datetime.combine(day + timedelta(days=1), time(), self._zone)
        async with self._database.transaction() as session:
            found = await facts.facts_between(session, since, until, JOURNEY_TYPES)
        visible = [current(fact) for fact in found if fact.organisation_id in organisation_ids]
        return journey(visible, flow_id, version)
