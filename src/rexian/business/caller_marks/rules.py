"""What a caller's marks come to: pure.

Decides whether the call is admitted, its priority and the warnings of the pop; and what is wrong with a mark. Called by
the service and, through it, by whoever admits calls. Finding the marks of a number is left to them.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from rexian.business.caller_marks.contracts import (
    HIGHEST_GRADE,
    LOWEST_GRADE,
    NORMAL_PRIORITY,
    RED_PRIORITY,
    Admission,
    BlackLevel,
    MarkContent,
    MarkKind,
    PopWarning,
    Treatment,
)

ADMISSION_OF_LEVEL = {
    BlackLevel.WARN: Admission.ADMIT,
    BlackLevel.MENU_ONLY: Admission.MENU_ONLY,
    BlackLevel.REFUSE: Admission.REFUSE,
}
_STRICTNESS = {Admission.ADMIT: 0, Admission.MENU_ONLY: 1, Admission.REFUSE: 2}
LONGEST_REASON = 200


def treatment_of(marks: Iterable[MarkContent], now: datetime) -> Treatment:
    """The treatment by all marks that hold at `now`: the red list opens every way, else the strictest level counts."""
    holding = sorted((mark for mark in marks if holds(mark, now)), key=lambda mark: (mark.kind, mark.reason))
    return Treatment(
        admission=_admission(holding),
        priority=max((_priority(mark) for mark in holding), default=NORMAL_PRIORITY),
        warnings=tuple(PopWarning(mark.kind, mark.reason) for mark in holding),
    )


def holds(mark: MarkContent, now: datetime) -> bool:
    """Whether the mark has not expired: it ends at the moment it names."""
    return mark.expires_at is None or now < mark.expires_at


def faults_of(number: str, content: MarkContent, now: datetime) -> tuple[tuple[str, str], ...]:
    """What is wrong with a mark: pairs of field and fault. `number` is in its kept form, empty = no number."""
    return tuple(_faults(number, content, now))


def _faults(number: str, content: MarkContent, now: datetime) -> Iterator[tuple[str, str]]:
    if not number:
        yield "number", "no_number"
    if not content.reason.strip() or len(content.reason) > LONGEST_REASON:
        yield "reason", "empty_or_too_long"
    if (content.grade is not None) != (content.kind is MarkKind.VIP):
        yield "grade", "vip_only"
    elif content.grade is not None and not LOWEST_GRADE <= content.grade <= HIGHEST_GRADE:
        yield "grade", "out_of_range"
    if (content.level is not None) != (content.kind is MarkKind.BLACK):
        yield "level", "black_only"
    if content.expires_at is not None and content.expires_at <= now:
        yield "expires_at", "past"


def _admission(marks: Iterable[MarkContent]) -> Admission:
    admissions = [Admission.ADMIT]
    for mark in marks:
        if mark.kind is MarkKind.RED:
            return Admission.ADMIT
        if mark.level is not None:
            admissions.append(ADMISSION_OF_LEVEL[mark.level])
    return max(admissions, key=_STRICTNESS.__getitem__)


def _priority(mark: MarkContent) -> int:
    if mark.kind is MarkKind.VIP:
        return mark.grade or LOWEST_GRADE
    return RED_PRIORITY if mark.kind is MarkKind.RED else NORMAL_PRIORITY
