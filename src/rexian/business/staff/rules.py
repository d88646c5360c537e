"""What is wrong with a user and his seat: pure. Called by the service before anything is stored."""

import re
from collections.abc import Collection, Iterator

from rexian.business.access_control.contracts import Role
from rexian.business.staff.contracts import Manager, MemberContent, SeatContent

STAFF_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
SIP_USERNAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{1,30}")
LONGEST_NAME = 40
LONGEST_SKILL = 40
HIGHEST_LEVEL = 10

Fault = tuple[str, str]


def faults_of(
    content: MemberContent, queue_ids: Collection[str], group_ids: Collection[str], trunk_names: Collection[str]
) -> Iterator[Fault]:
    """Pairs of field and fault. A trunk's name is no telephone's: Asterisk keeps both in one list."""
    if not STAFF_NUMBER.fullmatch(content.staff_number):
        yield "staff_number", "no_staff_number"
    if not content.name.strip() or not content.name.isprintable() or len(content.name) > LONGEST_NAME:
        yield "name", "no_name"
    if not content.roles:
        yield "roles", "empty"
    if (content.seat is not None) != (Role.AGENT in content.roles):
        yield "seat", "seat_and_agent_together"
    if content.seat is not None:
        yield from _seat_faults(content.seat, queue_ids, group_ids, trunk_names)


def own_faults(content: MemberContent, roles: frozenset[Role], manager: Manager, user_id: str) -> Iterator[Fault]:
    """What nobody may do to himself; `roles` are those he has."""
    if user_id != manager.user_id:
        return
    if not content.active:
        yield "active", "own_account"
    if content.roles | {Role.AGENT} != roles | {Role.AGENT}:
        yield "roles", "own_account"


def _seat_faults(
    seat: SeatContent, queue_ids: Collection[str], group_ids: Collection[str], trunk_names: Collection[str]
) -> Iterator[Fault]:
    if not SIP_USERNAME.fullmatch(seat.sip_username):
        yield "seat.sip_username", "no_sip_username"
    if seat.sip_username in trunk_names:
        yield "seat.sip_username", "taken"
    if set(seat.queue_ids) - set(queue_ids):
        yield "seat.queue_ids", "unknown"
    if set(seat.group_ids) - set(group_ids):
        yield "seat.group_ids", "unknown"
    names = [skill.skill for skill in seat.skills]
    for place, skill in enumerate(seat.skills):
        if not skill.skill.strip() or not skill.skill.isprintable() or len(skill.skill) > LONGEST_SKILL:
            yield f"seat.skills.{place}", "no_name"
        if not 1 <= skill.level <= HIGHEST_LEVEL:
            yield f"seat.skills.{place}", "out_of_range"
        if skill.skill in names[:place]:
            yield f"seat.skills.{place}", "named_twice"
