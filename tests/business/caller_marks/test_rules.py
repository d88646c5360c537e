"""What a caller's marks come to: admission, priority and the pop's warnings, and when they end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.business.caller_marks.contracts import (
    Admission,
    BlackLevel,
    MarkContent,
    MarkKind,
    PopWarning,
    Treatment,
)
from rexian.business.caller_marks.rules import faults_of, treatment_of

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def black(level: BlackLevel, expires_at: datetime | None = None) -> MarkContent:
    return MarkContent(MarkKind.BLACK, "多次辱骂", None, level, expires_at)


RED = MarkContent(MarkKind.RED, "12345热线", None, None, None)
VIP = MarkContent(MarkKind.VIP, "人大代表", 5, None, None)


@pytest.mark.parametrize(
    ("marks", "admission", "priority"),
    [
        ((), Admission.ADMIT, 0),
        ((black(BlackLevel.WARN),), Admission.ADMIT, 0),
        ((black(BlackLevel.MENU_ONLY),), Admission.MENU_ONLY, 0),
        ((black(BlackLevel.REFUSE),), Admission.REFUSE, 0),
        ((black(BlackLevel.REFUSE), RED), Admission.ADMIT, 1),
        ((VIP,), Admission.ADMIT, 5),
        ((VIP, RED), Admission.ADMIT, 5),
        ((VIP, black(BlackLevel.MENU_ONLY)), Admission.MENU_ONLY, 5),
    ],
)
def test_the_marks_come_to_a_treatment(marks: tuple[MarkContent, ...], admission: Admission, priority: int) -> None:
    treatment = treatment_of(marks, NOW)
    assert (treatment.admission, treatment.priority) == (admission, priority)
    assert {warning.kind for warning in treatment.warnings} == {mark.kind for mark in marks}


def test_the_pop_says_why() -> None:
    assert treatment_of((black(BlackLevel.WARN),), NOW).warnings == (PopWarning(MarkKind.BLACK, "多次辱骂"),)
    assert "辱骂" not in repr(treatment_of((black(BlackLevel.WARN),), NOW))


def test_a_mark_ends_at_the_moment_it_names() -> None:
    mark = black(BlackLevel.REFUSE, LATER)
    assert treatment_of((mark,), LATER - timedelta(microseconds=1)).admission is Admission.REFUSE
    assert treatment_of((mark,), LATER) == Treatment()


@given(st.lists(st.sampled_from([black(level) for level in BlackLevel] + [RED, VIP]), max_size=5))
def test_the_order_of_marks_does_not_matter(marks: list[MarkContent]) -> None:
    assert treatment_of(marks, NOW) == treatment_of(marks[::-1], NOW)


@pytest.mark.parametrize(
    ("number", "content", "fault"),
    [
        ("", RED, ("number", "no_number")),
        ("138", MarkContent(MarkKind.RED, " ", None, None, None), ("reason", "empty_or_too_long")),
        ("138", MarkContent(MarkKind.RED, "x", 3, None, None), ("grade", "vip_only")),
        ("138", MarkContent(MarkKind.VIP, "x", None, None, None), ("grade", "vip_only")),
        ("138", MarkContent(MarkKind.VIP, "x", 10, None, None), ("grade", "out_of_range")),
        ("138", MarkContent(MarkKind.BLACK, "x", None, None, None), ("level", "black_only")),
        ("138", MarkContent(MarkKind.RED, "x", None, None, NOW), ("expires_at", "past")),
    ],
)
def test_what_is_wrong_is_named(number: str, content: MarkContent, fault: tuple[str, str]) -> None:
    assert faults_of(number, content, NOW) == (fault,)


def test_a_right_mark_has_no_fault() -> None:
    assert faults_of("13800138000", black(BlackLevel.WARN, LATER), NOW) == ()
