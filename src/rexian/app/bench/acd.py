"""`rexian bench acd`: how many contacts a second the engine gives to agents, how long one decision takes, and how both
change with the number of agents. Pure computing on one core: no process, no network, no database.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rexian.app.bench.acd_measure import Cost, bytes_per_idle_agent, measure, write_day

SEED = 1
ROUNDS = 3
GROWTH_AGENTS = (100, 1_000, 10_000, 100_000)
SLACK = 1.25
"""A cost may lie so much above the logarithm's line: caches are small, engines of a hundred thousand agents are not."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class AcdFindings:
    """What was measured; see `as_json`."""

    agents: int
    queues: int
    assignments: int
    costs: tuple[Cost, ...]
    bytes_per_idle_agent: int
    growth: dict[int, float]

    @property
    def cost(self) -> Cost:
        """The median round by the processor's time."""
        return sorted(self.costs, key=lambda cost: cost.cpu_us)[len(self.costs) // 2]

    @property
    def decisions_us(self) -> list[float]:
        """The time of each decision, sorted: the least of the rounds, for the day is the same in each and what else
        the machine did meanwhile is not the engine's."""
        return sorted(min(times) for times in zip(*(cost.decisions_us for cost in self.costs), strict=True))

    def as_json(self) -> dict[str, Any]:
        """`assignments_per_s`: whole ways of contacts (in, offered, ringing, answered, ended, wrapped up; their events
        built) by the processor's time. `p50_us`, `p99_us`, `max_us`: wall time of a call of the engine that made an
        offer. `growth`: mean processor's time of an assignment in µs, by the number of agents."""
        cost, decisions = self.cost, self.decisions_us
        return {
            "assignments_per_s": round(1e6 / cost.cpu_us),
            "assignments_per_s_of_rounds": [round(1e6 / each.cpu_us) for each in self.costs],
            "cpu_us_per_assignment": round(cost.cpu_us, 1),
            "events_per_assignment": round(cost.events, 2),
            "p50_us": round(_quantile(decisions, 0.5), 1),
            "p99_us": round(_quantile(decisions, 0.99), 1),
            "max_us": round(decisions[-1], 1),
            "bytes_per_idle_agent": self.bytes_per_idle_agent,
            "growth": {str(agents): round(cpu_us, 1) for agents, cpu_us in self.growth.items()},
            "growth_within_log_n": grows_within_log(self.growth),
            "conditions": {"agents": self.agents, "queues": self.queues, "assignments": self.assignments},
        }


def run_acd_bench(agents: int, queues: int, assignments: int, growth: Sequence[int], tell: Tell) -> AcdFindings:
    """Measure; takes a minute or two, most of it for the largest number of agents."""
    tell(f"a day of {agents} agents and {queues} queues")
    script = write_day(agents, queues, assignments, SEED)
    costs = []
    for number in range(1, ROUNDS + 1):
        costs.append(measure(script))
        tell(f"round {number}: {round(1e6 / costs[-1].cpu_us)} assignments per second")
    costs_by_agents: dict[int, float] = {}
    for count in growth:
        costs_by_agents[count] = _growth_cost(count, queues, assignments)
        tell(f"{count} agents: {costs_by_agents[count]:.1f} µs of processor an assignment")
    idle_bytes = bytes_per_idle_agent(agents, queues, SEED)
    return AcdFindings(agents, queues, assignments, tuple(costs), idle_bytes, costs_by_agents)


def grows_within_log(growth: dict[int, float]) -> bool:
    """Does the cost grow no faster than the logarithm of the number of agents, seen from the smallest one?"""
    if not growth:
        return True
    first = min(growth)
    return all(cost <= growth[first] * SLACK * math.log(agents) / math.log(first) for agents, cost in growth.items())


def _growth_cost(agents: int, queues: int, assignments: int) -> float:
    script = write_day(agents, queues, assignments, SEED)
    return min(measure(script).cpu_us for _ in range(2))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
