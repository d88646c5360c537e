"""The facts a flow asks about, as they are for this call now. Called by the menu; the names are `ivr.facts`'."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rexian.control.contacts.turn import Turn
from rexian.control.contracts.entry import KeeperKind
from rexian.control.ivr.facts import Fact, fact_of

MOBILE_DIGITS = 11


def looked_up(turn: Turn, names: tuple[str, ...]) -> dict[str, Any]:
    """Each fact by its name; None for what is not known."""
    found = ((name, fact_of(name)) for name in names)
    return {name: None if fact is None else _fact(turn, fact) for name, fact in found}


def _fact(turn: Turn, fact: Fact) -> Any:
    match fact.source:
        case "queue":
            return _of_queue(turn, fact)
        case "caller":
            return _of_caller(turn, fact.figure)
        case "number":
            return turn.around.entry.is_open(KeeperKind.NUMBER, turn.contact.called_number, turn.now)
        case "calendar":
            return _of_calendar(turn, fact)
        case "clock":
            return _of_clock(turn, fact.figure)
        case _:
            return None


def _of_queue(turn: Turn, fact: Fact) -> Any:
    if turn.around.queue(fact.subject) is None:
        return None
    lines = turn.around.lines
    match fact.figure:
        case "open":
            return turn.around.entry.is_open(KeeperKind.QUEUE, fact.subject, turn.now)
        case "admission":
            is_open = turn.around.entry.is_open(KeeperKind.QUEUE, fact.subject, turn.now)
            return str(lines.admission(fact.subject)) if is_open else "closed"
        case "expected_wait_seconds":
            return lines.newcomer_seconds(fact.subject, turn.now)
        case figure:
            figures = lines.figures(fact.subject)
            counts = {"waiting": figures.waiting, "agents_ready": figures.idle, "agents_signed_in": figures.staffed}
            return counts.get(figure)


def _of_caller(turn: Turn, figure: str) -> Any:
    treatment = turn.contact.treatment
    match figure:
        case "admission":
            return str(treatment.admission)
        case "priority":
            return treatment.priority
        case "mark":
            return next((warning.kind for warning in treatment.warnings), None)
        case "is_mobile":
            return _is_mobile(turn.contact.caller_number)
        case _:
            return None


def _is_mobile(number: str) -> bool:
    return len(number) == MOBILE_DIGITS and number.isdecimal() and number.startswith("1")


def _of_calendar(turn: Turn, fact: Fact) -> bool | None:
    openings = turn.around.entry.openings(fact.subject)
    if openings is None:
        return None
    if fact.figure == "open":
        return any(first <= turn.now < end for first, end in openings)
    today = _local(turn).date()
    zone = ZoneInfo(turn.around.centre.time_zone)
    return any(first.astimezone(zone).date() <= today <= end.astimezone(zone).date() for first, end in openings)


def _of_clock(turn: Turn, figure: str) -> Any:
    now = _local(turn)
    return {"date": now.date().isoformat(), "hour": now.hour, "weekday": now.isoweekday()}.get(figure)


def _local(turn: Turn) -> datetime:
    return turn.now.astimezone(ZoneInfo(turn.around.centre.time_zone))
