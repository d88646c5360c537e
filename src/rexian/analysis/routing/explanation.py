"""Cuts a stay into its parts: for whom the contact waited, at whom it rang, and what came of it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from rexian.analysis.routing.contracts import (
    ExplainedStay,
    Explanation,
    RecordedStay,
    Stretch,
    StretchKind,
)

SHORTEST_SECONDS = 0.05
"""A wait between two events that is shorter is the machine's, not the queue's."""


def explain(contact_id: str, stays: Sequence[RecordedStay], now: datetime) -> Explanation:
    """Every stay of the contact; what is not over yet reaches to now."""
    return Explanation(contact_id, tuple(ExplainedStay(stay, _stretches(stay, now)) for stay in stays))


def _stretches(stay: RecordedStay, now: datetime) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    at, end = stay.entered_at, stay.ended_at or now
    for offer in sorted(stay.offers, key=lambda offer: offer.made_at):
        _wait(found, at, offer.made_at)
        ended = min(offer.ended_at or end, end)
        found.append(Stretch(StretchKind.RINGING, offer.made_at, _span(offer.made_at, ended), offer))
        at = max(at, ended)
    _wait(found, at, end)
    return tuple(found)


def _wait(found: list[Stretch], began: datetime, ended: datetime) -> None:
    seconds = _span(began, ended)
    if seconds >= SHORTEST_SECONDS:
        found.append(Stretch(StretchKind.NO_AGENT_FREE, began, seconds))


def _span(began: datetime, ended: datetime) -> float:
    return max((ended - began).total_seconds(), 0.0)
