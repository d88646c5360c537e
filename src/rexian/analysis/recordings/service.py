"""What was to be recorded in a time, read from the facts."""

from datetime import datetime, timedelta

from rexian.analysis.facts import repository as facts
from rexian.analysis.facts.upcasts import current
from rexian.analysis.recordings.expected import EXPECTED_TYPES, expectation_of
from rexian.business.recordings.check_contracts import Expectation
from rexian.kit.database import Database

LONGEST_TALK = timedelta(hours=12)
"""So long after the day its talks may end; one that goes on for longer counts as unfinished."""


class ExpectedRecordings:
    """Reads expectations; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def between(self, since: datetime, until: datetime) -> Expectation:
        """Of the segments that began in the time."""
        async with self._database.transaction() as session:
            found = await facts.facts_between(session, since, until + LONGEST_TALK, EXPECTED_TYPES)
        return expectation_of([current(fact) for fact in found], since, until)
