"""The centre of the ACD's measurements: queues of all six rules, skills that widen, groups, agents in three queues."""

import random

from rexian.control.contracts.configuration import (
    AgentConfiguration,
    AssignmentRule,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    QueueConfiguration,
    ServingGroup,
    SkillDemand,
    SkillLevel,
)

RULES = tuple(AssignmentRule)
LEVELS = 9
GROUPS_OF_AN_AGENT = 2


def make_queues(count: int) -> list[QueueConfiguration]:
    """One rule after the other; each queue has a skill and a group, every third one demands that fall with waiting,
    and every fifth one sends on who has waited for five minutes."""
    return [_queue(number, count) for number in range(count)]


def _queue(number: int, count: int) -> QueueConfiguration:
    skill = f"skill-{number}"
    overflow = OverflowRule(
        OverflowCause.WAITED, 300.0, OverflowTargetKind.QUEUE, target_id=f"queue-{(number + 1) % count}"
    )
    return QueueConfiguration(
        queue_id=f"queue-{number}",
        organisation_id="centre",
        name=f"queue {number}",
        offer_seconds=20.0,
        wrap_up_seconds=15.0,
        announcement="",
        announcement_every_seconds=0.0,
        rule=RULES[number % len(RULES)],
        skill=skill,
        groups=(ServingGroup(f"group-{number}"),),
        demands=(SkillDemand(0.0, skill, 4), SkillDemand(20.0, skill, 0)) if number % 3 == 0 else (),
        overflow=(overflow,) if number % 5 == 0 else (),
        wait_for_agent_seconds=10.0,
    )


def make_agents(count: int, queues: int, chance: random.Random) -> list[AgentConfiguration]:
    """Each in one queue of its own right and in two by groups."""
    return [_agent(number, queues, chance) for number in range(count)]


def _agent(number: int, queues: int, chance: random.Random) -> AgentConfiguration:
    served = [number % queues, *(chance.randrange(queues) for _ in range(GROUPS_OF_AN_AGENT))]
    agent_id = f"agent-{number:06d}"
    return AgentConfiguration(
        agent_id=agent_id,
        organisation_id="centre",
        staff_number=str(number),
        name=f"agent {number}",
        sip_username=agent_id,
        sip_secret="",
        phone_kind="sip",
        queue_ids=(f"queue-{served[0]}",),
        group_ids=tuple(f"group-{queue}" for queue in served[1:]),
        skills=tuple(SkillLevel(f"skill-{queue}", chance.randint(1, LEVELS)) for queue in set(served)),
    )
