"""What each policy promises, one case at a time; all of them together are held against a naive engine elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.errors import NotInWrapUp, WrapUpNotExtendable
from rexian.control.acd.events import change_data, change_of
from rexian.control.acd.forecast import Admission, HandOuts
from rexian.control.acd.model import AgentChanged, Offer, OfferExpired, Overflowed
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
from rexian.kit.ids import counted_ids

pytestmark = pytest.mark.pure

OffersIn = Callable[[list[Any]], list[Offer]]
SHANGHAI = ZoneInfo("Asia/Shanghai")
LEVELS = {"ann": 2, "bea": 5, "cho": 3}


def seat(agent_id: str, *group_ids: str, level: int | None = None) -> AgentConfiguration:
    levels = (SkillLevel("loan", level or LEVELS.get(agent_id, 1)),)
    queues = () if group_ids else ("q",)
    return AgentConfiguration(agent_id, "c", agent_id, agent_id, agent_id, "s", "sip", queues, group_ids, levels)


def queue(queue_id: str = "q", **settings: Any) -> QueueConfiguration:
    return QueueConfiguration(queue_id, "c", queue_id, 20.0, 15.0, "", 0.0, **settings)


@pytest.fixture
def set_up(floor: Any) -> Callable[..., Any]:
    """Give the floor these queues and seats."""

    def configure(*queues: QueueConfiguration, seats: list[AgentConfiguration] | None = None) -> Any:
        floor.engine = AcdEngine(counted_ids("offer"), SHANGHAI)
        floor.engine.configure(seats or [seat(agent_id) for agent_id in LEVELS], queues)
        return floor

    return configure


def serve(floor: Any, contact_id: str, seconds: float) -> str:
    """One whole contact without wrap-up; tells who took it."""
    offer = floor.talk(contact_id)
    floor.clock.advance(seconds)
    floor.engine.talk_ended(offer.agent_id, contact_id, floor.now, 0)
    return str(offer.agent_id)


# -- rules ------------------------------------------------------------------------------------------------------------


def test_the_highest_skill_goes_first(set_up: Any) -> None:
    floor = set_up(queue(rule=AssignmentRule.HIGHEST_SKILL, skill="loan"))
    floor.ready("ann", "cho", "bea")
    assert [floor.offered(f"c-{number}").agent_id for number in range(3)] == ["bea", "cho", "ann"]


def test_the_fewest_answered_today_counts_from_local_midnight(set_up: Any) -> None:
    floor = set_up(queue(rule=AssignmentRule.FEWEST_ANSWERED))
    floor.clock.advance((datetime(2024, 7, 5, 15, 0, tzinfo=UTC) - floor.now).total_seconds())
    floor.ready("ann", "bea")
    assert [serve(floor, f"c-{number}", 10) for number in range(3)] == ["ann", "bea", "ann"]
    assert serve(floor, "c-3", 10) == "bea"
    floor.engine.not_ready("bea", "break", floor.now)
    assert serve(floor, "c-4", 10) == "ann"
    floor.engine.ready("bea", floor.now)
    floor.clock.advance(3600)
    offer = floor.offered("c-5")
    assert offer.agent_id == "ann", "after midnight all have answered nobody, so who is idle longest is next"
    assert [item["answered"] for item in offer.reason["first_five"]] == [0, 0]


def test_the_average_leaves_the_running_idle_period_out(set_up: Any) -> None:
    floor = set_up(queue(rule=AssignmentRule.LONGEST_AVERAGE_IDLE))
    floor.ready("ann")
    floor.clock.advance(100)
    assert serve(floor, "c-1", 10) == "ann"
    floor.engine.not_ready("ann", "break", floor.now)
    floor.ready("bea")
    floor.clock.advance(10_000)
    floor.engine.ready("ann", floor.now)
    offer = floor.offered("c-2")
    assert offer.agent_id == "ann", "bea is idle much longer, but no idle period of hers is completed"
    assert offer.reason["chosen_by"] == "longest_average_idle"


def test_one_waits_for_the_usual_agent_and_then_gets_the_group(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(rule=AssignmentRule.USUAL_AGENT, wait_for_agent_seconds=10.0))
    floor.ready("ann", "bea")
    floor.engine.sign_in("cho", floor.now)
    assert floor.engine.enqueue("c-1", "q", floor.now, floor.now, usual_agent_id="cho") == []
    assert floor.pass_time(9) == []
    (offer,) = offers_in(floor.pass_time(1))
    assert offer.agent_id == "ann"


def test_the_usual_agent_who_comes_in_time_gets_the_contact(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(rule=AssignmentRule.USUAL_AGENT))
    floor.engine.sign_in("cho", floor.now)
    floor.ready("ann")
    floor.engine.enqueue("c-1", "q", floor.now, floor.now, usual_agent_id="cho")
    (offer,) = offers_in(floor.ready("cho"))
    assert (offer.agent_id, offer.contact_id) == ("cho", "c-1")


def test_nobody_waits_for_an_agent_who_has_gone_home(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(rule=AssignmentRule.NAMED_AGENT))
    floor.ready("ann")
    (offer,) = offers_in(floor.engine.enqueue("c-1", "q", floor.now, floor.now, named_agent_id="cho"))
    assert offer.agent_id == "ann"
    floor.engine.sign_in("cho", floor.now)
    floor.ready("bea")
    assert floor.engine.enqueue("c-2", "q", floor.now, floor.now, named_agent_id="cho") == []
    assert [offer.agent_id for offer in offers_in(floor.engine.sign_out("cho", floor.now))] == ["bea"]


def test_who_stands_in_line_for_the_group_stays_there_when_the_rule_changes(set_up: Any, offers_in: OffersIn) -> None:
    widening = (ServingGroup("juniors", 10.0),)
    usual = {"rule": AssignmentRule.USUAL_AGENT, "wait_for_agent_seconds": 60.0}
    floor = set_up(queue(groups=widening), seats=[seat("ann"), seat("bea", "juniors")])
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.enqueue("c-2", "q", floor.now, floor.now, usual_agent_id="ann")
    floor.engine.configure([seat("ann"), seat("bea", "juniors")], [queue(groups=widening, **usual)])
    floor.pass_time(11)
    next_deadline = floor.engine.next_deadline()
    assert next_deadline is None or next_deadline > floor.now
    floor.engine.sign_in("bea", floor.now)
    floor.engine.phone("bea", True, floor.now)
    assert [offer.contact_id for offer in offers_in(floor.engine.ready("bea", floor.now))] == ["c-2"]


def test_nobody_waits_for_a_certain_agent_once_the_rule_is_another(set_up: Any, offers_in: OffersIn) -> None:
    usual = {"rule": AssignmentRule.USUAL_AGENT, "wait_for_agent_seconds": 60.0}
    seats = [seat("ann", "elsewhere"), seat("bea")]
    floor = set_up(queue(**usual), seats=seats)
    floor.engine.sign_in("ann", floor.now)
    floor.engine.enqueue("c-1", "q", floor.now, floor.now, usual_agent_id="ann")
    floor.engine.configure(seats, [queue()])
    floor.pass_time(1)
    assert offers_in(floor.ready("ann")) == []
    assert [offer.contact_id for offer in offers_in(floor.ready("bea"))] == ["c-1"]


def test_a_wish_decides_among_equals_before_the_idle_time(set_up: Any, offers_in: OffersIn) -> None:
    seats = [seat(agent_id, level=3) for agent_id in LEVELS]
    floor = set_up(queue(rule=AssignmentRule.HIGHEST_SKILL, skill="loan"), seats=seats)
    floor.ready("ann", "bea", "cho")
    wish = {"named_agent_id": "cho", "usual_agent_id": "bea"}
    (offer,) = offers_in(floor.engine.enqueue("c-1", "q", floor.now, floor.now, **wish))
    assert (offer.agent_id, offer.reason["chosen_by"]) == ("cho", "named_agent")
    (offer,) = offers_in(floor.engine.enqueue("c-2", "q", floor.now, floor.now, **wish))
    assert (offer.agent_id, offer.reason["chosen_by"]) == ("bea", "usual_agent")


def test_a_wish_does_not_decide_among_those_who_differ(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(rule=AssignmentRule.HIGHEST_SKILL, skill="loan"))
    floor.ready("ann", "bea", "cho")
    (offer,) = offers_in(floor.engine.enqueue("c-1", "q", floor.now, floor.now, named_agent_id="ann"))
    assert offer.agent_id == "bea"


# -- skills and groups that widen -------------------------------------------------------------------------------------


def test_demands_fall_with_waiting(set_up: Any, offers_in: OffersIn) -> None:
    demands = (SkillDemand(0, "loan", 5), SkillDemand(30, "loan", 3))
    floor = set_up(queue(demands=demands), seats=[seat("ann"), seat("cho")])
    floor.ready("ann", "cho")
    queued_at = floor.now
    assert floor.enqueue("c-1") == []
    assert floor.engine.next_deadline() == queued_at + timedelta(seconds=30)
    assert offers_in(floor.pass_time(28)) == []
    assert [offer.agent_id for offer in offers_in(floor.pass_time(1))] == ["cho"]


def test_a_group_joins_later(set_up: Any, offers_in: OffersIn) -> None:
    groups = (ServingGroup("loans"), ServingGroup("all", 20.0))
    floor = set_up(queue(groups=groups), seats=[seat("ann", "all"), seat("bea", "loans")])
    floor.ready("ann")
    floor.enqueue("c-1")
    assert [offer.agent_id for offer in offers_in(floor.pass_time(19))] == ["ann"]
    floor.ready("bea")
    assert floor.offered("c-2").agent_id == "bea"


# -- priority, place, expected wait -----------------------------------------------------------------------------------


def test_priority_is_a_head_start_and_nobody_starves(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(seconds_per_priority=60.0))
    first = floor.now
    floor.enqueue("plain")
    floor.engine.enqueue("vip", "q", first + timedelta(seconds=59), first + timedelta(seconds=59), priority=1)
    floor.engine.enqueue("late", "q", first + timedelta(seconds=61), first + timedelta(seconds=61), priority=1)
    places = {name: floor.engine.forecast(name, floor.now).place for name in ("plain", "vip", "late")}
    assert places == {"vip": 1, "plain": 2, "late": 3}
    floor.engine.change_priority("late", 2, floor.now)
    floor.clock.advance(120)
    assert [offer.contact_id for offer in offers_in(floor.ready("ann", "bea", "cho"))] == ["late", "vip", "plain"]


def test_a_new_priority_counts_from_the_place_that_was_kept(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(seconds_per_priority=60.0))
    floor.engine.enqueue("kept", "q", floor.now - timedelta(seconds=300), floor.now)
    floor.engine.enqueue("other", "q", floor.now, floor.now, priority=4)
    floor.engine.change_priority("kept", 1, floor.now)
    assert [offer.contact_id for offer in offers_in(floor.ready("ann"))] == ["kept"]


def test_who_comes_now_waits_not_at_all_or_as_long_as_the_line_tells(set_up: Any) -> None:
    floor = set_up(queue())
    assert floor.engine.newcomer_seconds("q", floor.now) is None
    floor.ready("ann")
    assert floor.engine.newcomer_seconds("q", floor.now) == 0.0
    floor.enqueue("first")
    floor.enqueue("second")
    floor.clock.advance(40)
    floor.ready("bea")
    floor.enqueue("third")
    floor.enqueue("fourth")
    told = floor.engine.forecast("fourth", floor.now)
    newcomer = floor.engine.newcomer_seconds("q", floor.now)
    assert told.wait_seconds < newcomer


def test_of_two_whose_time_has_come_at_once_the_first_in_line_is_served(set_up: Any, offers_in: OffersIn) -> None:
    """The clock was looked at late: both may have the agent now, whose own moment came first does not count."""
    demands = (SkillDemand(0, "loan", 5), SkillDemand(30, "loan", 0))
    floor = set_up(queue(demands=demands), seats=[seat("ann")])
    floor.ready("ann")
    floor.enqueue("plain")
    floor.engine.enqueue("vip", "q", floor.now, floor.now, priority=2)
    assert [offer.contact_id for offer in offers_in(floor.pass_time(60))] == ["vip"]


def test_the_expected_wait_is_the_place_by_the_recent_hand_outs() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    hand_outs = HandOuts()
    assert hand_outs.wait_seconds(3, now) is None
    hand_outs.line_began(now)
    for number in range(1, 11):
        hand_outs.handed_out(now + timedelta(seconds=10 * number))
        hand_outs.answered(4.0)
    end = now + timedelta(seconds=100)
    assert hand_outs.wait_seconds(3, end) == pytest.approx(34.0)
    assert (hand_outs.wait_seconds(3, end + timedelta(seconds=60)) or 0) > 40, "a line that stands still slows it down"


def test_a_queue_tells_why_a_caller_cannot_be_served_at_once(set_up: Any) -> None:
    floor = set_up(queue(waiting_limit=1))
    assert floor.engine.admission("q") is Admission.NO_AGENT
    floor.ready("ann")
    assert floor.engine.admission("q") is Admission.FREE
    floor.offered("c-1")
    assert floor.engine.admission("q") is Admission.FULL
    floor.engine.offer_accepted(floor.engine.offer("offer-1"), floor.now)
    assert floor.engine.admission("q") is Admission.BUSY
    floor.engine.set_open("q", False)
    assert floor.engine.admission("q") is Admission.CLOSED


# -- overflow ---------------------------------------------------------------------------------------------------------


def rule(cause: OverflowCause, threshold: float, target: str = "other") -> OverflowRule:
    return OverflowRule(cause, threshold, OverflowTargetKind.QUEUE, target)


def overflowed(outcomes: list[Any]) -> list[tuple[str, str]]:
    return [(each.contact_id, each.rule.target_id) for each in outcomes if isinstance(each, Overflowed)]


def test_overflow_by_wait_comes_once_and_the_place_is_kept(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(overflow=(rule(OverflowCause.WAITED, 60),)), queue("other"))
    floor.enqueue("c-1")
    assert overflowed(floor.pass_time(59)) == [("c-1", "other")]
    assert overflowed(floor.pass_time(600)) == []
    assert [offer.contact_id for offer in offers_in(floor.ready("ann"))] == ["c-1"]


def test_overflow_by_length_sends_the_newcomer(set_up: Any) -> None:
    floor = set_up(queue(overflow=(rule(OverflowCause.LENGTH, 1),)), queue("other"))
    assert overflowed(floor.enqueue("c-1")) == []
    assert overflowed(floor.enqueue("c-2")) == [("c-2", "other")]


def test_overflow_by_staffing_comes_when_the_last_agent_goes(set_up: Any) -> None:
    floor = set_up(queue(overflow=(rule(OverflowCause.STAFFING, 1),)), queue("other"))
    floor.engine.sign_in("ann", floor.now)
    assert overflowed(floor.enqueue("c-1")) == []
    assert overflowed(floor.engine.sign_out("ann", floor.now)) == [("c-1", "other")]


def test_two_empty_queues_do_not_play_ball_with_a_caller(set_up: Any) -> None:
    there, back = rule(OverflowCause.STAFFING, 1), rule(OverflowCause.STAFFING, 1, "q")
    floor = set_up(queue(overflow=(there,)), queue("other", overflow=(back,)))
    assert overflowed(floor.enqueue("c-1")) == [("c-1", "other")]
    assert overflowed(floor.enqueue("c-1", "other")) == []


# -- the agent's day --------------------------------------------------------------------------------------------------


def test_wrap_up_may_be_extended_as_often_as_the_queue_says(set_up: Any) -> None:
    floor = set_up(queue(wrap_up_extension_seconds=30.0, wrap_up_extensions=1))
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
    (extended,) = floor.engine.extend_wrap_up("ann", floor.now)
    assert extended.wrap_up_until == floor.now + timedelta(seconds=45) == floor.engine.next_deadline()
    with pytest.raises(WrapUpNotExtendable):
        floor.engine.extend_wrap_up("ann", floor.now)
    floor.pass_time(20)
    assert floor.state("ann") == "wrap_up"
    floor.engine.end_wrap_up("ann", floor.now)
    assert floor.state("ann") == "ready"
    with pytest.raises(NotInWrapUp):
        floor.engine.extend_wrap_up("ann", floor.now)


def test_what_is_chosen_at_work_outlives_a_restart(set_up: Any) -> None:
    floor = set_up(queue())
    floor.ready("ann")
    offer = floor.talk("c-1")
    (chosen,) = floor.engine.not_ready("ann", "meal", floor.now, changed_by="supervisor")
    assert (chosen.state, chosen.next_state, chosen.next_reason) == ("talking", "not_ready", "meal")
    read = change_of(change_data(chosen))
    assert read == chosen

    successor = AcdEngine(counted_ids("new"), SHANGHAI)
    successor.configure([seat("ann")], [queue()])
    successor.restore_agent(read, floor.now)
    successor.restore_talk("ann", offer.contact_id, floor.now, "q")
    (ended,) = successor.talk_ended("ann", "c-1", floor.now, 0)
    assert (ended.state, ended.not_ready_reason, ended.answered_today) == ("not_ready", "meal", 1)


def test_the_way_home_may_be_chosen_during_a_talk(set_up: Any) -> None:
    floor = set_up(queue())
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.sign_out("ann", floor.now, after_work=True)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    assert floor.state("ann") == "signed_out"


def test_old_events_are_read(set_up: Any) -> None:
    floor = set_up(queue())
    (changed,) = floor.engine.sign_in("ann", floor.now)
    data = change_data(changed)
    old = {name: value for name, value in data.items() if not name.endswith("_today") and "next" not in name}
    del old["queue_id"], old["idle_since"]
    assert isinstance(change_of(old), AgentChanged)


def test_a_seat_taken_away_in_the_moment_of_a_late_answer_goes_after_the_talk(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue(), seats=[seat("ann")])
    floor.ready("ann")
    first = floor.offered("c-1")
    floor.enqueue("c-2")
    floor.pass_time(20)
    (other,) = offers_in(floor.engine.ready("ann", floor.now))
    floor.engine.configure([], [queue()])
    outcomes = floor.engine.offer_accepted(first, floor.now)
    assert OfferExpired(other) in outcomes
    assert floor.state("ann") == "talking"
    (gone,) = floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    assert gone.state == "signed_out"


# -- the clock --------------------------------------------------------------------------------------------------------


def test_a_clock_that_is_set_back_makes_no_lease_immortal(set_up: Any) -> None:
    floor = set_up(queue())
    floor.ready("ann")
    offer = floor.offered("c-1")
    set_back = floor.now - timedelta(hours=3)
    assert floor.engine.due(set_back) == []
    deadline = floor.engine.next_deadline()
    assert deadline is not None
    assert deadline <= set_back + timedelta(seconds=20)
    assert OfferExpired(offer) in floor.engine.due(deadline)


def test_a_clock_that_is_set_back_lets_nobody_overtake(set_up: Any, offers_in: OffersIn) -> None:
    floor = set_up(queue())
    floor.enqueue("early")
    earlier = floor.now - timedelta(hours=3)
    floor.engine.due(earlier)
    floor.engine.enqueue("late", "q", earlier, earlier)
    floor.engine.sign_in("ann", earlier)
    floor.engine.phone("ann", True, earlier)
    assert [offer.contact_id for offer in offers_in(floor.engine.ready("ann", earlier))] == ["early"]
