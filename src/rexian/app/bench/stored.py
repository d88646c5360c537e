"""What the product has written about the bench's calls, counted in its database: facts, call records, recordings."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from rexian.app.bench.systems import Drained
from rexian.app.bench.trace import TracedCall
from rexian.kit.database import Database

CLOSE_SECONDS = 2.0
"""A recording belongs to the call that its agent had just answered on the wire."""

_COUNTS = text("""
    SELECT (SELECT count(*) FROM facts WHERE type = 'contact.ended' AND time >= :since),
           (SELECT count(*) FROM call_records WHERE started_at >= :since),
           (SELECT count(*) FROM recordings WHERE started_at >= :since AND state = 'stored')
""")
_CAPTURED = text("""
    SELECT agent_id, started_at, coalesce(captured_seconds, 0) FROM recordings
    WHERE agent_id = ANY(:agents) AND started_at BETWEEN :since AND :until
""")


class StoredCalls:
    """Reads; `agent_ids` maps the SIP name of each agent to the user's id."""

    def __init__(self, database: Database, agent_ids: Mapping[str, str]) -> None:
        self._database = database
        self._agent_ids = agent_ids

    async def drained(self, calls: Sequence[TracedCall]) -> Drained:
        """Whether every answered call of these is a fact and a record, and every connected one has its recording."""
        since = _moment(min(call.invited_at for call in calls))
        async with self._database.transaction() as session:
            facts, records, recordings = (await session.execute(_COUNTS, {"since": since})).one()
        answered = sum(1 for call in calls if call.answered_at is not None)
        connected = sum(1 for call in calls if call.talk_seconds is not None)
        wanted = {"facts": answered - facts, "call records": answered - records, "recordings": connected - recordings}
        missing = [f"{count} {name}" for name, count in wanted.items() if count > 0]
        return Drained(not missing, ", ".join(missing))

    async def recorded_seconds(self, calls: Sequence[TracedCall]) -> list[float]:
        """The seconds that the worker found in the shorter party's track of each connected call."""
        moments = [call.connected_at for call in calls if call.connected_at is not None]
        if not moments:
            return []
        close = timedelta(seconds=CLOSE_SECONDS)
        parameters = {
            "agents": [self._agent_ids[call.agent or ""] for call in calls],
            "since": _moment(min(moments)) - close,
            "until": _moment(max(moments)) + close,
        }
        async with self._database.transaction() as session:
            rows = (await session.execute(_CAPTURED, parameters)).all()
        return [self._captured(call, [(row[0], row[1], float(row[2])) for row in rows]) for call in calls]

    def _captured(self, call: TracedCall, rows: Sequence[tuple[str, datetime, float]]) -> float:
        wanted = self._agent_ids[call.agent or ""]
        connected_at = call.connected_at or 0.0
        distances = [
            (abs(started_at.timestamp() - connected_at), captured)
            for agent_id, started_at, captured in rows
            if agent_id == wanted
        ]
        distance, captured = min(distances, default=(CLOSE_SECONDS, 0.0))
        return captured if distance < CLOSE_SECONDS else 0.0


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
