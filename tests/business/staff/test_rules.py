"""What a user and his seat are refused for."""

from dataclasses import replace
from typing import Any

import pytest

from rexian.business.access_control.contracts import Role
from rexian.business.access_control.rules import may_manage
from rexian.business.seats.contracts import Skill
from rexian.business.staff import rules
from rexian.business.staff.contracts import Manager, MemberContent, SeatContent

pytestmark = pytest.mark.pure

SEAT = SeatContent("8005", "sip", ("people",), ("front",), (Skill("loan", 3),))
AGENT = MemberContent("8005", "钱进", frozenset({Role.AGENT}), True, SEAT)
ADMIN = frozenset({Role.ADMIN})


def faults(content: MemberContent) -> list[rules.Fault]:
    return list(rules.faults_of(content, {"people"}, {"front"}, {"trunk"}))


def test_a_usual_agent_has_no_fault() -> None:
    assert faults(AGENT) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"staff_number": "八零零五"}, ("staff_number", "no_staff_number")),
        ({"name": ""}, ("name", "no_name")),
        ({"seat": None}, ("seat", "seat_and_agent_together")),
        ({"roles": ADMIN}, ("seat", "seat_and_agent_together")),
        ({"seat": replace(SEAT, sip_username="a b")}, ("seat.sip_username", "no_sip_username")),
        ({"seat": replace(SEAT, sip_username="trunk")}, ("seat.sip_username", "taken")),
        ({"seat": replace(SEAT, queue_ids=("none",))}, ("seat.queue_ids", "unknown")),
        ({"seat": replace(SEAT, group_ids=("none",))}, ("seat.group_ids", "unknown")),
        ({"seat": replace(SEAT, skills=(Skill("loan", 99),))}, ("seat.skills.0", "out_of_range")),
        ({"seat": replace(SEAT, skills=(Skill("a", 1), Skill("a", 2)))}, ("seat.skills.1", "named_twice")),
    ],
)
def test_a_fault_is_named(change: dict[str, Any], found: rules.Fault) -> None:
    assert faults(replace(AGENT, **change)) == [found]


def test_nobody_shuts_himself_out() -> None:
    manager = Manager("u1", ADMIN)
    mine = MemberContent("9000", "管理员", frozenset({Role.SUPERVISOR}), False, None)
    assert list(rules.own_faults(mine, ADMIN, manager, "u1")) == [("active", "own_account"), ("roles", "own_account")]
    assert list(rules.own_faults(mine, ADMIN, manager, "u2")) == []


def test_a_supervisor_keeps_agents_only() -> None:
    agent, lead = frozenset({Role.AGENT}), frozenset({Role.SUPERVISOR})
    assert may_manage(lead, agent)
    assert not may_manage(lead, agent, lead)
    assert not may_manage(lead, ADMIN)
    assert may_manage(ADMIN, lead, ADMIN)
