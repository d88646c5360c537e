"""One contact's way told to a person, line by line, and as JSON. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rexian.analysis.routing.contracts import ExplainedStay, Explanation, RecordedOffer, StayEnd, Stretch, StretchKind
from rexian.app.acd.stored import Names

KEPT_SECONDS = 1.0
"""A place that counts from less before the entry was not kept: it is the time between two lines of code."""
ENDS = {
    StayEnd.ANSWERED: "answered",
    StayEnd.ABANDONED: "the citizen hung up",
    StayEnd.LEFT: "taken elsewhere",
    StayEnd.OPEN: "still waiting",
}
CANDIDATE_FIGURES = {
    "idle_seconds": "idle {:.0f} s",
    "level": "level {}",
    "average_idle_seconds": "idle {:.0f} s on average",
    "answered": "{} answered today",
}
"""The figures the rules compare, as the reasons name them, and how they are told."""


def explanation_lines(explanation: Explanation, names: Names) -> Iterator[str]:
    """A paragraph for each stay in a queue."""
    for explained in explanation.stays:
        yield from _stay_lines(explained, names)


def explanation_json(explanation: Explanation, names: Names) -> dict[str, Any]:
    """The same as data, with times as text."""
    document: dict[str, Any] = _plain(asdict(explanation))
    document["agents"] = {agent_id: names.agents.get(agent_id, agent_id) for agent_id in _agents(explanation)}
    return document


def _stay_lines(explained: ExplainedStay, names: Names) -> Iterator[str]:
    stay = explained.stay
    waited = sum(stretch.seconds for stretch in explained.stretches)
    queue = names.queues.get(stay.queue_id, stay.queue_id)
    yield f"{_clock(stay.entered_at, names)} queue {queue}: {waited:.1f} s, {ENDS[stay.end]}" + _kept(explained)
    for number, stretch in enumerate(explained.stretches):
        following = explained.stretches[number + 1] if number + 1 < len(explained.stretches) else None
        yield from _stretch_lines(stretch, following, names)


def _kept(explained: ExplainedStay) -> str:
    seconds = (explained.stay.entered_at - explained.stay.queued_at).total_seconds()
    return f"; its place counts {seconds:.1f} s longer" if seconds >= KEPT_SECONDS else ""


def _stretch_lines(stretch: Stretch, following: Stretch | None, names: Names) -> Iterator[str]:
    if stretch.kind is StretchKind.NO_AGENT_FREE:
        yield f"  {stretch.seconds:8.1f} s  no agent was free for it{_then(following, names)}"
    elif stretch.offer is not None:
        offer = stretch.offer
        agent = names.agents.get(offer.agent_id, offer.agent_id)
        yield f"  {stretch.seconds:8.1f} s  rang at {agent}: {offer.outcome or 'not ended'}"
        yield from _why(offer, names)


def _then(following: Stretch | None, names: Names) -> str:
    """What was known of the line when the wait ended: others who stood there, the contact's own place in it."""
    if following is None or following.offer is None:
        return ""
    contact = following.offer.contact
    told = [f"{contact['waiting']} were in line"] if contact.get("waiting") else []
    if contact.get("priority"):
        told.append(f"priority {contact['priority']}")
    if contact.get("stage"):
        told.append(f"demands had widened {contact['stage']} times")
    return f" ({', '.join(told)})" if told else ""


def _why(offer: RecordedOffer, names: Names) -> Iterator[str]:
    if offer.rule is None:
        yield "              no reason was stored"
        return
    rule = offer.rule if offer.chosen_by in (None, offer.rule) else f"{offer.rule}, decided by {offer.chosen_by}"
    yield f"              rule {rule}, {offer.candidates} candidates"
    for candidate in offer.first_five:
        mark = ">" if candidate.get("agent_id") == offer.agent_id else " "
        yield f"            {mark} {_candidate(candidate, names)}"


def _candidate(candidate: Mapping[str, Any], names: Names) -> str:
    agent_id = str(candidate.get("agent_id"))
    figures = [text.format(candidate[name]) for name, text in CANDIDATE_FIGURES.items() if name in candidate]
    return ", ".join([names.agents.get(agent_id, agent_id), *figures])


def _agents(explanation: Explanation) -> list[str]:
    offers = [offer for explained in explanation.stays for offer in explained.stay.offers]
    named = [str(candidate.get("agent_id")) for offer in offers for candidate in offer.first_five]
    return list(dict.fromkeys([*(offer.agent_id for offer in offers), *named]))


def _clock(time: datetime, names: Names) -> str:
    return f"{time.astimezone(ZoneInfo(names.time_zone)):%Y-%m-%d %H:%M:%S}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
