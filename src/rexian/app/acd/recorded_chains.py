"""A contact that overflow has led from queue to queue is one caller: the replayed engine leads it there by itself, and
whoever were taken for a caller of each queue would stand in the second one twice. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from rexian.analysis.routing.contracts import RecordedStay, StayEnd

AT_ONCE = timedelta(seconds=1)
"""So soon after leaving one queue a contact stands in the next one, when nothing was between them."""


def as_callers(stays: Iterable[RecordedStay]) -> tuple[RecordedStay, ...]:
    """The stays; those that follow each other without a break and with the place kept are put together: entered as the
    first of them, ended as the last."""
    callers: dict[str, RecordedStay] = {}
    last_of: dict[str, str] = {}
    for stay in sorted(stays, key=lambda stay: (stay.entered_at, stay.segment_id)):
        before = callers.get(last_of.get(stay.contact_id, ""))
        if before is not None and _goes_on(before, stay):
            callers[before.segment_id] = _together(before, stay)
        else:
            callers[stay.segment_id] = stay
            last_of[stay.contact_id] = stay.segment_id
    return tuple(callers.values())


def _goes_on(before: RecordedStay, stay: RecordedStay) -> bool:
    return (
        before.end is StayEnd.LEFT
        and before.ended_at is not None
        and stay.entered_at - before.ended_at <= AT_ONCE
        and stay.queued_at == before.queued_at
    )


def _together(first: RecordedStay, last: RecordedStay) -> RecordedStay:
    return replace(
        first,
        ended_at=last.ended_at,
        end=last.end,
        end_reason=last.end_reason,
        offers=first.offers + last.offers,
        agent_id=last.agent_id,
        talk_seconds=last.talk_seconds,
    )
