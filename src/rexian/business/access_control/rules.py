"""The rules of signing in and of permissions: pure, so that each is a table of cases in a test.

Decides what each role may do, when an account is locked, when a sign-in has expired and which password is good enough
(domain.md 7.1). Called by the service; storage and hashing are left to it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from rexian.business.access_control.contracts import Actor, Permission, Role, Visibility

FAILURES_BEFORE_LOCK = 5
LOCK_SECONDS = 30 * 60
SIGN_IN_HOURS = 12
IDLE_MINUTES = 30
"""An agent's open page is in use: its live socket asks for the sign-in at each ping, so that no talk is cut short."""
PASSWORD_LENGTH = 10
PASSWORD_CLASSES = 3

_EVERYONE = frozenset({Permission.USE_PROFILE})

PERMISSIONS_OF_ROLE: Mapping[Role, frozenset[Permission]] = {
    Role.AGENT: _EVERYONE
    | {
        Permission.USE_DESK,
        Permission.READ_CALL_RECORDS,
        Permission.PLAY_RECORDINGS,
        Permission.REVEAL_PERSONAL_DATA,
        Permission.READ_DIRECTORY,
    },
    Role.SUPERVISOR: _EVERYONE
    | {
        Permission.SUPERVISE_DESKS,
        Permission.EXPLAIN_ROUTING,
        Permission.MANAGE_LEGAL_HOLDS,
        Permission.READ_CALL_RECORDS,
        Permission.PLAY_RECORDINGS,
        Permission.READ_DIRECTORY,
        Permission.MANAGE_DIRECTORY,
        Permission.MANAGE_CALENDARS,
        Permission.MANAGE_CALLER_MARKS,
        Permission.EDIT_FLOWS,
        Permission.MANAGE_QUEUES,
        Permission.MANAGE_STAFF,
        Permission.READ_CHANGES,
        Permission.READ_STATUS,
    },
    Role.ADMIN: _EVERYONE
    | {
        Permission.MANAGE_CALENDARS,
        Permission.MANAGE_TRUNKS,
        Permission.MANAGE_OBJECTS,
        Permission.EDIT_FLOWS,
        Permission.PUBLISH_FLOWS,
        Permission.MANAGE_QUEUES,
        Permission.MANAGE_STAFF,
        Permission.READ_CHANGES,
        Permission.READ_STATUS,
    },
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that the roles allow together."""
    return frozenset().union(*(PERMISSIONS_OF_ROLE[role] for role in roles))


def may_manage(manager: frozenset[Role], *of: frozenset[Role]) -> bool:
    """Whether who has the roles `manager` may keep a user of each of these roles: a supervisor keeps agents only."""
    return Role.ADMIN in manager or all(roles <= {Role.AGENT} for roles in of)


def records_visible_to(actor: Actor) -> Visibility:
    """Call records and recordings: a supervisor sees his organisation's, an agent his own."""
    if Role.SUPERVISOR in actor.roles:
        return Visibility(actor.organisation_id)
    return Visibility(actor.organisation_id, agent_id=actor.agent_id)


def is_locked(attempt: int) -> bool:
    """Whether the `attempt`-th one (counted from 1, this one included, within the lock time) is refused unheard."""
    return attempt > FAILURES_BEFORE_LOCK


def locked_until(failure_count: int, last_failed_at: datetime, now: datetime) -> datetime | None:
    """Until when a number with so many failures is locked; None where it is not."""
    ends = lock_ends_at(last_failed_at)
    return ends if failure_count >= FAILURES_BEFORE_LOCK and now < ends else None


def lock_ends_at(last_failed_at: datetime) -> datetime:
    """When a locked number may be tried again; failures further apart than this do not count together."""
    return last_failed_at + timedelta(seconds=LOCK_SECONDS)


def sign_in_ends_at(started_at: datetime) -> datetime:
    """The absolute end of a sign-in, however busy its user is: longer than a shift, shorter than a day."""
    return started_at + timedelta(hours=SIGN_IN_HOURS)


def sign_in_alive(expires_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in is neither over nor idle for too long."""
    return now < expires_at and now < last_seen_at + timedelta(minutes=IDLE_MINUTES)


def password_weaknesses(password: str, staff_number: str) -> tuple[str, ...]:
    """What is wrong with a new password: any of `too_short`, `too_few_classes`, `contains_staff_number`."""
    classes = (str.islower, str.isupper, str.isdigit, lambda sign: not (sign.isascii() and sign.isalnum()))
    class_count = sum(any(of_class(sign) for sign in password) for of_class in classes)
    weaknesses = {
        "too_short": len(password) < PASSWORD_LENGTH,
        "too_few_classes": class_count < PASSWORD_CLASSES,
        "contains_staff_number": bool(staff_number) and staff_number.lower() in password.lower(),
    }
    return tuple(name for name, found in weaknesses.items() if found)
