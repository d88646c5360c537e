"""The rules of signing in: locks, ends, passwords, and who sees which records."""

from datetime import UTC, datetime, timedelta

import pytest

from rexian.business.access_control import rules
from rexian.business.access_control.contracts import Actor, Permission, Role, Visibility

pytestmark = pytest.mark.pure

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("attempt", "locked"), [(1, False), (5, False), (6, True), (50, True)])
def test_the_sixth_attempt_is_refused_unheard(attempt: int, locked: bool) -> None:
    assert rules.is_locked(attempt) is locked


def test_a_lock_ends_after_half_an_hour() -> None:
    assert rules.lock_ends_at(NOON) == NOON + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("age", "idle", "alive"),
    [
        (timedelta(hours=1), timedelta(minutes=29), True),
        (timedelta(hours=1), timedelta(minutes=30), False),
        (timedelta(hours=11, minutes=59), timedelta(0), True),
        (timedelta(hours=12), timedelta(0), False),
    ],
)
def test_a_sign_in_ends_by_idleness_and_by_age(age: timedelta, idle: timedelta, alive: bool) -> None:
    expires_at = rules.sign_in_ends_at(NOON - age)

    assert rules.sign_in_alive(expires_at, NOON - idle, NOON) is alive


@pytest.mark.parametrize(
    ("password", "weaknesses"),
    [
        ("Hotline-Demo-1", ()),
        ("short-1A", ("too_short",)),
        ("alllowercase", ("too_few_classes",)),
        ("with8001inside-A", ("contains_staff_number",)),
        ("", ("too_short", "too_few_classes")),
        ("公积金热线密码很长A1", ()),
    ],
)
def test_a_password_is_judged(password: str, weaknesses: tuple[str, ...]) -> None:
    assert rules.password_weaknesses(password, "8001") == weaknesses


@pytest.mark.parametrize(
    ("roles", "visibility"),
    [
        ({Role.AGENT}, Visibility("o1", agent_id="u1")),
        ({Role.SUPERVISOR}, Visibility("o1")),
        ({Role.AGENT, Role.SUPERVISOR}, Visibility("o1")),
    ],
)
def test_an_agent_sees_his_own_records_and_a_supervisor_his_organisations(
    roles: set[Role], visibility: Visibility
) -> None:
    actor = Actor("u1", "o1", "8001", "李敏", frozenset(roles), "s1")

    assert rules.records_visible_to(actor) == visibility


def test_roles_add_up() -> None:
    both = rules.permissions_of(frozenset({Role.AGENT, Role.ADMIN}))

    assert {Permission.USE_DESK, Permission.READ_STATUS} <= both
    assert rules.permissions_of(frozenset()) == frozenset()
