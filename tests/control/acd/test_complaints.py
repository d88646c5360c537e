"""Races that users of other systems report, one by one; docs/decisions lists them with the tests that stand against
each."""

from collections.abc import Callable
from typing import Any

import pytest

from rexian.control.acd.model import AgentChanged, Offer

pytestmark = pytest.mark.pure

OffersIn = Callable[[list[Any]], list[Offer]]


def refuse(floor: Any, contact_id: str, how: str) -> list[Any]:
    """One way in which ann's readiness ends by no wish of hers."""
    if how == "phone away":
        floor.engine.phone("ann", False, floor.now)
        outcomes: list[Any] = floor.pass_time(16)
        floor.engine.phone("ann", True, floor.now)
        return outcomes
    offer = floor.offered(contact_id)
    if how == "timed_out":
        return list(floor.pass_time(20))
    return list(floor.engine.offer_ended(offer.offer_id, how, floor.now))


@pytest.mark.parametrize("how", ["timed_out", "declined", "agent_unreachable", "phone away"])
def test_what_the_system_sets_is_told_with_its_reason_and_taken_back_by_one_command_for_ever(
    floor: Any, offers_in: OffersIn, how: str
) -> None:
    floor.ready("ann")
    for number in range(30):
        (set_by_system,) = [
            outcome for outcome in refuse(floor, f"c-{number}", how) if isinstance(outcome, AgentChanged)
        ]
        assert (set_by_system.state, set_by_system.changed_by) == ("not_ready", "system")
        assert set_by_system.reason
        assert set_by_system.not_ready_reason in ("missed_offer", "phone_unreachable")
        floor.engine.leave(f"c-{number}", floor.now)
        floor.engine.ready("ann", floor.now)
        assert floor.state("ann") == "ready"
    assert [offer.agent_id for offer in offers_in(floor.enqueue("last"))] == ["ann"]


def test_a_refused_contact_comes_back_only_when_the_agent_says_so(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    assert offers_in(floor.engine.offer_ended(offer.offer_id, "declined", floor.now)) == []
    assert offers_in(floor.pass_time(600)) == []
    assert [again.contact_id for again in offers_in(floor.engine.ready("ann", floor.now))] == ["c-1"]


def test_a_pause_and_ready_at_once_leave_the_call_that_rings(floor: Any) -> None:
    floor.ready("ann")
    offer = floor.offered("c-1")
    floor.engine.offer_ringing(offer.offer_id, floor.now)
    floor.engine.not_ready("ann", "meal", floor.now)
    floor.engine.ready("ann", floor.now)
    assert (floor.engine.offer(offer.offer_id), floor.state("ann")) == (offer, "ringing")
    floor.engine.offer_accepted(offer, floor.now)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0)
    assert floor.state("ann") == "ready"


def test_one_who_answers_and_hangs_up_at_once_ends_no_other_ring(floor: Any) -> None:
    floor.ready("ann", "bea")
    first, second = floor.offered("c-1"), floor.offered("c-2")
    for offer in (first, second):
        floor.engine.offer_ringing(offer.offer_id, floor.now)
    floor.engine.offer_accepted(first, floor.now)
    floor.engine.talk_ended(first.agent_id, "c-1", floor.now, 0)
    assert (floor.engine.offer(second.offer_id), floor.state(second.agent_id)) == (second, "ringing")


def test_wrap_up_holds_for_every_queue_and_a_call_counts_once(floor: Any, offers_in: OffersIn) -> None:
    floor.ready("cho")
    offer = floor.offered("c-1")
    for _ in range(3):
        floor.engine.offer_accepted(offer, floor.now)
    floor.engine.talk_ended("cho", "c-1", floor.now, 30.0)
    assert offers_in(floor.enqueue("c-2", "vip")) == []
    assert offers_in(floor.pass_time(28)) == []
    (after_wrap_up,) = offers_in(floor.pass_time(1))
    assert (after_wrap_up.contact_id, floor.engine.agent("cho").tally.answered) == ("c-2", 1)
