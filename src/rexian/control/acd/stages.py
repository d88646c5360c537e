"""How a queue's demands widen with waiting: the stages, and from which of them on an agent may serve.

A stage begins at a waiting time. From stage to stage groups join and demands fall, never the other way, so an agent who
may serve at one stage may serve at all later ones: one number, the agent's tier, says it all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration


@dataclass(frozen=True)
class Stage:
    """From `after_seconds` of waiting on: the groups that serve, the level that each skill must have."""

    after_seconds: float
    group_ids: frozenset[str]
    levels: Mapping[str, int]


def stages_of(queue: QueueConfiguration) -> tuple[Stage, ...]:
    """The queue's stages in order; the first begins at 0."""
    times = {0.0}
    times |= {max(group.after_seconds, 0.0) for group in queue.groups}
    times |= {max(demand.after_seconds, 0.0) for demand in queue.demands}
    return tuple(
        Stage(
            at,
            frozenset(group.group_id for group in queue.groups if group.after_seconds <= at),
            _levels_at(queue, at),
        )
        for at in sorted(times)
    )


def _levels_at(queue: QueueConfiguration, at: float) -> dict[str, int]:
    """The lowest level asked of each skill so far: a demand that rises would shut out agents who could serve already.
    So the first one of a skill holds from the beginning."""
    levels: dict[str, int] = {}
    for demand in sorted(queue.demands, key=lambda demand: demand.after_seconds):
        known = levels.get(demand.skill)
        if known is None or (demand.after_seconds <= at and demand.level < known):
            levels[demand.skill] = demand.level
    return levels


def tier_of(queue: QueueConfiguration, stages: tuple[Stage, ...], seat: AgentConfiguration) -> int | None:
    """The first stage at which this agent may serve; None = never."""
    levels = {skill.skill: skill.level for skill in seat.skills}
    for tier, stage in enumerate(stages):
        serves = queue.queue_id in seat.queue_ids or not stage.group_ids.isdisjoint(seat.group_ids)
        if serves and all(levels.get(skill, 0) >= level for skill, level in stage.levels.items()):
            return tier
    return None


def level_of(queue: QueueConfiguration, seat: AgentConfiguration) -> int:
    """The agent's level in the queue's skill."""
    return next((skill.level for skill in seat.skills if skill.skill == queue.skill), 0)
