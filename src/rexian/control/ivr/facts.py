"""Facts of the centre that a flow may look at, by name: the queues now, the caller's marks, hours, the clock.

The names are the flow's side of it; whoever runs a flow answers: contacts.flow_facts on a call, given values in tests.
A fact that is not known is None, which no comparison holds for.
"""

from dataclasses import dataclass

QUEUE_FIGURES = ("waiting", "expected_wait_seconds", "agents_ready", "agents_signed_in", "open", "admission")
CALLER_FIGURES = ("admission", "priority", "mark", "is_mobile")
CALENDAR_FIGURES = ("open", "opens_today")
NUMBER_FIGURES = ("open",)
CLOCK_FIGURES = ("date", "hour", "weekday")

_WITH_SUBJECT = {"queue": QUEUE_FIGURES, "calendar": CALENDAR_FIGURES}
_WITHOUT = {"caller": CALLER_FIGURES, "number": NUMBER_FIGURES, "clock": CLOCK_FIGURES}


@dataclass(frozen=True)
class Fact:
    """`subject`: a queue's or calendar's id, else empty."""

    source: str
    subject: str
    figure: str


def fact_of(name: str) -> Fact | None:
    """`queue.<id>.waiting`, `calendar.<id>.open`, `caller.priority`, `number.open`, `clock.hour` and the like; None
    for a variable."""
    source, dot, rest = name.partition(".")
    subject, _, figure = rest.rpartition(".")
    return Fact(source, subject, figure) if dot else None


def is_known_kind(fact: Fact) -> bool:
    """Whether there is such a figure."""
    if fact.source in _WITH_SUBJECT:
        return bool(fact.subject) and fact.figure in _WITH_SUBJECT[fact.source]
    return not fact.subject and fact.figure in _WITHOUT.get(fact.source, ())
