"""The ACD's promises: who gets whom, places kept, offers that end in one way, agents who come and go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.errors import AgentBusy, AgentSignedOut, PhoneNotRegistered, UnknownAgent, UnknownReason
from rexian.control.acd.model import AgentChanged, Offer, OfferExpired
from rexian.kit.ids import counted_ids

pytestmark = pytest.mark.pure

OffersIn = Callable[[list[Any]], list[Offer]]
ChangesIn = Callable[[list[Any]], list[tuple[str, str]]]


# -- who gets whom ----------------------------------------------------------------------------------------------------


def test_the_agent_idle_longest_gets_the_contact_and_the_offer_tells_why(floor: Any) -> None:
    floor.ready("bea", "ann")
    offer = floor.offered("c-1")
    assert offer.agent_id == "bea"
    assert offer.reason["rule"] == "longest_idle"
    assert offer.reason["candidates"] == 2
    assert [item["agent_id"] for item in offer.reason["first_five"]] == ["bea", "ann"]
    assert floor.state("bea") == "reserved"


def test_the_contact_that_waits_longest_is_served_first(floor: Any, offers_in: OffersIn) -> None:
    floor.enqueue("c-1")
    floor.enqueue("c-2")
    assert [offer.contact_id for offer in offers_in(floor.ready("ann", "bea"))] == ["c-1", "c-2"]


def test_a_place_kept_goes_before_later_callers(floor: Any, offers_in: OffersIn) -> None:
    early = floor.now
    floor.enqueue("late")
    floor.engine.enqueue("kept", "q", early - timedelta(seconds=60), floor.now)
    assert offers_in(floor.ready("ann"))[0].contact_id == "kept"


def test_an_agent_of_two_queues_serves_the_longest_wait_of_both(floor: Any, offers_in: OffersIn) -> None:
    floor.enqueue("vip", "vip")
    floor.enqueue("plain", "q")
    assert [offer.contact_id for offer in offers_in(floor.ready("cho"))] == ["vip"]


def test_nobody_outside_the_queue_is_offered(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann", "bea")
    assert offers_in(floor.enqueue("c-1", "vip")) == []


def test_the_queue_tells_its_length_and_its_longest_wait(floor: Any) -> None:
    assert floor.engine.queue_length("q") == (0, None)
    first = floor.now
    floor.ready("ann")
    floor.enqueue("offered")
    floor.enqueue("waits")
    assert floor.engine.queue_length("q") == (2, first + timedelta(seconds=1))


# -- offers end in one way --------------------------------------------------------------------------------------------


def test_an_answer_is_the_end_of_the_offer_and_of_the_wait(floor: Any, changes_in: ChangesIn) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    assert changes_in(floor.engine.offer_ringing(offer.offer_id, floor.now)) == [("ann", "ringing")]
    assert floor.engine.offer_ringing(offer.offer_id, floor.now) == []
    assert changes_in(floor.engine.offer_accepted(offer, floor.now)) == [("ann", "talking")]
    assert floor.engine.queue_length("q") == (0, None)
    assert floor.engine.offer_ended(offer.offer_id, "timed_out", floor.now) == []
    assert floor.engine.leave("c-1", floor.now) == []
    assert floor.state("ann") == "talking"


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("declined", "missed_offer"),
        ("timed_out", "missed_offer"),
        ("agent_unreachable", "phone_unreachable"),
    ],
)
def test_a_refused_contact_keeps_its_place_and_goes_to_the_next(
    floor: Any, offers_in: OffersIn, outcome: str, reason: str
) -> None:
    floor.ready("ann", "bea")
    first = floor.offered("c-1")
    (second,) = offers_in(floor.engine.offer_ended(first.offer_id, outcome, floor.now))
    assert (second.contact_id, second.agent_id, second.queued_at) == ("c-1", "bea", first.queued_at)
    assert floor.state("ann") == "not_ready"
    assert floor.engine.agent("ann").not_ready_reason == reason
    assert floor.engine.offer_ended(first.offer_id, outcome, floor.now) == []


def test_a_lease_runs_out_by_the_clock_alone(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann", "bea")
    first = floor.offered("c-1")
    assert floor.engine.next_deadline() == first.deadline
    assert floor.pass_time(18) == []
    outcomes = floor.pass_time(1)
    assert OfferExpired(first) in outcomes
    assert [offer.agent_id for offer in offers_in(outcomes)] == ["bea"]


def test_a_caller_who_hangs_up_gives_the_agent_back_in_the_old_place(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann", "bea")
    offer = floor.offered("c-1")
    floor.engine.offer_ringing(offer.offer_id, floor.now)
    floor.engine.leave("c-1", floor.now)
    assert floor.state("ann") == "ready"
    assert floor.offered("c-2").agent_id == "ann"


def test_the_agent_given_back_takes_the_next_waiting_contact(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann")
    floor.offered("c-1")
    floor.enqueue("c-2")
    assert [offer.contact_id for offer in offers_in(floor.engine.leave("c-1", floor.now))] == ["c-2"]


def test_an_answer_on_the_way_while_the_lease_ran_out_counts(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann", "bea")
    first = floor.offered("c-1")
    (second,) = offers_in(floor.pass_time(20))
    outcomes = floor.engine.offer_accepted(first, floor.now)
    assert (floor.state("ann"), floor.state("bea")) == ("talking", "ready")
    assert floor.engine.offer(second.offer_id) is None
    assert floor.engine.queue_length("q") == (0, None)
    assert isinstance(outcomes[-1], AgentChanged)
    assert floor.engine.offer_ended(second.offer_id, "caller_gone", floor.now) == []


def test_a_late_answer_ends_what_the_agent_was_offered_meanwhile(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann")
    first = floor.offered("c-1")
    floor.enqueue("c-2")
    floor.pass_time(20)
    (other,) = offers_in(floor.engine.ready("ann", floor.now))
    assert other.contact_id == "c-1"
    outcomes = floor.engine.offer_accepted(first, floor.now)
    assert OfferExpired(other) in outcomes
    assert floor.engine.agent("ann").contact_id == "c-1"
    assert floor.engine.agent("ann").offer_id is None
    assert floor.engine.queue_length("q")[0] == 1


def test_a_contact_that_is_offered_does_not_wait_a_second_time(floor: Any) -> None:
    floor.ready("ann")
    floor.offered("c-1")
    assert floor.enqueue("c-1") == []
    assert floor.engine.queue_length("q")[0] == 1


def test_a_contact_that_waits_moves_to_its_new_place(floor: Any) -> None:
    floor.enqueue("c-1")
    floor.enqueue("c-1", "vip")
    assert (floor.engine.queue_length("q")[0], floor.engine.queue_length("vip")[0]) == (0, 1)


def test_a_queue_nobody_knows_is_refused(floor: Any) -> None:
    with pytest.raises(KeyError):
        floor.enqueue("c-1", "gone")


# -- the agent's day --------------------------------------------------------------------------------------------------


def test_wrap_up_ends_by_itself(floor: Any, changes_in: ChangesIn) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    ended = floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
    assert changes_in(ended) == [("ann", "wrap_up")]
    assert floor.engine.agent("ann").contact_id == "c-1"
    assert floor.engine.next_deadline() == floor.now + timedelta(seconds=15)
    assert changes_in(floor.pass_time(15)) == [("ann", "ready")]
    assert floor.engine.agent("ann").contact_id is None


def test_without_wrap_up_the_next_contact_comes_at_once(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.enqueue("c-2")
    assert [offer.contact_id for offer in offers_in(floor.engine.talk_ended("ann", "c-1", floor.now, 0))] == ["c-2"]


def test_a_talk_ends_once_and_only_for_its_own_contact(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    assert floor.engine.talk_ended("ann", "c-2", floor.now, 15.0) == []
    floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
    assert floor.engine.talk_ended("ann", "c-1", floor.now, 15.0) == []


@pytest.mark.parametrize("state", ["reserved", "talking", "wrap_up"])
def test_what_is_chosen_at_work_comes_true_after_it(floor: Any, state: str) -> None:
    floor.ready("ann")
    if state == "reserved":
        floor.offered("c-1")
        floor.engine.not_ready("ann", "meal", floor.now)
        floor.engine.leave("c-1", floor.now)
    else:
        floor.talk("c-1")
        if state == "talking":
            floor.engine.not_ready("ann", "meal", floor.now)
        floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
        if state == "wrap_up":
            floor.engine.not_ready("ann", "meal", floor.now)
        floor.pass_time(15)
    assert (floor.state("ann"), floor.engine.agent("ann").not_ready_reason) == ("not_ready", "meal")


def test_ready_chosen_last_takes_not_ready_back(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.not_ready("ann", "meal", floor.now)
    floor.engine.ready("ann", floor.now)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    assert floor.state("ann") == "ready"


def test_ready_ends_wrap_up_early(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
    floor.engine.ready("ann", floor.now)
    assert (floor.state("ann"), floor.engine.agent("ann").contact_id) == ("ready", None)
    assert floor.pass_time(60) == []


def test_refusals(floor: Any) -> None:
    engine, now = floor.engine, floor.now
    with pytest.raises(UnknownAgent):
        engine.sign_in("nobody", now)
    with pytest.raises(AgentSignedOut):
        engine.ready("ann", now)
    engine.sign_in("ann", now)
    with pytest.raises(PhoneNotRegistered):
        engine.ready("ann", now)
    with pytest.raises(UnknownReason):
        engine.not_ready("ann", "bored", now)
    engine.phone("ann", True, now)
    engine.ready("ann", now)
    floor.offered("c-1")
    with pytest.raises(AgentBusy):
        engine.sign_out("ann", now)
    assert floor.state("ann") == "reserved"


def test_signing_in_and_out_twice_changes_nothing(floor: Any, changes_in: ChangesIn) -> None:
    assert changes_in(floor.engine.sign_in("ann", floor.now)) == [("ann", "not_ready")]
    assert floor.engine.sign_in("ann", floor.now) == []
    assert changes_in(floor.engine.sign_out("ann", floor.now)) == [("ann", "signed_out")]
    assert floor.engine.sign_out("ann", floor.now) == []


# -- phones -----------------------------------------------------------------------------------------------------------


def test_a_phone_that_is_away_gets_no_offers_and_keeps_its_place_for_a_while(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann", "bea")
    floor.engine.phone("ann", False, floor.now)
    assert floor.offered("c-1").agent_id == "bea"
    floor.enqueue("c-2")
    assert [offer.agent_id for offer in offers_in(floor.engine.phone("ann", True, floor.now))] == ["ann"]


def test_a_phone_that_stays_away_makes_its_agent_not_ready(floor: Any) -> None:
    floor.ready("ann")
    floor.engine.phone("ann", False, floor.now)
    assert floor.engine.next_deadline() == floor.now + timedelta(seconds=15)
    floor.pass_time(14)
    assert floor.state("ann") == "ready"
    floor.pass_time(1)
    assert (floor.state("ann"), floor.engine.agent("ann").not_ready_reason) == ("not_ready", "phone_unreachable")
    assert floor.engine.next_deadline() is None


def test_an_agent_who_comes_out_of_work_without_a_phone_gets_the_grace_too(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.phone("ann", False, floor.now)
    floor.clock.advance(5)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    floor.pass_time(10)
    assert floor.state("ann") == "not_ready"


# -- new configuration ------------------------------------------------------------------------------------------------


def test_a_seat_that_is_taken_away_in_a_talk_goes_when_the_talk_has_ended(
    floor: Any, changes_in: ChangesIn, make_seat: Any
) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.configure([make_seat("bea", "q")], floor.queues)
    assert floor.state("ann") == "talking"
    assert changes_in(floor.engine.talk_ended("ann", "c-1", floor.now, 0)) == [("ann", "signed_out")]
    with pytest.raises(UnknownAgent):
        floor.engine.agent("ann")


def test_a_seat_that_comes_back_in_time_stays(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    floor.engine.configure([], floor.queues)
    floor.engine.configure(floor.seats, floor.queues)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    assert floor.state("ann") == "ready"


def test_an_idle_seat_that_is_taken_away_gets_nothing_more(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann")
    floor.engine.configure([], floor.queues)
    assert offers_in(floor.enqueue("c-1")) == []


def test_an_agent_who_is_given_a_queue_serves_those_who_wait_in_it(
    floor: Any, offers_in: OffersIn, make_seat: Any
) -> None:
    floor.ready("ann")
    floor.enqueue("c-1", "vip")
    floor.engine.configure([make_seat("ann", "q", "vip")], floor.queues)
    assert [offer.agent_id for offer in offers_in(floor.engine.due(floor.now))] == ["ann"]


def test_who_waits_in_a_queue_that_is_taken_away_is_still_served(floor: Any, offers_in: OffersIn) -> None:
    floor.enqueue("c-1", "vip")
    floor.engine.configure(floor.seats, floor.queues[:1])
    assert [offer.contact_id for offer in offers_in(floor.ready("cho"))] == ["c-1"]


def test_an_agent_may_serve_a_queue_that_is_not_there(floor: Any, make_seat: Any) -> None:
    floor.engine.configure([make_seat("ann", "gone", "q")], floor.queues)
    floor.ready("ann")
    assert floor.offered("c-1").agent_id == "ann"


# -- after a restart --------------------------------------------------------------------------------------------------


@pytest.fixture
def successor(floor: Any) -> AcdEngine:
    """A fresh engine after a crash, with the seats of the floor."""
    engine = AcdEngine(counted_ids("new"))
    engine.configure(floor.seats, floor.queues)
    return engine


def last_change(outcomes: list[Any]) -> AgentChanged:
    return [outcome for outcome in outcomes if isinstance(outcome, AgentChanged)][-1]


def test_agents_are_restored_as_they_were(floor: Any, successor: AcdEngine) -> None:
    since = floor.now
    changed = last_change(floor.engine.sign_in("ann", since) + floor.engine.not_ready("ann", "meal", since))
    successor.restore_agent(changed, since)
    agent = successor.agent("ann")
    assert (agent.state, agent.not_ready_reason, agent.state_since) == ("not_ready", "meal", since)


def test_a_wrap_up_goes_on_to_its_end(floor: Any, successor: AcdEngine) -> None:
    floor.ready("ann")
    floor.talk("c-1")
    changed = last_change(floor.engine.talk_ended("ann", "c-1", floor.now, 15.0))
    successor.restore_agent(changed, floor.now)
    assert successor.agent("ann").contact_id == "c-1"
    assert successor.next_deadline() == floor.now + timedelta(seconds=15)
    successor.phone("ann", True, floor.now)
    successor.due(floor.now + timedelta(seconds=15))
    assert successor.agent("ann").state == "ready"


def test_a_talk_goes_on_and_ends_in_wrap_up(floor: Any, successor: AcdEngine, changes_in: ChangesIn) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    changed = last_change(floor.engine.offer_accepted(offer, floor.now))
    successor.restore_agent(changed, floor.now)
    successor.restore_talk("ann", "c-1", floor.now)
    assert successor.agent("ann").state == "talking"
    assert changes_in(successor.talk_ended("ann", "c-1", floor.now, 15.0)) == [("ann", "wrap_up")]


def test_an_offer_goes_on_to_its_deadline(floor: Any, successor: AcdEngine) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    successor.restore_agent(last_change(floor.engine.offer_ringing(offer.offer_id, floor.now)), floor.now)
    successor.restore_offer(offer)
    assert successor.agent("ann").state == "ringing"
    outcomes = successor.due(offer.deadline)
    assert OfferExpired(offer) in outcomes
    assert successor.queue_length("q") == (1, offer.queued_at)


def test_an_offer_that_this_engine_ended_itself_is_not_made_again(floor: Any) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    floor.pass_time(20)
    floor.engine.restore_offer(offer)
    assert floor.engine.offer(offer.offer_id) is None
    assert floor.engine.queue_length("q")[0] == 1


def test_an_agent_whose_work_is_gone_is_free_once_the_phone_is_there(
    floor: Any, successor: AcdEngine, offers_in: OffersIn
) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    successor.restore_agent(last_change(floor.engine.offer_accepted(offer, floor.now)), floor.now)
    successor.enqueue("c-2", "q", floor.now, floor.now)
    assert [made.agent_id for made in offers_in(successor.phone("ann", True, floor.now))] == ["ann"]


def test_a_ready_agent_whose_phone_does_not_come_back_gets_the_grace_from_the_restart(
    floor: Any, successor: AcdEngine
) -> None:
    changed = last_change(floor.ready("ann"))
    floor.clock.advance(3600)
    successor.restore_agent(changed, floor.now - timedelta(seconds=3600))
    deadline = successor.next_deadline()
    assert deadline is not None
    assert deadline <= floor.now
    successor.due(floor.now)
    assert successor.agent("ann").state == "ready"
    successor.due(floor.now + timedelta(seconds=15))
    assert successor.agent("ann").state == "not_ready"
