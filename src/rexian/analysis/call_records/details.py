"""What one contact's page shows beyond its record: who was offered the call and why, and what the citizen heard.

Pure; made from the contact's facts when the page is asked for, stored nowhere.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rexian.analysis.call_records.contracts import OfferDetail, PromptDetail
from rexian.analysis.call_records.rules import in_order
from rexian.control.contracts.events import Event, EventType


def offers(events: Iterable[Event]) -> tuple[OfferDetail, ...]:
    """Every offer of the contact in the order they were made."""
    found: dict[str, OfferDetail] = {}
    for event in in_order(events):
        offer_id = str(event.data.get("offer_id"))
        if event.type == EventType.OFFER_MADE:
            found.setdefault(offer_id, _made(offer_id, event))
        elif offer_id in found and event.type == EventType.OFFER_RINGING:
            found[offer_id] = replace(found[offer_id], rang_at=event.time)
        elif offer_id in found and event.type == EventType.OFFER_ENDED:
            found[offer_id] = replace(found[offer_id], ended_at=event.time, outcome=event.data.get("outcome"))
    return tuple(found.values())


def _made(offer_id: str, event: Event) -> OfferDetail:
    reason: Any = event.data.get("reason") or {}
    candidates = reason.get("candidates")
    return OfferDetail(
        offer_id=offer_id,
        agent_id=event.data.get("agent_id"),
        queue_id=event.data.get("queue_id"),
        made_at=event.time,
        rang_at=None,
        ended_at=None,
        outcome=None,
        rule=reason.get("rule"),
        candidates=len(candidates) if isinstance(candidates, list) else candidates,
        first_five=tuple(str(agent) for agent in reason.get("first_five") or ()),
    )


def follows(events: Iterable[Event]) -> str | None:
    """The missed contact that this one calls back."""
    started = (event for event in events if event.type == EventType.CONTACT_STARTED)
    return next((event.data.get("follows") for event in started), None)


def prompts(events: Iterable[Event]) -> tuple[PromptDetail, ...]:
    """Every prompt of the contact in the order the citizen heard them, texts still sealed."""
    found: dict[str, PromptDetail] = {}
    for event in in_order(events):
        playback_id = str(event.data.get("playback_id"))
        if event.type == EventType.PROMPT_STARTED:
            found.setdefault(playback_id, _prompt(playback_id, event))
        elif event.type == EventType.PROMPT_ENDED and playback_id in found:
            found[playback_id] = replace(found[playback_id], outcome=event.data.get("outcome"))
    return tuple(found.values())


def _prompt(playback_id: str, event: Event) -> PromptDetail:
    return PromptDetail(
        playback_id=playback_id,
        prompt_id=event.data.get("prompt_id"),
        started_at=event.time,
        clip_seconds=event.data.get("clip_seconds"),
        outcome=None,
        text_sealed=event.sealed.get("text"),
    )
