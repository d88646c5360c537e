"""What a queue's settings are refused for, and who serves it."""

from dataclasses import replace
from typing import Any

import pytest

from rexian.app.demo.centre import FRONT_DESK, LOAN_DESK, LOAN_QUEUE, QUEUE
from rexian.business.organisation.contracts import QueueDemand, QueueGroup, QueueOverflow
from rexian.business.queues import rules
from rexian.business.queues.contracts import Fault, Surroundings
from rexian.business.seats.contracts import SeatSettings, Skill
from rexian.control.contacts import words

pytestmark = pytest.mark.pure

KNOWN = Surroundings(frozenset({"hotline"}), frozenset({"leader"}), {})
GROUPS = (FRONT_DESK, LOAN_DESK)


def faults(**change: Any) -> list[Fault]:
    return rules.faults_of(replace(LOAN_QUEUE, **change), [QUEUE], GROUPS, KNOWN)


def seat(agent_id: str, *, queues: tuple[str, ...] = (), groups: tuple[str, ...] = (), loan: int = 0) -> SeatSettings:
    skills = (Skill("loan", loan),) if loan else ()
    return SeatSettings(agent_id, "c", agent_id, "sip", queues, groups, skills)


def test_the_demo_queues_have_no_fault() -> None:
    assert faults() == []
    assert rules.faults_of(QUEUE, [LOAN_QUEUE], GROUPS, KNOWN) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"name": " "}, Fault("name", "no_name")),
        ({"name": QUEUE.name}, Fault("name", "taken")),
        ({"offer_seconds": 1}, Fault("offer_seconds", "out_of_range")),
        ({"announcement_every_seconds": 3}, Fault("announcement_every_seconds", "out_of_range")),
        ({"skill": ""}, Fault("skill", "empty")),
        ({"rule": "by_name"}, Fault("rule", "unknown")),
        ({"groups": (QueueGroup("nobody"),)}, Fault("groups.0", "unknown")),
        ({"groups": (QueueGroup("loan-desk"), QueueGroup("loan-desk", 30))}, Fault("groups.1", "named_twice")),
        ({"demands": (QueueDemand(0, "loan", 1), QueueDemand(30, "loan", 3))}, Fault("demands", "rises")),
        ({"overflow": (QueueOverflow("waited", 60, "queue", LOAN_QUEUE.queue_id),)}, Fault("overflow.0", "unknown")),
        ({"overflow": (QueueOverflow("waited", 60, "flow", "none"),)}, Fault("overflow.0", "unknown")),
        ({"overflow": (QueueOverflow("length", 0, "flow", "hotline"),)}, Fault("overflow.0", "out_of_range")),
        ({"closed_text": "请于{opening}来电"}, Fault("closed_text", "placeholder_unknown", ("opening",))),
        ({"full_text": "请于{next_opening}来电"}, Fault("full_text", "placeholder_unknown", ("next_opening",))),
        (
            {"closed_text": "请于{next_opening:big}来电"},
            Fault("closed_text", "placeholder_unknown", ("next_opening:big",)),
        ),
        ({"no_agent_text": "请于{来电"}, Fault("no_agent_text", "brace_does_not_match")),
        ({"full_text": "。。"}, Fault("full_text", "nothing_to_say")),
        ({"full_text": "忙" * 301}, Fault("full_text", "too_long")),
    ],
)
def test_a_fault_is_named(change: dict[str, Any], found: Fault) -> None:
    assert faults(**change) == [found]


def test_a_text_that_is_taken_can_be_said() -> None:
    """What the rule lets through, the wording of control fills."""
    text = "现在已下班，{next_opening}恢复服务。"
    assert faults(closed_text=text) == []
    assert words.filled(text, "其他", next_opening="明天上午八点半") == "现在已下班，明天上午八点半恢复服务。"


def test_who_serves_comes_by_time_and_level() -> None:
    seats = [
        seat("late", groups=(FRONT_DESK.group_id,), loan=1),
        seat("expert", groups=(LOAN_DESK.group_id,), loan=5),
        seat("fair", groups=(LOAN_DESK.group_id,), loan=3),
        seat("named", queues=(LOAN_QUEUE.queue_id,)),
        seat("stranger", groups=("other",)),
    ]
    served = rules.servers_of(LOAN_QUEUE, seats)
    assert [(server.agent_id, server.after_seconds, server.level, server.is_able) for server in served] == [
        ("expert", 0, 5, True),
        ("fair", 0, 3, True),
        ("named", 0, 0, False),
        ("late", 30, 1, True),
    ]
