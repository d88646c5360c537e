"""Makes a script from a plan: callers at random times, patience and talks of random length, agents by their shifts.

The same plan and seed give the same script whatever the rules are, so two rules are compared on the same callers.
"""

import math
import random
from collections.abc import Iterator

from rexian.app.acd.documents import with_settings
from rexian.app.acd.errors import PlanInvalid
from rexian.app.acd.plan import HALF_HOUR_SECONDS, AgentTeam, DayPlan, Traffic, seconds_of
from rexian.app.acd.script import AgentMove, Caller, Centre, MoveKind, Script
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration

SIGN_IN_SPREAD_SECONDS = 60.0
"""A shift's agents come within this time after its beginning."""
MIDDLE_LEVEL = 5
SHORTEST_TALK_SECONDS = 5.0
ORGANISATION = "centre"
NEEDED = {"organisation_id": ORGANISATION, "announcement": "", "announcement_every_seconds": 0.0}


def make_centre(plan: DayPlan) -> Centre:
    """The plan's queues and agents. Raises PlanInvalid."""
    queues = [_queue(queue_id, settings) for queue_id, settings in plan.queues.items()]
    agents = [agent for team in plan.teams for agent in _agents(team, plan)]
    for queue_id in plan.traffic:
        if queue_id not in plan.queues:
            raise PlanInvalid(f"traffic.{queue_id}: there is no such queue.")
    return Centre(agents, queues, plan.time_zone, _paces(plan, agents, queues))


def make_script(plan: DayPlan, centre: Centre, seed: int) -> Script:
    """One day by chance."""
    wrap_up_seconds = {queue.queue_id: queue.wrap_up_seconds for queue in centre.queues}
    callers = [
        caller
        for queue_id, traffic in sorted(plan.traffic.items())
        for caller in _callers(queue_id, traffic, wrap_up_seconds[queue_id], centre, seed)
    ]
    moves = [move for team in plan.teams for move in _moves(team, random.Random(f"{seed}/{team.name}"))]
    return Script(
        plan.start,
        sorted(callers, key=lambda caller: (caller.arrives_at, caller.caller_id)),
        sorted(moves, key=lambda move: move.at),
        plan.missed_share,
        plan.back_after_seconds,
    )


def _queue(queue_id: str, settings: dict[str, object]) -> QueueConfiguration:
    values = {"queue_id": queue_id, "name": queue_id, "offer_seconds": 20.0, "wrap_up_seconds": 0.0}
    return with_settings(QueueConfiguration, {**NEEDED, **values, **settings}, f"queues.{queue_id}")


def _agents(team: AgentTeam, plan: DayPlan) -> Iterator[AgentConfiguration]:
    for queue_id in team.queue_ids:
        if queue_id not in plan.queues:
            raise PlanInvalid(f"teams.{team.name}: there is no queue {queue_id!r}.")
    for number in range(team.count):
        agent_id = _agent_id(team, number)
        values = {
            "agent_id": agent_id,
            "organisation_id": ORGANISATION,
            "staff_number": agent_id,
            "name": agent_id,
            "sip_username": agent_id,
            "sip_secret": "",
            "phone_kind": "sip",
            "queue_ids": team.queue_ids,
            "group_ids": team.group_ids,
            "skills": [{"skill": skill, "level": _level(of, number)} for skill, of in team.skills.items()],
        }
        yield with_settings(AgentConfiguration, values, f"teams.{team.name}")


def _agent_id(team: AgentTeam, number: int) -> str:
    return f"{team.name}-{number + 1:02}"


def _level(of: int | tuple[int, int], number: int) -> int:
    if isinstance(of, int):
        return of
    low, high = min(of), max(of)
    return low + number % (high - low + 1)


def _paces(
    plan: DayPlan, agents: list[AgentConfiguration], queues: list[QueueConfiguration]
) -> dict[tuple[str, str], float]:
    """How long each agent talks in each queue, by the mean."""
    paces = {}
    for queue in queues:
        for agent in agents:
            level = next((skill.level for skill in agent.skills if skill.skill == queue.skill), MIDDLE_LEVEL)
            paces[agent.agent_id, queue.queue_id] = max(1.0 - plan.talk_share_per_level * (level - MIDDLE_LEVEL), 0.1)
    return paces


def _callers(queue_id: str, traffic: Traffic, wrap_up_seconds: float, centre: Centre, seed: int) -> Iterator[Caller]:
    chance = random.Random(f"{seed}/{queue_id}")
    serving = [agent.agent_id for agent in centre.agents if queue_id in agent.queue_ids]
    for number, at in enumerate(_arrivals(traffic, chance)):
        patience = chance.expovariate(1.0 / traffic.patience_seconds)
        talk = _lognormal(traffic.talk_seconds, traffic.talk_variation, chance)
        named, usual, preferred = chance.random(), chance.random(), chance.random()
        agent_id = chance.choice(serving) if serving else None
        yield Caller(
            caller_id=f"{queue_id}-{number + 1}",
            queue_id=queue_id,
            arrives_at=at,
            patience_seconds=patience,
            talk_seconds=max(talk, SHORTEST_TALK_SECONDS),
            wrap_up_seconds=wrap_up_seconds,
            ring_seconds=traffic.ring_seconds,
            priority=traffic.priority if preferred < traffic.priority_share else 0,
            named_agent_id=agent_id if named < traffic.named_agent_share else None,
            usual_agent_id=agent_id if usual < traffic.usual_agent_share else None,
        )


def _arrivals(traffic: Traffic, chance: random.Random) -> Iterator[float]:
    """A Poisson process whose rate changes with each half hour."""
    for begin, expected in sorted(traffic.calls_expected().items()):
        at, end = seconds_of(begin), seconds_of(begin) + HALF_HOUR_SECONDS
        while expected > 0.0:
            at += chance.expovariate(expected / HALF_HOUR_SECONDS)
            if at >= end:
                break
            yield at


def _lognormal(mean: float, variation: float, chance: random.Random) -> float:
    if variation == 0.0:
        return mean
    spread = math.log(1.0 + variation**2)
    return chance.lognormvariate(math.log(mean) - spread / 2, math.sqrt(spread))


def _moves(team: AgentTeam, chance: random.Random) -> Iterator[AgentMove]:
    for number in range(team.count):
        agent_id = _agent_id(team, number)
        for begin, end in team.shifts:
            at = seconds_of(begin) + chance.uniform(0.0, SIGN_IN_SPREAD_SECONDS)
            yield AgentMove(at, agent_id, MoveKind.SIGN_IN)
            yield AgentMove(at, agent_id, MoveKind.READY)
            yield AgentMove(seconds_of(end), agent_id, MoveKind.SIGN_OUT)
