"""Makes a script from a recorded day: the same callers at the same times, the same talks, the agents as they were.

What was not recorded is filled in: an answered caller would have waited on for a time drawn from the day's own
patience (exponential, from who gave up and all the time waited: the estimate that fits censored waits), a caller
who gave up would have talked as long as some other of the queue did. Drawn by the contact's id, so every replay of
a day draws the same.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from statistics import median

from rexian.analysis.routing.contracts import RecordedChange, RecordedDay, RecordedStay, StayEnd
from rexian.app.acd.script import AgentMove, Caller, MoveKind, Script
from rexian.control.contracts.commands import NOT_READY_REASONS
from rexian.control.contracts.desk import AgentState

DEFAULT_TALK_SECONDS = 180.0
"""Where nothing was recorded to draw from."""
DEFAULT_RING_SECONDS = 3.0


def recorded_script(day: RecordedDay, wrap_up_of: Mapping[str, float], known_agents: set[str]) -> Script:
    """The day as a script. `wrap_up_of` is each queue's wrap-up time, for talks whose wrap-up was not recorded."""
    filling = _Filling(day, wrap_up_of)
    return Script(
        day.since,
        sorted((filling.caller(stay) for stay in day.stays), key=lambda caller: (caller.arrives_at, caller.caller_id)),
        sorted(_moves(day, known_agents), key=lambda move: move.at),
    )


class _Filling:
    """The day's talks, rings, wrap-ups and patience, to draw from what is missing."""

    def __init__(self, day: RecordedDay, wrap_up_of: Mapping[str, float]) -> None:
        self._since = day.since
        self._wrap_up_of = wrap_up_of
        self._wrap_ups = wrap_ups(day.changes)
        self._rings = [ring for stay in day.stays if (ring := _ring_seconds(stay)) is not None]
        self._talks: dict[str, list[float]] = {}
        for stay in day.stays:
            if stay.talk_seconds:
                self._talks.setdefault(stay.queue_id, []).append(stay.talk_seconds)
        self._patience_seconds = mean_patience(day.stays)

    def caller(self, stay: RecordedStay) -> Caller:
        """One stay as a caller of its own; a place kept stays lost, for the script knows only when the stay began."""
        chance = random.Random(stay.segment_id)
        ring = _ring_seconds(stay)
        recorded_wrap_up = self._wrap_ups.get((stay.contact_id, stay.agent_id or ""))
        return Caller(
            caller_id=stay.segment_id,
            queue_id=stay.queue_id,
            arrives_at=(stay.entered_at - self._since).total_seconds(),
            patience_seconds=self._patience(stay, chance),
            talk_seconds=self._talk(stay, chance),
            wrap_up_seconds=self._wrap_up_of.get(stay.queue_id, 0.0) if recorded_wrap_up is None else recorded_wrap_up,
            ring_seconds=(median(self._rings) if self._rings else DEFAULT_RING_SECONDS) if ring is None else ring,
            priority=_priority(stay),
        )

    def _patience(self, stay: RecordedStay, chance: random.Random) -> float:
        waited = _wait_seconds(stay)
        if stay.end in (StayEnd.ABANDONED, StayEnd.LEFT):
            return max(waited, 0.001)
        if math.isinf(self._patience_seconds):
            return math.inf
        return waited + chance.expovariate(1.0 / self._patience_seconds)

    def _talk(self, stay: RecordedStay, chance: random.Random) -> float:
        if stay.talk_seconds is not None:
            return stay.talk_seconds
        known = self._talks.get(stay.queue_id)
        return chance.choice(known) if known else DEFAULT_TALK_SECONDS


def mean_patience(stays: Sequence[RecordedStay]) -> float:
    """All time waited by the number who gave up; endless when nobody did."""
    gave_up = sum(stay.end is StayEnd.ABANDONED for stay in stays)
    waited = sum(_wait_seconds(stay) for stay in stays)
    return waited / gave_up if gave_up and waited > 0.0 else math.inf


def wrap_ups(changes: Sequence[RecordedChange]) -> dict[tuple[str, str], float]:
    """How long each wrap-up took, by contact and agent."""
    open_since: dict[str, tuple[str, datetime]] = {}
    found: dict[tuple[str, str], float] = {}
    for change in changes:
        begun = open_since.get(change.agent_id)
        if begun is not None and change.state is not AgentState.WRAP_UP:
            found[begun[0], change.agent_id] = (change.at - begun[1]).total_seconds()
            del open_since[change.agent_id]
        if change.state is AgentState.WRAP_UP and change.contact_id and begun is None:
            open_since[change.agent_id] = (change.contact_id, change.at)
        elif change.previous is AgentState.TALKING and change.state is not AgentState.TALKING and change.contact_id:
            found.setdefault((change.contact_id, change.agent_id), 0.0)
    return found


def _moves(day: RecordedDay, known_agents: set[str]) -> Iterator[AgentMove]:
    """What each agent did on its own account or the system for it; what follows from offers and talks is left out."""
    seen: set[str] = set()
    for change in day.changes:
        if change.agent_id not in known_agents:
            continue
        at = (change.at - day.since).total_seconds()
        if change.agent_id not in seen:
            seen.add(change.agent_id)
            yield from _from_the_day_before(change)
        if change.state is change.previous:
            continue
        if change.state is AgentState.SIGNED_OUT:
            yield AgentMove(at, change.agent_id, MoveKind.SIGN_OUT)
        elif change.previous is AgentState.SIGNED_OUT:
            yield AgentMove(at, change.agent_id, MoveKind.SIGN_IN)
        elif change.state is AgentState.NOT_READY:
            reason = change.not_ready_reason if change.not_ready_reason in NOT_READY_REASONS else "other"
            yield AgentMove(at, change.agent_id, MoveKind.NOT_READY, reason)
        elif change.state is AgentState.READY and change.previous is AgentState.NOT_READY:
            yield AgentMove(at, change.agent_id, MoveKind.READY)


def _from_the_day_before(first: RecordedChange) -> Iterator[AgentMove]:
    """Whoever was signed in already begins so."""
    if first.previous is not AgentState.SIGNED_OUT:
        yield AgentMove(0.0, first.agent_id, MoveKind.SIGN_IN)
        if first.previous is not AgentState.NOT_READY:
            yield AgentMove(0.0, first.agent_id, MoveKind.READY)


def _wait_seconds(stay: RecordedStay) -> float:
    return max(((stay.ended_at or stay.entered_at) - stay.entered_at).total_seconds(), 0.0)


def _ring_seconds(stay: RecordedStay) -> float | None:
    for offer in stay.offers:
        if offer.outcome == "accepted" and offer.ended_at is not None:
            return (offer.ended_at - offer.made_at).total_seconds()
    return None


def _priority(stay: RecordedStay) -> int:
    return next((int(offer.contact.get("priority", 0)) for offer in stay.offers), 0)
