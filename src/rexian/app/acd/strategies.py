"""Compares the engine's rules on the same callers: every rule that the engine has, in all queues of the plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rexian.app.acd.errors import PlanInvalid
from rexian.app.acd.made_up import make_centre, make_script
from rexian.app.acd.measures import DayFigures, day_figures
from rexian.app.acd.plan import DayPlan
from rexian.app.acd.run import Run
from rexian.app.acd.script import Centre
from rexian.control.contracts.configuration import AssignmentRule

AS_PLANNED = "as planned"

Told = Callable[[str, float], None]
"""Which strategy runs, and how much of it is done, from 0 to 1."""


@dataclass(frozen=True)
class StrategyResult:
    """The figures of one strategy over the days of all seeds."""

    name: str
    figures: DayFigures


def compare(
    plan: DayPlan, rules: Sequence[AssignmentRule], seeds: Sequence[int], tell: Told = lambda name, share: None
) -> list[StrategyResult]:
    """The plan as it stands first, then with each rule that it does not have anyway."""
    planned = make_centre(plan)
    own = {queue.rule for queue in planned.queues}
    name = own.pop().value if len(own) == 1 else AS_PLANNED
    centres = {name: planned} | {rule.value: with_rule(planned, rule) for rule in rules if rule.value != name}
    return [_result(name, plan, centre, seeds, tell) for name, centre in centres.items()]


def with_rule(centre: Centre, rule: AssignmentRule) -> Centre:
    """The same centre with this rule in all queues."""
    return replace(centre, queues=[replace(queue, rule=rule) for queue in centre.queues])


def _result(name: str, plan: DayPlan, centre: Centre, seeds: Sequence[int], tell: Told) -> StrategyResult:
    traces = []
    for number, seed in enumerate(seeds):
        script = make_script(plan, centre, seed)
        calls = max(len(script.callers), 1)

        def told(done: int, number: int = number, calls: int = calls) -> None:
            tell(name, (number + done / calls) / len(seeds))

        traces.append(Run(script, centre, seed=seed).result(told))
    return StrategyResult(name, day_figures(traces, plan.within_seconds))


def rules_named(names: Sequence[str]) -> list[AssignmentRule]:
    """The rules of these names, all without any. Raises PlanInvalid."""
    known = {rule.value: rule for rule in AssignmentRule}
    for name in names:
        if name not in known:
            raise PlanInvalid(f"There is no rule {name!r}; there are: {', '.join(known)}.")
    return [known[name] for name in names] or list(known.values())
