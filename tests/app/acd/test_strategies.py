"""Made-up days: the callers that the plan promises, the same for every rule; clear complaints about a wrong plan."""

import json

import pytest
from typer.testing import CliRunner

from rexian.app.acd.commands import acd
from rexian.app.acd.documents import parse_document
from rexian.app.acd.errors import PlanInvalid
from rexian.app.acd.made_up import make_centre, make_script
from rexian.app.acd.plan import DayPlan, shipped_plan, shipped_text
from rexian.app.acd.strategies import compare, rules_named
from rexian.control.contracts.configuration import AssignmentRule

pytestmark = pytest.mark.pure


def test_a_day_has_the_callers_of_its_plan_at_their_times() -> None:
    plan = shipped_plan()
    script = make_script(plan, make_centre(plan), seed=1)
    assert len(script.callers) == pytest.approx(980 + 610 + 860, rel=0.06)
    at_ten = sum(10.0 <= caller.arrives_at / 3600 < 10.5 for caller in script.callers)
    at_noon = sum(12.0 <= caller.arrives_at / 3600 < 12.5 for caller in script.callers)
    assert 3.5 < at_ten / at_noon < 7.0
    assert script.start.isoformat() == "2026-03-02T00:00:00+08:00"
    talks = [caller.talk_seconds for caller in script.callers if caller.queue_id == "loans"]
    assert sum(talks) / len(talks) == pytest.approx(210.0, rel=0.1)


def test_the_same_seed_gives_the_same_day_and_another_another() -> None:
    plan = shipped_plan()
    centre = make_centre(plan)
    assert make_script(plan, centre, 1) == make_script(plan, centre, 1)
    assert make_script(plan, centre, 1) != make_script(plan, centre, 2)


def test_rules_are_compared_on_the_same_callers() -> None:
    idle, skill, fewest = compare(
        shipped_plan(), [AssignmentRule.HIGHEST_SKILL, AssignmentRule.FEWEST_ANSWERED], seeds=[1]
    )
    assert [result.name for result in (idle, skill, fewest)] == ["longest_idle", "highest_skill", "fewest_answered"]
    assert idle.figures.all.offered == skill.figures.all.offered
    for result in (idle, skill, fewest):
        figures = result.figures.all
        assert figures.offered == figures.answered + figures.abandoned + figures.overflowed
    loads = [result.figures.load for result in (idle, skill, fewest)]
    assert loads[1].spread > 2 * loads[0].spread
    assert loads[2].most_answered - loads[2].fewest_answered < loads[0].most_answered - loads[0].fewest_answered
    forecast = idle.figures.all.forecast
    assert forecast is not None
    assert forecast.mean_error_seconds < forecast.mean_wait_seconds


def test_every_rule_of_the_engine_takes_part_by_itself() -> None:
    assert rules_named([]) == list(AssignmentRule)
    with pytest.raises(PlanInvalid, match="no rule 'fastest'"):
        rules_named(["fastest"])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("skill: loans", "skil: loans", "queues.loans: there is no setting 'skil'"),
        ("offer_seconds: 20", "offer_seconds: soon", "queues.loans: offer_seconds"),
        ("count: 11", "count: none", "teams.0.count"),
        ("day: 2026-03-02", "day: [", "is no YAML"),
        ("queue_ids: [loans, general]", "queue_ids: [lones]", "no queue 'lones'"),
        ("Asia/Shanghai", "Asia/Nowhere", "no time zone"),
    ],
)
def test_a_mistake_in_a_plan_is_told_with_its_place(old: str, new: str, complaint: str) -> None:
    with pytest.raises(PlanInvalid) as refused:
        make_centre(parse_document(shipped_text().replace(old, new, 1), DayPlan, "plan.yaml"))
    assert complaint in refused.value.message


def test_the_command_prints_one_object() -> None:
    finished = CliRunner().invoke(acd, ["simulate", "--json", "--seed", "1", "--rule", "longest_idle"])
    assert finished.exit_code == 0
    document = json.loads(finished.stdout)
    assert list(document["strategies"]) == ["longest_idle"]
    assert document["calls"] == document["strategies"]["longest_idle"]["all"]["offered"]


def test_the_shipped_day_can_be_printed_to_begin_from() -> None:
    assert CliRunner().invoke(acd, ["plan"]).stdout == shipped_text()
