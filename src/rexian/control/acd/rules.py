"""The six rules: the key by which a queue keeps its idle agents in order, and whom a contact's own wish prefers.

A rule breaks its ties by the next, round the circle: longest idle, highest skill, longest average idle, fewest
answered, the named agent, the usual agent. The first four depend on the agent alone and are one sorted key; the last
two depend on the contact, so they are asked among those who are equal in what goes before them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rexian.control.contracts.configuration import AssignmentRule

IdleKey = tuple[Any, ...]
"""Four figures in the order of the rule, then the agent's id. The smallest is chosen."""

KeyMaker = Callable[[datetime, int, float, int, str], IdleKey]


def _longest_idle(since: datetime, level: int, average: float, answered: int, agent_id: str) -> IdleKey:
    return (since, -level, -average, answered, agent_id)


def _highest_skill(since: datetime, level: int, average: float, answered: int, agent_id: str) -> IdleKey:
    return (-level, -average, answered, since, agent_id)


def _longest_average_idle(since: datetime, level: int, average: float, answered: int, agent_id: str) -> IdleKey:
    return (-average, answered, since, -level, agent_id)


def _fewest_answered(since: datetime, level: int, average: float, answered: int, agent_id: str) -> IdleKey:
    return (answered, since, -level, -average, agent_id)


KEY_MAKERS: dict[AssignmentRule, KeyMaker] = {
    AssignmentRule.LONGEST_IDLE: _longest_idle,
    AssignmentRule.HIGHEST_SKILL: _highest_skill,
    AssignmentRule.LONGEST_AVERAGE_IDLE: _longest_average_idle,
    AssignmentRule.FEWEST_ANSWERED: _fewest_answered,
    AssignmentRule.NAMED_AGENT: _longest_idle,
    AssignmentRule.USUAL_AGENT: _longest_idle,
}

Explainer = Callable[[IdleKey, datetime], dict[str, Any]]
"""Gives a key's figures by their names, for the reason of a decision; one for each order of the figures."""


def _explain_longest_idle(key: IdleKey, now: datetime) -> dict[str, Any]:
    since, level, average, answered, agent_id = key
    return {
        "agent_id": agent_id,
        "idle_seconds": (now - since).total_seconds(),
        "level": -level,
        "average_idle_seconds": -average,
        "answered": answered,
    }


def _explain_highest_skill(key: IdleKey, now: datetime) -> dict[str, Any]:
    level, average, answered, since, agent_id = key
    return {
        "agent_id": agent_id,
        "idle_seconds": (now - since).total_seconds(),
        "level": -level,
        "average_idle_seconds": -average,
        "answered": answered,
    }


def _explain_longest_average_idle(key: IdleKey, now: datetime) -> dict[str, Any]:
    average, answered, since, level, agent_id = key
    return {
        "agent_id": agent_id,
        "idle_seconds": (now - since).total_seconds(),
        "level": -level,
        "average_idle_seconds": -average,
        "answered": answered,
    }


def _explain_fewest_answered(key: IdleKey, now: datetime) -> dict[str, Any]:
    answered, since, level, average, agent_id = key
    return {
        "agent_id": agent_id,
        "idle_seconds": (now - since).total_seconds(),
        "level": -level,
        "average_idle_seconds": -average,
        "answered": answered,
    }


EXPLAINERS: dict[AssignmentRule, Explainer] = {
    AssignmentRule.LONGEST_IDLE: _explain_longest_idle,
    AssignmentRule.HIGHEST_SKILL: _explain_highest_skill,
    AssignmentRule.LONGEST_AVERAGE_IDLE: _explain_longest_average_idle,
    AssignmentRule.FEWEST_ANSWERED: _explain_fewest_answered,
    AssignmentRule.NAMED_AGENT: _explain_longest_idle,
    AssignmentRule.USUAL_AGENT: _explain_longest_idle,
}

NAMED, USUAL = AssignmentRule.NAMED_AGENT, AssignmentRule.USUAL_AGENT

WISHES: dict[AssignmentRule, tuple[tuple[int, AssignmentRule], ...]] = {
    AssignmentRule.LONGEST_IDLE: ((4, NAMED), (4, USUAL)),
    AssignmentRule.HIGHEST_SKILL: ((3, NAMED), (3, USUAL)),
    AssignmentRule.LONGEST_AVERAGE_IDLE: ((2, NAMED), (2, USUAL)),
    AssignmentRule.FEWEST_ANSWERED: ((1, NAMED), (1, USUAL)),
    AssignmentRule.NAMED_AGENT: ((0, NAMED), (0, USUAL)),
    AssignmentRule.USUAL_AGENT: ((0, USUAL), (4, NAMED)),
}
"""Which agent the contact prefers among those who share so many of the best key's first figures, in this order."""
